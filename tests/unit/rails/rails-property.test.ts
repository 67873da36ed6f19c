/** Random settings, roles, ceilings, pauses and clock jumps: no call begins that the rails promise to stop. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Counter, LimitKind } from "#app/rails/kind-rules.ts";
import type { LimitedRole } from "#app/rails/role-limits.ts";
import type { Mode, Role } from "#app/rails/workflows.ts";
import { carryOut, confirm, newModel, record, type Model } from "./rails-model.ts";

const RUNS = process.env["PROVE"] === "1" ? 10_000 : 400;
const START_MS = Date.parse("2026-11-22T12:00:00Z");
const HOUR_MS = 3_600_000;

const staffId = fc.constantFrom("1", "2", "3", "stranger");
const amount = fc.constantFrom<bigint | "none" | "unknown">(
  0n,
  1n,
  2n,
  3n,
  10_000n,
  "none",
  "unknown",
);

const decision = fc.record({
  do: fc.constant("record" as const),
  kind: fc.constantFrom("refund", "cancel_order", "credit_store_credit", "send_mail", "add_tags"),
  staffId: fc.option(staffId, { freq: 3 }),
  order: fc.integer({ min: 0, max: 3 }),
  money: amount,
});
const goOfWorker = fc.record({ do: fc.constant("carry_out" as const), isAnswered: fc.boolean() });
const change = fc.oneof(
  fc.record({ do: fc.constant("confirm" as const), at: fc.nat(2), staffId }),
  fc.record({
    do: fc.constant("switch" as const),
    mode: fc.constantFrom<Mode>("watching", "asking", "acting", "acting"),
    goLiveHours: fc.constantFrom(-1_000, -100, -71, 0, 30),
  }),
  fc.record({ do: fc.constant("pause" as const), isPaused: fc.constantFrom(true, false, false) }),
  fc.record({
    do: fc.constant("ceiling" as const),
    counter: fc.constantFrom<Counter>("refunds", "refund_sum", "cancellations", "mails"),
    value: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({
    do: fc.constant("limit" as const),
    role: fc.constantFrom<LimitedRole>("manager", "agent"),
    limitKind: fc.constantFrom<LimitKind>("refunds", "goodwill", "cancellations"),
    limit: fc.constantFrom<bigint | "none">(0n, 2n, 9_999n, "none"),
  }),
  fc.record({
    do: fc.constant("role" as const),
    staffId,
    role: fc.constantFrom<Role>("owner", "manager", "agent"),
  }),
  fc.record({
    do: fc.constant("dispute" as const),
    order: fc.nat(3),
    isDisputed: fc.constantFrom(true, false, false),
  }),
  fc.record({
    do: fc.constant("clock" as const),
    hours: fc.oneof(fc.integer({ min: -30, max: 60 }), fc.integer({ min: 0, max: 3 })),
  }),
);
// Most of what happens is work; now and then somebody changes what holds.
const event = fc.oneof(
  { weight: 4, arbitrary: decision },
  { weight: 4, arbitrary: goOfWorker },
  { weight: 5, arbitrary: change },
);
type Event = typeof event extends fc.Arbitrary<infer Value> ? Value : never;

/** The promise that was broken, if one was. */
function live(model: Model, one: Event): string | null {
  switch (one.do) {
    case "record":
      record(model, one);
      return null;
    case "carry_out":
      return (
        model.intents.map((_, at) => carryOut(model, at, one.isAnswered)).find(Boolean) ?? null
      );
    case "confirm":
      model.intents.forEach((_, at) => at % 3 === one.at && confirm(model, at, one.staffId));
      return null;
    case "switch":
      model.mode = one.mode;
      if (one.mode !== "watching")
        model.goLiveAt = new Date(model.nowMs + one.goLiveHours * HOUR_MS);
      return null;
    case "pause":
      model.pausedAt = one.isPaused ? new Date(model.nowMs) : null;
      return null;
    case "ceiling":
      model.ceilings.set(one.counter, BigInt(one.value));
      return null;
    case "limit":
      model.limits.unshift(one);
      return null;
    case "role":
      model.roles.set(one.staffId, one.role);
      return null;
    case "dispute":
      Object.assign(model.orders[one.order] ?? {}, { isDisputed: one.isDisputed });
      return null;
    case "clock":
      model.nowMs += one.hours * HOUR_MS;
      return null;
  }
}

test("no act goes above a ceiling, through a pause, before go-live, onto a dispute or beyond a role's limit", () => {
  let calls = 0;
  fc.assert(
    fc.property(fc.array(event, { minLength: 20, maxLength: 150 }), (events) => {
      const model = newModel(START_MS);
      for (const one of events) expect(live(model, one)).toBeNull();
      calls += model.calls;
    }),
    { numRuns: RUNS, seed: 20_261_122 },
  );
  // A world in which nothing ever acts would keep every promise.
  expect(calls).toBeGreaterThan(RUNS);
}, 300_000);
