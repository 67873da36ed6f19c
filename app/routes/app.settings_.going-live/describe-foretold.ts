/** What would happen in the next 24 hours, as the page shows it. Pure. */
import { formatMoney } from "#app/platform/money.ts";
import { COUNTER_WORDS } from "#app/rails/act-words.ts";
import type { ActVerdictCode } from "#app/rails/evaluate-act.ts";
import type { ForetoldAct } from "#app/rails/foretell.ts";
import { ruleOfKind } from "#app/rails/kind-rules.ts";
import type { Foretold } from "#app/rails/switch-mode.server.ts";
import type { PreviewRow } from "./going-live-views.ts";

// A page; the counts and sums above it cover all.
const MOST_ROWS = 50;

const REASONS: Readonly<Partial<Record<ActVerdictCode, string>>> = {
  before_go_live: "Placed before Aftercare: review by hand",
  disputed: "The buyer disputes this payment: a person decides",
  ceiling_reached: "Above your daily limit: goes out a day later",
  paused: "Everything is paused",
  cannot_reckon: "The amount can't be told in your currency: you are asked",
  order_unknown: "We don't have this order",
};

const reasonOf = (code: ActVerdictCode | null) =>
  code === null ? null : (REASONS[code] ?? "Held back");

export function describeForetold({ acts, currency, orders }: Foretold) {
  const goingOut = acts.filter(({ heldBack }) => heldBack === null);
  return {
    total: describeTotal(goingOut, currency),
    heldBack: describeHeld(acts),
    rows: acts.slice(0, MOST_ROWS).map((act) => describeRow(act, currency, orders)),
    more: Math.max(0, acts.length - MOST_ROWS),
  };
}

function describeTotal(acts: readonly ForetoldAct[], currency: string): string {
  if (acts.length === 0) return "Nothing would happen in the next 24 hours.";
  const counts = new Map<string, number>();
  for (const { kind } of acts) {
    const { counts: counter } = ruleOfKind(kind);
    const [one, many] = counter
      ? COUNTER_WORDS[counter]
      : (["other change", "other changes"] as const);
    counts.set(`${one}|${many}`, (counts.get(`${one}|${many}`) ?? 0) + 1);
  }
  const parts = [...counts].map(([words, count]) => {
    const [one = "", many = ""] = words.split("|");
    return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
  });
  const amountMinor = acts.reduce(
    (sum, { shopMoney }) => sum + (typeof shopMoney === "bigint" ? shopMoney : 0n),
    0n,
  );
  if (amountMinor > 0n) parts.push(`${formatMoney({ amountMinor, currency })} given back`);
  return parts.join(" · ");
}

function describeHeld(acts: readonly ForetoldAct[]): string[] {
  const counts = new Map<string, number>();
  for (const { heldBack } of acts) {
    const reason = reasonOf(heldBack);
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `${count.toLocaleString("en-US")}: ${reason}`);
}

function describeRow(
  { summary, at, shopMoney, orderGid, heldBack }: ForetoldAct,
  currency: string,
  orders: Foretold["orders"],
): PreviewRow {
  const order = orderGid === null ? undefined : orders.get(orderGid);
  return {
    summary,
    at: at.toISOString(),
    amount:
      typeof shopMoney === "bigint" && shopMoney > 0n
        ? formatMoney({ amountMinor: shopMoney, currency })
        : null,
    orderPath: order ? `/app/orders/${order.id}` : null,
    reason: reasonOf(heldBack),
  };
}
