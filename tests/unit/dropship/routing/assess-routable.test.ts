import fc from "fast-check";
import { expect, test } from "vitest";
import { assessRoutable, type Allocation } from "#app/dropship/routing/assess-routable.ts";
import type { RoutingFacts } from "#app/shopify/mappers/routing-facts.ts";
import { routingFacts } from "#tests/support/dropship/routing.ts";

const LINE = "gid://shopify/LineItem/1";
const base = (change: Partial<RoutingFacts> = {}, units = 2) =>
  routingFacts({
    orderGid: "gid://shopify/Order/1",
    ...change,
    lines: [{ lineGid: LINE, currentUnits: units }],
  });
const ask = (facts: RoutingFacts, more: Partial<Parameters<typeof assessRoutable>[0]> = {}) =>
  assessRoutable({
    facts,
    allocations: new Map(),
    routesOnAuthorisation: false,
    placedAt: new Date("2026-11-20"),
    goLiveAt: new Date("2026-11-01"),
    isPerson: false,
    ...more,
  });

test.each<[string, Partial<RoutingFacts>, string | null, string | null]>([
  ["is paid", {}, null, null],
  ["is paid and refunded in part", { financialStatus: "PARTIALLY_REFUNDED" }, null, null],
  ["is pending", { financialStatus: "PENDING" }, "waiting", "payment_pending"],
  ["is authorised", { financialStatus: "AUTHORIZED" }, "waiting", "payment_authorised"],
  ["is paid in part", { financialStatus: "PARTIALLY_PAID" }, "waiting", "payment_incomplete"],
  ["is voided", { financialStatus: "VOIDED" }, "held", "payment_lost"],
  ["says nothing of its payment", { financialStatus: null }, "waiting", "payment_pending"],
  ["is cancelled", { cancelledAt: new Date() }, "done", "cancelled"],
  ["is a test", { isTest: true }, "not_ours", "test_order"],
  ["looks like fraud", { isHighRisk: true }, "held", "high_risk"],
  ["is being assessed", { isRiskPending: true }, "waiting", "risk_pending"],
  ["is disputed", { hasOpenDispute: true }, "held", "disputed"],
  ["has no address", { address: null }, "held", "no_address"],
  ["is too long to read", { isWhole: false }, "held", "too_many_lines"],
])("an order that %s", (_what, change, state, code) => {
  const { verdict } = ask(base(change));
  expect([verdict?.state ?? null, verdict?.reason.code ?? null]).toEqual([state, code]);
});

test("a person may send what no rule may, but never a test, a cancelled or an unpaid one", () => {
  const isPerson = { isPerson: true, goLiveAt: new Date("2026-12-01") };
  for (const change of [{ isHighRisk: true }, { financialStatus: "AUTHORIZED" }, {}])
    expect(ask(base(change), isPerson).verdict).toBeNull();
  for (const change of [{ isTest: true }, { financialStatus: "PENDING" }])
    expect(ask(base(change), isPerson).verdict).not.toBeNull();
  expect(ask(base(), { goLiveAt: new Date("2026-11-20T00:00:01Z") }).verdict?.state).toBe(
    "before_aftercare",
  );
  expect(ask(base(), { goLiveAt: new Date("2026-11-20") }).verdict).toBeNull();
});

const holdOf = (
  facts: RoutingFacts,
  change: Partial<RoutingFacts["fulfillmentOrders"][number]>,
) => ({
  ...facts,
  fulfillmentOrders: facts.fulfillmentOrders.map((one) => ({ ...one, ...change })),
});

test.each<[string, Partial<RoutingFacts["fulfillmentOrders"][number]>, string]>([
  ["on hold", { status: "ON_HOLD", holds: [{ reason: "OTHER", handle: null }] }, "held_in_shopify"],
  ["scheduled", { status: "SCHEDULED" }, "scheduled"],
  ["with a service", { requestStatus: "ACCEPTED" }, "with_fulfillment_service"],
  ["to be picked up", { deliveryMethod: "PICK_UP" }, "picked_up"],
])("leaves units that are %s", (_what, change, code) => {
  const { lines, lineReasons } = ask(holdOf(base(), change));
  expect([lines, lineReasons]).toEqual([[], [{ code, lineGid: LINE, units: 2 }]]);
});

test("counts what others shipped, and not what a supplier has", () => {
  const facts = base({}, 5);
  const [line] = facts.lines;
  const shipped = { ...facts, lines: [{ ...line!, unfulfilledUnits: 3 }] };
  const open = holdOf(shipped, { lines: [{ lineGid: LINE, remainingUnits: 3 }] });
  const units = (liveUnits: number, trackedUnits: number) =>
    ask(open, { allocations: new Map([[LINE, { liveUnits, trackedUnits }]]) });
  expect(units(0, 0).lines).toEqual([{ lineGid: LINE, units: 3 }]);
  expect(units(2, 0).lines).toEqual([{ lineGid: LINE, units: 1 }]);
  expect(units(2, 2).lines).toEqual([{ lineGid: LINE, units: 3 }]);
  expect(units(5, 0).surplus).toEqual([{ lineGid: LINE, units: 2 }]);
  expect(units(5, 2).surplus).toEqual([]);
});

test("never plans a unit twice, nor calls back one that is on its way", () => {
  const small = fc.integer({ min: 0, max: 6 });
  fc.assert(
    fc.property(
      small,
      small,
      small,
      small,
      small,
      (current, unfulfilled, live, tracked, remaining) => {
        const open = Math.min(unfulfilled, current);
        const allocation: Allocation = { liveUnits: live, trackedUnits: Math.min(tracked, live) };
        const facts = base({}, current);
        const [line] = facts.lines;
        const asked = holdOf(
          { ...facts, lines: [{ ...line!, unfulfilledUnits: open }] },
          { lines: [{ lineGid: LINE, remainingUnits: remaining }] },
        );
        const { lines, surplus } = ask(asked, { allocations: new Map([[LINE, allocation]]) });
        const planned = lines[0]?.units ?? 0;
        const taken = surplus[0]?.units ?? 0;
        expect(planned === 0 || taken === 0).toBe(true);
        expect(planned + live <= Math.max(current, live)).toBe(true);
        expect(planned <= open).toBe(true);
        expect(taken <= live - allocation.trackedUnits).toBe(true);
      },
    ),
    { numRuns: process.env["PROVE"] ? 50_000 : 2_000 },
  );
});
