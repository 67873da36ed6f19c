import { useRevalidator } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { ImportProgressView } from "#app/orders/views.ts";
import { isImportRunning } from "./assess-import.ts";

// While orders are being read the numbers move; asking more often would only be felt by the database.
const LOOK_AGAIN_MS = 2_000;

type Progress = ImportProgressView | null;

/**
 * The progress of the import, asked again until it ends; then the whole page is. A look that fails is no reason to take
 * the page away: the next one follows in two seconds.
 */
export function useImportProgress(loaded: Progress): Progress {
  const [seen, setSeen] = useState<{ loaded: Progress; progress: Progress }>();
  const { revalidate } = useRevalidator();
  // What the page itself was loaded with is newer than anything seen before that.
  const progress = seen?.loaded === loaded ? seen.progress : loaded;
  const isOver = progress !== null && !isImportRunning(progress);

  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => {
      // A hidden tab asks for nothing; it looks again when it is shown.
      if (document.visibilityState !== "visible") return;
      void fetchProgress().then((found) => {
        if (!found) return;
        setSeen({ loaded, progress: found.progress });
        if (found.progress && !isImportRunning(found.progress)) revalidate();
      });
    }, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isOver, loaded, revalidate]);
  return progress;
}

async function fetchProgress(): Promise<{ progress: Progress } | null> {
  try {
    const response = await fetch("/app/import-progress");
    if (!response.ok) return null;
    return (await response.json()) as { progress: Progress }; // our own loader's answer
  } catch (error) {
    console.info("The import could not be asked about; trying again.", error);
    return null;
  }
}
