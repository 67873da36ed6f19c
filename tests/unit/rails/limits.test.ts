/** Defaults, forms and money of the rails' limits. */
import { expect, test } from "vitest";
import { describeBrake, describeVerdict, VERDICT_STATUS } from "#app/rails/act-words.ts";
import { defaultCeiling, type BusiestDays } from "#app/rails/default-ceiling.ts";
import { evaluateSwitch, type SwitchQuestion } from "#app/rails/evaluate-switch.ts";
import {
  COUNTERS,
  kindsCounting,
  listLoads,
  ruleOfKind,
  type Counter,
} from "#app/rails/kind-rules.ts";
import { describeLimitRefusal, parseCeiling, parseRoleLimit } from "#app/rails/parse-limits.ts";
import { limitOf } from "#app/rails/role-limits.ts";
import { shopDay } from "#app/rails/shop-day.ts";
import { SHOPIFY_INTENT_KINDS } from "#app/rails/shopify-intent-kinds.ts";
import { reckonMoney } from "#app/rails/shop-money.ts";
import {
  formatLocalTime,
  parseLocalTime,
} from "#app/routes/app.settings_.going-live/local-time.ts";
import { GO_LIVE, NOW } from "./act-facts.ts";

const quiet: BusiestDays = {
  refunds: 0n,
  refundedMinor: 0n,
  cancellations: 0n,
  orders: 0n,
  averageOrderMinor: null,
};

test.each<[Counter, Partial<BusiestDays>, bigint]>([
  ["refunds", {}, 10n],
  ["refunds", { refunds: 5n }, 10n],
  ["refunds", { refunds: 6n }, 12n],
  ["cancellations", { cancellations: 20n, refunds: 90n }, 40n],
  ["purchase_orders", { orders: 31n }, 62n],
  ["mails", { orders: 31n }, 62n],
  ["refund_sum", {}, 100_000n],
  ["refund_sum", { averageOrderMinor: 5_000n }, 50_000n],
  ["refund_sum", { averageOrderMinor: 5_000n, refundedMinor: 30_000n }, 60_000n],
  ["refund_sum", { averageOrderMinor: 0n }, 10n],
])("the default of %s after %o is %d", (counter, busiest, expected) => {
  expect(defaultCeiling(counter, { ...quiet, ...busiest })).toBe(expected);
});

test("every kind of intent has a rule, and no ceiling is without a kind", () => {
  for (const { name } of SHOPIFY_INTENT_KINDS) expect(ruleOfKind(name)).toBeDefined();
  for (const counter of COUNTERS) expect(kindsCounting(counter).length).toBeGreaterThan(0);
  expect(() => ruleOfKind("unheard_of")).toThrow(/rule for the kind/);
});

test.each<[string, Parameters<typeof listLoads>[1], object[]]>([
  [
    "refund",
    500n,
    [
      { counter: "refunds", adds: 1n },
      { counter: "refund_sum", adds: 500n },
    ],
  ],
  [
    "refund",
    "unknown",
    [
      { counter: "refunds", adds: 1n },
      { counter: "refund_sum", adds: null },
    ],
  ],
  ["process_return", "none", []],
  ["cancel_order", "none", [{ counter: "cancellations", adds: 1n }]],
  [
    "cancel_order",
    7n,
    [
      { counter: "refunds", adds: 1n },
      { counter: "refund_sum", adds: 7n },
      { counter: "cancellations", adds: 1n },
    ],
  ],
  ["send_mail", "none", [{ counter: "mails", adds: 1n }]],
  ["add_tags", "none", []],
])("%s of %s counts toward %o", (kind, money, loads) => {
  expect(listLoads(kind, money)).toEqual(loads);
});

test.each<[Counter, string, bigint | null]>([
  ["refunds", "", null],
  ["refunds", " 40 ", 40n],
  ["refunds", "1,000", 1_000n],
  ["mails", "100000", 100_000n],
  ["refund_sum", "400.50", 40_050n],
])("takes %s of %o", (counter, text, value) => {
  expect(parseCeiling(counter, text, "USD")).toEqual({ ok: true, value });
});

test.each<[Counter, string, string]>([
  ["refunds", "0", "zero_ceiling"],
  ["refunds", "000", "zero_ceiling"],
  ["refund_sum", "0.00", "zero_ceiling"],
  ["refunds", "1000000000", "too_high"],
  ["refund_sum", "1,000,000,000", "too_high"],
  ["refund_sum", "9".repeat(40), "not_a_number"],
  ["refund_sum", "9".repeat(25), "too_high"],
  ["mails", "100001", "too_high"],
  ["refunds", "-1", "not_a_number"],
  ["refund_sum", "-1", "not_a_number"],
  ["refunds", "1.5", "not_a_number"],
  ["refunds", "many", "not_a_number"],
  ["refund_sum", "1.005", "not_a_number"],
  ["refunds", "1e3", "not_a_number"],
])("refuses %s of %o: %s, in a sentence", (counter, text, code) => {
  const parsed = parseCeiling(counter, text, "USD");
  expect(parsed).toMatchObject({ ok: false, refusal: { code } });
  if (!parsed.ok) expect(describeLimitRefusal(parsed.refusal, "USD")).toMatch(/^[A-Z].+\.$/);
});

test("a role's limit may be nothing, none, or an amount of the currency", () => {
  expect(parseRoleLimit("0", "USD")).toEqual({ ok: true, value: 0n });
  expect(parseRoleLimit("", "USD")).toEqual({ ok: true, value: "none" });
  expect(parseRoleLimit("10000", "JPY")).toEqual({ ok: true, value: 10_000n });
  expect(parseRoleLimit("1000000000", "USD")).toMatchObject({ refusal: { code: "too_high" } });
});

test("an owner has no limit, a stranger nothing, and a role its own or the default", () => {
  const own = [{ role: "agent", limitKind: "goodwill", limit: "none" }] as const;
  expect(limitOf(own, "owner", "refunds")).toBe("none");
  expect(limitOf(own, null, "refunds")).toBe(0n);
  expect(limitOf(own, "agent", "goodwill")).toBe("none");
  expect(limitOf(own, "agent", "refunds")).toBe(10_000n);
});

const rate = {
  currency: "USD",
  presentmentCurrency: "EUR",
  totalMinor: 1_100n,
  presentmentTotalMinor: 1_000n,
};

test.each<[string, Parameters<typeof reckonMoney>, bigint | string]>([
  ["no money", [null, "USD", null], "none"],
  ["the shop's own", [{ amountMinor: 5n, currency: "USD" }, "USD", null], 5n],
  [
    "the buyer's, at the order's rate, rounded up",
    [{ amountMinor: 1n, currency: "EUR" }, "USD", rate],
    2n,
  ],
  ["the whole order", [{ amountMinor: 1_000n, currency: "EUR" }, "USD", rate], 1_100n],
  ["another currency", [{ amountMinor: 1n, currency: "GBP" }, "USD", rate], "unknown"],
  ["no order", [{ amountMinor: 1n, currency: "EUR" }, "USD", null], "unknown"],
  [
    "a free order",
    [{ amountMinor: 1n, currency: "EUR" }, "USD", { ...rate, presentmentTotalMinor: 0n }],
    "unknown",
  ],
])("money in the shop's currency: %s", (_what, asked, expected) => {
  expect(reckonMoney(...asked)).toBe(expected);
});

const question: SwitchQuestion = {
  now: NOW,
  current: { mode: "watching", goLiveAt: null },
  mode: "acting",
  goLiveAt: null,
  hasPreview: true,
};
const later = new Date(NOW.getTime() + 86_400_000);

test.each<[string, Partial<SwitchQuestion>, Date | null]>([
  ["from watching, now", {}, NOW],
  ["at a later time", { goLiveAt: later }, later],
  ["from asking, as it was", { current: { mode: "asking", goLiveAt: GO_LIVE } }, GO_LIVE],
  [
    "back to the time of before",
    { current: { mode: "watching", goLiveAt: GO_LIVE }, goLiveAt: GO_LIVE },
    GO_LIVE,
  ],
  ["after a break, now", { current: { mode: "watching", goLiveAt: GO_LIVE } }, NOW],
  ["to watching, without a preview", { mode: "watching", hasPreview: false }, null],
])("switches %s", (_what, changes, value) => {
  expect(evaluateSwitch({ ...question, ...changes })).toEqual({ ok: true, value });
});

test.each<[string, Partial<SwitchQuestion>, string]>([
  ["before now", { goLiveAt: GO_LIVE }, "go_live_too_early"],
  [
    "before the time of before",
    { current: { mode: "asking", goLiveAt: GO_LIVE }, goLiveAt: new Date(0) },
    "go_live_too_early",
  ],
  ["in another age", { goLiveAt: new Date("2126-01-01") }, "go_live_too_late"],
  ["blindly", { hasPreview: false }, "no_preview"],
])("does not switch %s", (_what, changes, code) => {
  expect(evaluateSwitch({ ...question, ...changes })).toMatchObject({ refusal: { code } });
});

test("a day of the shop begins and ends on its own clock, also when it has 25 hours", () => {
  const day = shopDay(new Date("2026-11-01T12:00:00Z"), "America/New_York");
  expect(day.on).toBe("2026-11-01");
  expect(day.endsAt.getTime() - day.beganAt.getTime()).toBe(25 * 3_600_000);
});

test("a form's time is of the shop's clock, and back", () => {
  const zone = "America/New_York";
  expect(formatLocalTime(NOW, zone)).toBe("2026-11-22T07:00");
  expect(parseLocalTime("2026-11-22T07:00", zone)).toEqual(NOW);
  for (const text of ["", "tomorrow", "2026-02-31T10:00", "2026-13-01T10:00"])
    expect(parseLocalTime(text, zone)).toBeNull();
});

test("the words of a brake name what is due, the limit and the first deadline", () => {
  const brake = {
    counter: "refunds",
    due: 212n,
    ceiling: 40n,
    currency: "USD",
    zone: "UTC",
  } as const;
  expect(describeBrake({ ...brake, firstDeadlineAt: new Date("2026-11-26T12:00:00Z") })).toBe(
    "Stopped. 212 refunds are due and your limit is 40 a day. Nothing is lost. First legal deadline: Thursday, Nov 26.",
  );
  expect(
    describeBrake({
      ...brake,
      counter: "refund_sum",
      due: 5_000n,
      ceiling: 4_000n,
      firstDeadlineAt: null,
    }),
  ).toBe("Stopped. Refunds of $50.00 are due and your limit is $40.00 a day. Nothing is lost.");
});

test("an approval names who is asked and the limit", () => {
  const verdict = {
    code: "needs_approval",
    limitKind: "refunds",
    limitMinor: 10_000n,
    approver: "Ana",
  } as const;
  expect(describeVerdict(verdict, { workflow: "returns", currency: "USD", zone: "UTC" })).toBe(
    "This refund needs Ana's approval (over $100.00). We've asked them.",
  );
  expect(VERDICT_STATUS.needs_approval).toBe(409);
});
