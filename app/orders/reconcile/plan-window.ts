/** Which changes a round looks at. Pure. */
import { MS_PER_MINUTE } from "#app/platform/time.ts";

export type ReconcileWindow = {
  /** inclusive, on Shopify's `updated_at` */
  readonly from: Date;
  /** the round's own beginning; the next window starts from here */
  readonly to: Date;
  /** so long that changes which move no `updated_at` may have come and gone unseen */
  readonly isGap: boolean;
};

// Shopify's search lags its database by seconds, and clocks differ; five minutes cost one page more and miss nothing.
// Source: https://shopify.dev/docs/api/usage/search-syntax
const OVERLAP_MS = 5 * MS_PER_MINUTE;
// Six rounds missed: a stop of ours, not a late round.
const GAP_MS = 30 * MS_PER_MINUTE;

/** From the end of the last finished window, or the installation: what is older came with the import. */
export function planWindow({
  lastWindowTo,
  installedAt,
  now,
}: {
  readonly lastWindowTo: Date | null;
  readonly installedAt: Date;
  readonly now: Date;
}): ReconcileWindow {
  const begin = lastWindowTo && lastWindowTo > installedAt ? lastWindowTo : installedAt;
  const isGap = lastWindowTo !== null && now.getTime() - begin.getTime() > GAP_MS;
  return { from: new Date(begin.getTime() - OVERLAP_MS), to: now, isGap };
}
