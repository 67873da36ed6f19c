/** Downloads an answer from inside the admin's frame: asks for an address that is good once, and follows it. */
import { useRevalidator } from "@remix-run/react";
import { useState } from "react";
import { followDownload } from "#app/ui/follow-download.ts";
import { useToast } from "#app/ui/use-shopify.ts";

// The file is noted as handed over when it is fetched, a moment after the link was followed.
const LOOK_AGAIN_MS = 1_500;

type Answer = { readonly url?: string; readonly sentence?: string };

export function useFileDownload() {
  const toast = useToast();
  const { revalidate } = useRevalidator();
  const [starting, setStarting] = useState<string | null>(null);

  async function start(requestId: string, format: string) {
    setStarting(`${requestId} ${format}`);
    try {
      const body = new URLSearchParams({ requestId, format });
      const response = await fetch("/app/settings/privacy/file", { method: "POST", body });
      const answer = (await response.json()) as Answer; // our own action's answer
      if (!response.ok || !answer.url)
        return toast(answer.sentence ?? "The download did not start. Try again.", {
          isError: true,
        });
      followDownload(answer.url);
      toast("The file is being downloaded");
      setTimeout(revalidate, LOOK_AGAIN_MS);
    } catch (error) {
      console.warn(error);
      toast("The download did not start. Try again.", { isError: true });
    } finally {
      setStarting(null);
    }
  }

  return {
    isStarting: (requestId: string, format: string) => starting === `${requestId} ${format}`,
    start: (requestId: string, format: string) => void start(requestId, format),
  };
}
