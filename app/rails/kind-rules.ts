/**
 * What the rails hold against each kind of intent: which daily ceilings it counts toward, which limit of a role it is
 * measured by, and whether an open dispute stops it. Pure. A kind without a row cannot be recorded.
 */
import { invariant } from "#app/platform/invariant.ts";

/** Daily ceilings of a shop on what Aftercare does by itself. `refund_sum` is in minor units of the shop's currency. */
export const COUNTERS = [
  "refunds",
  "refund_sum",
  "cancellations",
  "purchase_orders",
  "mails",
] as const;
export type Counter = (typeof COUNTERS)[number];

/** What a role's limit is about; each is money of one act in the shop's currency. */
export const LIMIT_KINDS = ["refunds", "goodwill", "cancellations"] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];

export type KindRule = {
  /** one more of this a call */
  readonly counts: "refunds" | "cancellations" | "purchase_orders" | "mails" | null;
  readonly limit: LimitKind | null;
  /** the order's disputes are read at Shopify before each call */
  readonly readsDisputes: boolean;
};

const FREE: KindRule = { counts: null, limit: null, readsDisputes: false };

const KIND_RULES: Readonly<Record<string, KindRule>> = {
  refund: { counts: "refunds", limit: "refunds", readsDisputes: true },
  process_return: { counts: "refunds", limit: "refunds", readsDisputes: true },
  // Money given away like a refund: the same brake, a limit of its own.
  credit_store_credit: { counts: "refunds", limit: "goodwill", readsDisputes: true },
  cancel_order: { counts: "cancellations", limit: "cancellations", readsDisputes: true },
  // Goods at no charge, such as a replacement: somebody has to send them.
  create_order: { counts: "purchase_orders", limit: null, readsDisputes: false },
  send_purchase_order: { counts: "purchase_orders", limit: null, readsDisputes: false },
  send_mail: { counts: "mails", limit: null, readsDisputes: false },
  // Words about an order that went out: taken back, a nudge, a corrected address. Nobody wants those held back.
  tell_supplier: FREE,
  request_return: FREE,
  create_return: FREE,
  create_fulfillment: FREE,
  create_fulfillment_event: FREE,
  save_fulfillment_tracking: FREE,
  hold_fulfillment_order: FREE,
  release_holds: FREE,
  move_fulfillment_order: FREE,
  split_fulfillment_order: FREE,
  // Adds a place with zero units; stock numbers stay.
  activate_inventory: FREE,
  add_tags: FREE,
  save_order_note: FREE,
};

/** The rule of a kind. Throws on a kind without one: that is a bug of the wiring. */
export function ruleOfKind(kind: string): KindRule {
  const rule = KIND_RULES[kind];
  invariant(rule, `the rails have a rule for the kind of intent: ${kind}`);
  return rule;
}

/** The kinds that count toward a ceiling, for queries. A cancellation that gives money back is a refund, too. */
export const kindsCounting = (counter: Counter): string[] =>
  Object.entries(KIND_RULES)
    .filter(([, { counts }]) =>
      counter === "refunds" || counter === "refund_sum"
        ? counts === "refunds" || counts === "cancellations"
        : counts === counter,
    )
    .map(([kind]) => kind);

export type Load = {
  readonly counter: Counter;
  /** null: the money cannot be told in the shop's currency */
  readonly adds: bigint | null;
};

/** What one call of the kind adds to which ceiling, always in the order of COUNTERS: rows are locked in it. */
export function listLoads(kind: string, money: ShopMoney): Load[] {
  const { counts } = ruleOfKind(kind);
  const movesMoney = money !== "none" && money !== 0n;
  const isRefund = movesMoney && (counts === "refunds" || counts === "cancellations");
  return COUNTERS.flatMap((counter): Load[] => {
    if (counter === "refund_sum")
      return isRefund ? [{ counter, adds: money === "unknown" ? null : money }] : [];
    if (counter === "refunds") return isRefund ? [{ counter, adds: 1n }] : [];
    return counter === counts ? [{ counter, adds: 1n }] : [];
  });
}

/** Money of an act in minor units of the shop's currency; `unknown`: there is no rate to tell it by. */
export type ShopMoney = bigint | "none" | "unknown";
