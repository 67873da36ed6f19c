import { useFetcher } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { useToast } from "#app/ui/use-shopify.ts";
import type { AlertAnswer } from "./save-alert-settings.server.ts";

/** Sends one form of the page. A refusal stays on the page; a success is a toast. */
export function useAlertForm() {
  const fetcher = useFetcher<AlertAnswer>();
  const toast = useToast();
  const handled = useRef<AlertAnswer>();
  const { data, state } = fetcher;
  useEffect(() => {
    if (state !== "idle" || !data || handled.current === data) return;
    handled.current = data;
    if (data.isSaved) toast("Saved");
    else toast("Not saved. See the page.", { isError: true });
  }, [state, data, toast]);
  return {
    isSaving: state !== "idle",
    refusal: data && !data.isSaved ? data.message : null,
    secret: data?.secret ?? null,
    send: (form: object) =>
      fetcher.submit(
        { form: JSON.stringify(form) },
        { method: "post", action: "/app/settings/alerts" },
      ),
  };
}
