import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { nameFlips, type FlipReport } from "#app/ui/flip-report.ts";
import { useToast } from "#app/ui/use-shopify.ts";
import {
  assessDirtySections,
  draftOf,
  type SavedSettings,
  type SettingsAnswer,
  type SettingsDraft,
} from "./settings-draft.ts";

/** The settings as typed. A refusal leaves every field as it is and says what is wrong beside it. */
export function useSettingsForm(saved: SavedSettings) {
  const fetcher = useFetcher<SettingsAnswer>();
  const toast = useToast();
  const [draft, setDraft] = useState(() => draftOf(saved));
  const [errors, setErrors] = useState<SettingsAnswer["errors"]>({});
  const [flips, setFlips] = useState<FlipReport | null>(null);
  const handled = useRef<SettingsAnswer>();
  const { data, state } = fetcher;
  const dirty = assessDirtySections(draft, saved);

  useEffect(() => {
    if (state !== "idle" || !data || handled.current === data) return;
    handled.current = data;
    setErrors(data.errors);
    setFlips(data.flips ?? null);
    if (data.flips) return;
    if (data.isSaved) {
      setDraft(draftOf(saved));
      toast("Settings saved");
    } else toast("Not saved. See the marked fields.", { isError: true });
  }, [state, data, saved, toast]);

  const submit = (seen: string) =>
    fetcher.submit(
      { draft: JSON.stringify(draft), sections: JSON.stringify(dirty), seen },
      { method: "post" },
    );

  return {
    draft,
    errors,
    /** what saving would move; null: nobody has to see anything first */
    flips,
    isDirty: dirty.workingTime || dirty.thresholds,
    isSaving: state !== "idle",
    change(change: Partial<SettingsDraft>) {
      setDraft((current) => ({ ...current, ...change }));
      setErrors({});
      setFlips(null);
    },
    discard() {
      setDraft(draftOf(saved));
      setErrors({});
      setFlips(null);
    },
    save: () => submit(""),
    saveSeen: () => submit(flips ? nameFlips(flips) : ""),
  };
}
