import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
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
  const handled = useRef<SettingsAnswer>();
  const { data, state } = fetcher;
  const dirty = assessDirtySections(draft, saved);

  useEffect(() => {
    if (state !== "idle" || !data || handled.current === data) return;
    handled.current = data;
    setErrors(data.errors);
    if (data.isSaved) {
      setDraft(draftOf(saved));
      toast("Settings saved");
    } else toast("Not saved. See the marked fields.", { isError: true });
  }, [state, data, saved, toast]);

  return {
    draft,
    errors,
    isDirty: dirty.workingTime || dirty.thresholds,
    isSaving: state !== "idle",
    change(change: Partial<SettingsDraft>) {
      setDraft((current) => ({ ...current, ...change }));
      setErrors({});
    },
    discard() {
      setDraft(draftOf(saved));
      setErrors({});
    },
    save() {
      fetcher.submit(
        { draft: JSON.stringify(draft), sections: JSON.stringify(dirty) },
        { method: "post" },
      );
    },
  };
}
