import { useFetcher } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";

type Waiting<Answer> = (answer: Answer) => void;

/** Submits a form without leaving the page and waits for the action's answer, for components that ask for a promise. */
export function useSubmitAndWait<Answer>(action: string) {
  const fetcher = useFetcher<Answer>();
  const waiting = useRef<Waiting<Answer> | null>(null);
  const { state, data, submit } = fetcher;
  useEffect(() => {
    if (state !== "idle" || data === undefined || !waiting.current) return;
    // The page's loaders ran after the action, so the answer and the list arrive together.
    waiting.current(data as Answer); // the action's own answer, sent as JSON
    waiting.current = null;
  }, [state, data]);
  return useCallback(
    (form: Record<string, string>) =>
      new Promise<Answer>((resolve) => {
        waiting.current = resolve;
        submit(form, { method: "post", action });
      }),
    [submit, action],
  );
}
