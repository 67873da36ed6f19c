/** What the comparison with Shopify found, in sentences. Pure. */
import type { LastRoundView, RoundView, SilentTopicView } from "#app/orders/reconcile/views.ts";
import { countOf } from "#app/ui/describe-age.ts";

const WRONG: Readonly<Record<string, readonly [one: string, many: string]>> = {
  missing: ["was missing", "were missing"],
  deleted: ["was deleted at Shopify", "were deleted at Shopify"],
  order: ["had changed", "had changed"],
  fulfillment_order: ["had a changed shipment", "had changed shipments"],
  return: ["had a changed return", "had changed returns"],
};

/** "12 orders looked at, all as Shopify has them." */
export function describeRound({ kind, ordersSeen, repaired, repairedByKind }: RoundView): string {
  if (kind === "round" && ordersSeen === 0 && repaired === 0)
    return "No order had changed since the comparison before.";
  const looked =
    kind === "nightly" ? "All orders compared" : `${countOf(ordersSeen, "changed order")} compared`;
  if (repaired === 0) return `${looked}, everything is as in Shopify.`;
  const parts = Object.entries(repairedByKind)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => {
      const [one, many] = WRONG[what] ?? ["was different", "were different"];
      return `${count} ${count === 1 ? one : many}`;
    });
  return `${looked}, ${countOf(repaired, "order")} corrected: ${parts.join(", ")}.`;
}

/** Why the newest try found nothing out. */
export function describeFailure({ failedReason, lastRound }: LastRoundView): string | null {
  if (failedReason === null) return null;
  return lastRound
    ? "The last comparison did not end. It is tried again within minutes; nothing is lost."
    : "The first comparison did not end. It is tried again within minutes.";
}

/** "orders/updated did not report 3 orders". */
export const describeSilence = ({ topic, missed }: SilentTopicView): string =>
  `${topic} did not report ${countOf(missed, "changed order")}`;
