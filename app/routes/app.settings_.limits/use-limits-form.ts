import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { useToast } from "#app/ui/use-shopify.ts";
import {
  LIMIT_FIELDS,
  type LimitField,
  type LimitsAnswer,
  type LimitsDraft,
} from "./limits-draft.ts";

export type LimitsForm = ReturnType<typeof useLimitsForm>;

/** The limits as typed. A refusal leaves every field as it is and says what is wrong beside it. */
export function useLimitsForm(saved: LimitsDraft) {
  const fetcher = useFetcher<LimitsAnswer>();
  const toast = useToast();
  const [draft, setDraft] = useState(saved);
  const [errors, setErrors] = useState<LimitsAnswer["errors"]>({});
  const handled = useRef<LimitsAnswer>();
  const { data, state } = fetcher;

  useEffect(() => {
    if (state !== "idle" || !data || handled.current === data) return;
    handled.current = data;
    setErrors(data.errors);
    if (data.isSaved) {
      setDraft(saved);
      toast("Limits saved");
    } else toast("Not saved. See the marked fields.", { isError: true });
  }, [state, data, saved, toast]);

  return {
    draft,
    errors,
    isDirty: LIMIT_FIELDS.some((field) => draft[field].trim() !== saved[field]),
    isSaving: state !== "idle",
    change(field: LimitField, text: string) {
      setDraft((current) => ({ ...current, [field]: text }));
      setErrors({});
    },
    discard() {
      setDraft(saved);
      setErrors({});
    },
    save() {
      fetcher.submit({ draft: JSON.stringify(draft) }, { method: "post" });
    },
  };
}
