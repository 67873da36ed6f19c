/** Downloads a file from inside the admin's frame: a fetch, which carries the session, asks for an address good for once. */
import { useState } from "react";
import { followDownload } from "#app/ui/follow-download.ts";
import { useToast } from "#app/ui/use-shopify.ts";

export type FileWish =
  | { readonly file: "list"; readonly query: string }
  | { readonly file: "document"; readonly id: string; readonly format: string }
  | { readonly file: "sent"; readonly id: string; readonly part: string };

export function useFile() {
  const [isStarting, setIsStarting] = useState(false);
  const toast = useToast();

  async function start(wish: FileWish) {
    setIsStarting(true);
    try {
      const body = new FormData();
      body.set("form", JSON.stringify(wish));
      const response = await fetch("/app/purchase-orders/file", { method: "POST", body });
      const answer = (await response.json()) as { url?: string; sentence?: string }; // the action's answer
      if (!answer.url) {
        toast(answer.sentence ?? "The download did not start. Try again.", { isError: true });
        return;
      }
      followDownload(answer.url);
      toast("Your file is being downloaded");
    } catch (error) {
      console.warn(error);
      toast("The download did not start. Try again.", { isError: true });
    } finally {
      setIsStarting(false);
    }
  }

  return { start, isStarting };
}
