/** The ceiling of a shop that has chosen none: twice its own busiest day, and never less than ten. Pure. */
import type { Counter } from "./kind-rules.ts";

// Enough to try the product with; a shop of any size can look through ten by hand.
const LEAST_UNITS = 10n;
// A shop without a single order: ten of a modest price, in minor units.
const MODEST_ORDER_MINOR = 10_000n;

/** What the mirror says of the last 28 whole days, whoever acted. */
export type BusiestDays = {
  readonly refunds: bigint;
  /** minor units of the shop's currency */
  readonly refundedMinor: bigint;
  readonly cancellations: bigint;
  readonly orders: bigint;
  /** what an order came to on average; null without orders */
  readonly averageOrderMinor: bigint | null;
};

export function defaultCeiling(counter: Counter, busiest: BusiestDays): bigint {
  switch (counter) {
    case "refunds":
      return larger(LEAST_UNITS, 2n * busiest.refunds);
    case "refund_sum":
      // Ten of money would be a few coins: ten orders of the shop's own size.
      return larger(
        LEAST_UNITS * larger(1n, busiest.averageOrderMinor ?? MODEST_ORDER_MINOR),
        2n * busiest.refundedMinor,
      );
    case "cancellations":
      return larger(LEAST_UNITS, 2n * busiest.cancellations);
    case "purchase_orders":
    case "mails":
      return larger(LEAST_UNITS, 2n * busiest.orders);
  }
}

const larger = (left: bigint, right: bigint) => (left > right ? left : right);
