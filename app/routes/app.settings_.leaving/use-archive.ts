import { useEffect, useRef, useState } from "react";
import type { ArchiveView } from "#app/shops/leaving/archive.server.ts";
import { followDownload } from "#app/ui/follow-download.ts";
import { useToast } from "#app/ui/use-shopify.ts";

const PATH = "/app/settings/leaving/archive";
const LOOK_AGAIN_MS = 1_500;
// A minute. A server that died meanwhile leaves a download that neither moves nor ends: it must not bar the next one.
const LOOKS_UNTIL_STALLED = 40;

type Started = { readonly url?: string; readonly sentence?: string };

/** Starts the download and asks how far it is until it ends. A look that fails is followed by the next one. */
export function useArchive(loaded: ArchiveView | null) {
  const toast = useToast();
  const [archive, setArchive] = useState(loaded);
  const [isStarting, setIsStarting] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isStalled, setIsStalled] = useState(false);
  const last = useRef({ seen: "", looks: 0 });
  const isMoving = archive?.state === "running" || archive?.state === "waiting";

  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => {
      void fetchArchive().then((found) => {
        if (!found) return;
        const seen = JSON.stringify(found);
        last.current = { seen, looks: seen === last.current.seen ? last.current.looks + 1 : 0 };
        setIsStalled(last.current.looks >= LOOKS_UNTIL_STALLED);
        setArchive(found);
      });
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isMoving]);

  async function start() {
    setIsStarting(true);
    setRefusal(null);
    try {
      const response = await fetch(PATH, { method: "POST" });
      const started = (await response.json()) as Started; // our own action's answer
      if (!response.ok || !started.url) return setRefusal(started.sentence ?? "Try again later.");
      followDownload(started.url);
      setArchive(await fetchArchive());
    } catch (error) {
      console.warn(error);
      toast("The download did not start. Try again.", { isError: true });
    } finally {
      setIsStarting(false);
    }
  }

  return { archive, isStarting, isStalled, refusal, start: () => void start() };
}

async function fetchArchive(): Promise<ArchiveView | null> {
  try {
    const response = await fetch(PATH);
    if (!response.ok) return null;
    return ((await response.json()) as { archive: ArchiveView | null }).archive; // our own loader's answer
  } catch (error) {
    console.info("The download could not be asked about; trying again.", error);
    return null;
  }
}
