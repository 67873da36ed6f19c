/** The rails' one decision: each reason at its border, and which comes first. */
import { expect, test } from "vitest";
import { evaluateAct, type ActFacts } from "#app/rails/evaluate-act.ts";
import { actFacts, authority, DAY_ENDS, GO_LIVE, NOW, usage } from "./act-facts.ts";

const justBefore = new Date(GO_LIVE.getTime() - 1);

test.each<[string, Partial<ActFacts>]>([
  ["a rule that acts, on the instant of go-live", {}],
  ["an act of no order once it is live", { order: null }],
  ["the last of the day", { usage: [usage({ used: 39n })] }],
  ["a sum that fills the ceiling", { usage: [usage({ used: 0n, adds: 40n })] }],
  ["a rule that asks, once confirmed", { mode: "asking", isConfirmed: true }],
  [
    "a batch whose confirmer may say yes to it",
    { mode: "asking", isConfirmed: true, authority: authority({ confirmerLimit: 10_000n }) },
  ],
  ["a person within the limit", { isPerson: true, authority: authority() }],
  ["a person without a limit", { isPerson: true, authority: authority({ actorLimit: "none" }) }],
  ["a person while it watches", { isPerson: true, mode: "watching", goLiveAt: null }],
  ["a person on an order before go-live", { isPerson: true, order: { placedAt: justBefore } }],
  ["a person on a disputed order", { isPerson: true, dispute: "disputed" }],
  [
    "a person who was approved",
    {
      isPerson: true,
      authority: authority({ amountMinor: 10_001n, confirmerLimit: "none" }),
    },
  ],
  [
    "a decision at a ceiling: only its call takes from it",
    { isCall: false, usage: [usage({ used: 40n })] },
  ],
  ["a decision before the disputes were read", { isCall: false, dispute: "unread" }],
  [
    "mail to the merchant's own staff, whatever stands still",
    { kind: "send_mail", workflow: "service", mode: null, pausedAt: NOW },
  ],
])("allows %s", (_what, changes) => {
  expect(evaluateAct(actFacts(changes))).toEqual({ ok: true, value: null });
});

test.each<[string, string, Partial<ActFacts>]>([
  ["a workflow that nobody knows", "unknown_workflow", { mode: null }],
  ["what is no mail of the service", "unknown_workflow", { workflow: "service", mode: null }],
  ["a rule that watches", "not_live", { mode: "watching" }],
  ["a rule that was never live", "not_live", { goLiveAt: null }],
  ["an order a millisecond before go-live", "before_go_live", { order: { placedAt: justBefore } }],
  ["an act of no order before go-live", "before_go_live", { order: null, now: justBefore }],
  ["an order that nobody has", "order_unknown", { order: "not_mirrored" }],
  ["a disputed order", "disputed", { dispute: "disputed" }],
  ["a disputed order at the decision", "disputed", { dispute: "disputed", isCall: false }],
  [
    "a confirmed act on a disputed order",
    "disputed",
    { mode: "asking", isConfirmed: true, dispute: "disputed" },
  ],
  ["a call whose disputes nobody read", "dispute_unread", { dispute: "unread" }],
  ["a paused rule", "paused", { pausedAt: NOW }],
  ["a paused person", "paused", { isPerson: true, pausedAt: NOW }],
  ["a rule that asks", "needs_confirmation", { mode: "asking" }],
  ["the one above the ceiling", "ceiling_reached", { usage: [usage({ used: 40n })] }],
  [
    "one of two ceilings",
    "ceiling_reached",
    { usage: [usage(), usage({ counter: "refund_sum", ceiling: 100n, used: 60n, adds: 41n })] },
  ],
  ["an amount that cannot be told", "cannot_reckon", { usage: [usage({ adds: null })] }],
  [
    "a person one unit above the limit",
    "needs_approval",
    { isPerson: true, authority: authority({ amountMinor: 10_001n }) },
  ],
  [
    "a limit of zero, even for nothing",
    "needs_approval",
    { isPerson: true, authority: authority({ actorLimit: 0n, amountMinor: 0n }) },
  ],
  [
    "an amount that cannot be told, under a limit",
    "needs_approval",
    { isPerson: true, authority: authority({ amountMinor: null }) },
  ],
  [
    "a limit that nobody can lift",
    "over_role_limit",
    { isPerson: true, authority: authority({ amountMinor: 10_001n, approver: null }) },
  ],
  [
    "a yes of somebody who may not",
    "needs_approval",
    { isPerson: true, authority: authority({ amountMinor: 10_001n, confirmerLimit: 10_000n }) },
  ],
  [
    "a batch confirmed by somebody who may not",
    "needs_approval",
    {
      mode: "asking",
      isConfirmed: true,
      authority: authority({ amountMinor: 10_001n, confirmerLimit: 10_000n }),
    },
  ],
])("stops %s: %s", (_what, code, changes) => {
  expect(evaluateAct(actFacts(changes))).toMatchObject({ ok: false, refusal: { code } });
});

test("what forbids an act for good comes before what puts it off", () => {
  const all = {
    mode: "watching",
    pausedAt: NOW,
    dispute: "disputed",
    usage: [usage({ used: 40n })],
  } as const;
  expect(evaluateAct(actFacts(all))).toMatchObject({ refusal: { code: "not_live" } });
  expect(evaluateAct(actFacts({ ...all, mode: "acting" }))).toMatchObject({
    refusal: { code: "disputed" },
  });
  expect(evaluateAct(actFacts({ ...all, mode: "asking", dispute: "clear" }))).toMatchObject({
    refusal: { code: "paused" },
  });
});

test("at a ceiling it is asked again when the shop's day is over", () => {
  expect(evaluateAct(actFacts({ usage: [usage({ used: 40n })] }))).toMatchObject({
    refusal: { retryAt: DAY_ENDS, counter: "refunds", ceiling: 40n },
  });
});
