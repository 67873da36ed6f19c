/** What the progress of an import says to a person. Pure; counts in, words out. */
import type { ImportProgressView } from "#app/orders/views.ts";
import { MS_PER_DAY } from "#app/platform/time.ts";
import { groupDigits } from "#app/ui/describe-age.ts";

type ImportWords = {
  /** 0–100, or null while the total is not known */
  readonly percent: number | null;
  readonly sentence: string;
};

/** `progress` is null until the import is asked for, which happens seconds after the install. */
export function assessImport(progress: ImportProgressView | null): ImportWords {
  if (!progress) return { percent: null, sentence: "Getting to know your store." };
  const { state, ordersRead, ordersTotal, isTotalAtLeast } = progress;
  if (state === "waiting") return { percent: null, sentence: "Asking Shopify for your orders." };
  const percent = ordersTotal ? Math.min(100, Math.floor((100 * ordersRead) / ordersTotal)) : null;
  if (state === "exporting" && ordersRead === 0)
    return { percent, sentence: "Shopify is writing your orders to a file." };
  if (ordersTotal === null)
    return { percent, sentence: `${groupDigits(ordersRead)} orders so far.` };
  const total = `${isTotalAtLeast ? "more than " : ""}${groupDigits(ordersTotal)}`;
  return { percent, sentence: `${groupDigits(ordersRead)} of ${total} orders.` };
}

const FAILURES: Readonly<Record<string, string>> = {
  export_failed: "Shopify stopped while writing the file.",
  export_refused: "Shopify refused to write the file.",
  access_denied: "Shopify no longer lets us read your orders.",
  result_expired: "Shopify's file expired before we could read it.",
};

export function describeImportFailure(reason: string | null): string {
  return FAILURES[reason ?? ""] ?? "Reading stopped.";
}

/** Whether the page should look again by itself. */
export const isImportRunning = (progress: ImportProgressView | null): boolean =>
  progress !== null && progress.state !== "finished" && progress.state !== "failed";

/** A finished import is news for a day, and for as long as it covers only a part of the orders. */
export function isImportNews(progress: ImportProgressView | null, now: string): boolean {
  if (progress?.state !== "finished" || !progress.finishedAt || progress.isWindowed) return true;
  return Date.parse(now) - Date.parse(progress.finishedAt) < MS_PER_DAY;
}
