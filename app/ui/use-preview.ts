import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";

// Long enough that a word is typed in one go, short enough to feel live.
const PAUSE_MS = 400;

/** Whether a form only asked for a preview: nothing was changed, so nothing on the page has to be read again. */
export function isPreview(form: FormData | undefined): boolean {
  const asked = form?.get("form");
  return typeof asked === "string" && asked.startsWith('{"intent":"preview"');
}

/** Asks `action` for a preview of `ask` now, and again whenever it changes and typing rests. Null until the first answer. */
export function usePreview<Answer>(action: string, ask: object): Answer | null {
  const fetcher = useFetcher<Answer>();
  const body = JSON.stringify(ask);
  const submit = useRef(fetcher.submit);
  submit.current = fetcher.submit;
  useEffect(() => {
    const timer = setTimeout(
      () => submit.current({ form: body }, { method: "post", action }),
      PAUSE_MS,
    );
    return () => clearTimeout(timer);
  }, [body, action]);
  // The answer is JSON of our own action; the fetcher's type says so in Remix's words.
  return (fetcher.data as Answer | undefined) ?? null;
}
