import { useRevalidator } from "@remix-run/react";
import { useEffect } from "react";
import type { FeedRunState } from "#app/dropship/suppliers/feeds/feed-run.ts";

// A list of 100,000 rows takes some seconds: often enough to see it move.
const ASK_EVERY_MS = 1_500;

/** Asks again while the worker is at the file. */
export function useRunProgress(state: FeedRunState | null) {
  const { revalidate } = useRevalidator();
  const isMoving = state === "reading" || state === "applying";
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(revalidate, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isMoving, revalidate]);
}
