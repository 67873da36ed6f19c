import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useToast } from "./use-shopify.ts";

/** What became of a form. Messages stand beside the field they name; `message` is about the whole. */
export type FormAnswer = {
  readonly isSaved: boolean;
  readonly message: string | null;
  /** of a refusal */
  readonly code?: string;
  readonly errors?: Readonly<Record<string, string>>;
  /** said in the toast instead of "Saved" */
  readonly done?: string;
};

/** Sends one form of a page as JSON. A refusal stays on the page with everything typed; a success is a toast. */
export function useJsonForm(action: string) {
  const fetcher = useFetcher<FormAnswer>();
  const toast = useToast();
  const handled = useRef<FormAnswer>();
  const { data, state } = fetcher;
  useEffect(() => {
    if (state !== "idle" || !data || handled.current === data) return;
    handled.current = data;
    if (data.isSaved) toast(data.done ?? "Saved");
    else toast("Not saved. See the page.", { isError: true });
  }, [state, data, toast]);
  return {
    isSaving: state !== "idle",
    refusal: data && !data.isSaved ? data.message : null,
    errors: data && !data.isSaved ? (data.errors ?? {}) : {},
    send: (form: object) =>
      fetcher.submit({ form: JSON.stringify(form) }, { method: "post", action }),
  };
}
