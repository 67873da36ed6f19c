/** What a person reads when the rails say no, or not yet. Pure. One sentence a code, and what to do next. */
import { formatMoney, type Money } from "#app/platform/money.ts";
import type { ActVerdict } from "./evaluate-act.ts";
import type { Counter, LimitKind } from "./kind-rules.ts";
import { isWorkflow, WORKFLOW_LABELS } from "./workflows.ts";

export type WordFacts = {
  readonly workflow: string;
  /** of the shop */
  readonly currency: string;
  readonly zone: string;
};

/** Singular and plural of what a ceiling counts. */
export const COUNTER_WORDS: Readonly<Record<Counter, readonly [one: string, many: string]>> = {
  refunds: ["refund", "refunds"],
  refund_sum: ["refund", "refunds"],
  cancellations: ["cancellation", "cancellations"],
  purchase_orders: ["purchase order", "purchase orders"],
  mails: ["mail", "mails"],
};

const LIMIT_WORDS: Readonly<Record<LimitKind, string>> = {
  refunds: "refund",
  goodwill: "goodwill",
  cancellations: "cancellation",
};

/** HTTP status of each answer when it leaves the process. */
export const VERDICT_STATUS = {
  unknown_workflow: 422,
  not_live: 409,
  before_go_live: 409,
  order_unknown: 409,
  disputed: 409,
  dispute_unread: 409,
  paused: 409,
  needs_confirmation: 409,
  needs_approval: 409,
  over_role_limit: 403,
  cannot_reckon: 409,
  ceiling_reached: 409,
} as const satisfies Record<ActVerdict["code"], number>;

export function describeVerdict(verdict: ActVerdict, facts: WordFacts): string {
  const label = isWorkflow(facts.workflow) ? WORKFLOW_LABELS[facts.workflow] : facts.workflow;
  switch (verdict.code) {
    case "unknown_workflow":
      return "Nobody can switch this on, so it does not act. Update Aftercare.";
    case "not_live":
      return `${label} is watching. Switch it to Asking or Acting in Settings, Going live.`;
    case "before_go_live":
      return `The order was placed before ${label} went live on ${formatDay(verdict.goLiveAt, facts.zone)}. Review it by hand.`;
    case "order_unknown":
      return "We don't have this order, so we leave it alone. Open it in Shopify.";
    case "disputed":
      return "The buyer disputes this payment. A person decides, never Aftercare. Look at the dispute first.";
    case "dispute_unread":
      return "Shopify hasn't told us whether the payment is disputed. A person should look at the order.";
    case "paused":
      return "Everything is paused. This goes out after you resume.";
    case "needs_confirmation":
      return `${label} asks before it acts. Confirm or refuse it under Waiting for you.`;
    case "needs_approval":
      return `This ${LIMIT_WORDS[verdict.limitKind]} needs ${verdict.approver ?? "somebody"}'s approval (over ${limitText(verdict.limitMinor, facts)}). We've asked them.`;
    case "over_role_limit":
      return `This ${LIMIT_WORDS[verdict.limitKind]} is over your limit of ${limitText(verdict.limitMinor, facts)}, and nobody on your team may approve it. An owner can change the limits.`;
    case "cannot_reckon":
      return `We can't tell this amount in ${facts.currency}, so we can't hold it against your limits. Confirm or refuse it under Waiting for you.`;
    case "ceiling_reached":
      return describeCeiling(verdict, facts);
  }
}

function describeCeiling(
  {
    counter,
    ceiling,
    adds,
  }: { readonly counter: Counter; readonly ceiling: bigint; readonly adds: bigint },
  facts: WordFacts,
): string {
  const limit = describeAmount(counter, ceiling, facts.currency);
  if (adds > ceiling)
    return `This refund alone is more than your limit of ${limit} a day. Raise the limit, or refund it by hand.`;
  return `Stopped. Your limit is ${limit} a day. Nothing is lost: this goes out when the day is over, or when you raise the limit.`;
}

/** `40 refunds`, or `$400.00` for the sum. */
export function describeAmount(counter: Counter, value: bigint, currency: string): string {
  if (counter === "refund_sum") return formatMoney({ amountMinor: value, currency });
  const [one, many] = COUNTER_WORDS[counter];
  return `${value.toLocaleString("en-US")} ${value === 1n ? one : many}`;
}

const limitText = (amountMinor: bigint, { currency }: WordFacts) =>
  formatMoney({ amountMinor, currency } satisfies Money);

const formatDay = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat("en-US", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone,
  }).format(at);

/** The brake as the owner reads it. `due` = done today and waiting. */
export function describeBrake(brake: {
  readonly counter: Counter;
  readonly due: bigint;
  readonly ceiling: bigint;
  readonly currency: string;
  readonly zone: string;
  readonly firstDeadlineAt: Date | null;
}): string {
  const { counter, due, ceiling, currency, zone, firstDeadlineAt } = brake;
  const [one, many] = COUNTER_WORDS[counter];
  const what =
    counter === "refund_sum"
      ? `Refunds of ${describeAmount(counter, due, currency)} are due`
      : `${due.toLocaleString("en-US")} ${due === 1n ? `${one} is` : `${many} are`} due`;
  const limit =
    counter === "refund_sum"
      ? describeAmount(counter, ceiling, currency)
      : ceiling.toLocaleString("en-US");
  const deadline = firstDeadlineAt
    ? ` First legal deadline: ${formatWeekday(firstDeadlineAt, zone)}.`
    : "";
  return `Stopped. ${what} and your limit is ${limit} a day. Nothing is lost.${deadline}`;
}

const formatWeekday = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat("en-US", {
    weekday: "long",
    month: "short",
    day: "numeric",
    timeZone,
  }).format(at);
