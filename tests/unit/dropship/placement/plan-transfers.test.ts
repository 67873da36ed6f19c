import fc from "fast-check";
import { expect, test } from "vitest";
import { endStep, NO_MEMORY } from "#app/dropship/placement/placement-memory.ts";
import type {
  Demand,
  MovedUnits,
  PlacementQuestion,
  Transfer,
} from "#app/dropship/placement/placement-question.ts";
import { findBlock } from "#app/dropship/placement/places.ts";
import { planTransfers } from "#app/dropship/placement/plan-transfers.ts";
import type { PlacedFulfillmentOrder } from "#app/shopify/mappers/placement-facts.ts";

const RUNS = process.env["PROVE"] ? 10_000 : 300;

const place = (name: string) => `gid://shopify/Location/${name}`;
const [HOME, ACME, BOLT] = [place("1"), place("2"), place("3")];
const line = (id: number) => `gid://shopify/LineItem/${id}`;

function fulfillmentOrder(
  id: number,
  units: Record<number, number>,
  fields: Partial<PlacedFulfillmentOrder> = {},
): PlacedFulfillmentOrder {
  return {
    gid: `gid://shopify/FulfillmentOrder/${id}`,
    status: "OPEN",
    requestStatus: "UNSUBMITTED",
    deliveryMethod: "SHIPPING",
    actions: ["CREATE_FULFILLMENT", "MOVE", "HOLD"],
    isHeld: false,
    locationGid: HOME,
    locationName: "Home",
    lines: Object.entries(units).map(([lineId, remainingUnits]) => ({
      gid: `gid://shopify/FulfillmentOrderLineItem/${id}${lineId}`,
      lineGid: line(Number(lineId)),
      remainingUnits,
    })),
    ...fields,
  };
}

const demand = (units: number, fields: Partial<Demand> = {}): Demand => ({
  purchaseOrderId: "1",
  lineGid: line(1),
  locationGid: ACME,
  openUnits: units,
  unplacedUnits: units,
  ...fields,
});

const ask = (question: Partial<PlacementQuestion>) =>
  planTransfers({
    demands: [],
    moved: [],
    sendingUnits: {},
    fulfillmentOrders: [],
    ...question,
  });

/** `from > to: units`, one a line */
const shape = ({ transfers }: ReturnType<typeof ask>) =>
  transfers.flatMap(({ fulfillmentOrderGid, toGid, lines, isReturn }) =>
    lines.map(
      ({ lineGid, units }) =>
        `${fulfillmentOrderGid.split("/").at(-1)} ${lineGid.split("/").at(-1)}×${units} ${isReturn ? "back to" : "to"} ${toGid.split("/").at(-1)}`,
    ),
  );

test("moves all units of a purchase order to its supplier's location", () => {
  const planned = ask({ demands: [demand(3)], fulfillmentOrders: [fulfillmentOrder(1, { 1: 3 })] });
  expect(shape(planned)).toEqual(["1 1×3 to 2"]);
});

test("moves only what a supplier has, and two suppliers' units to two places", () => {
  const demands = [
    demand(1),
    demand(1, { purchaseOrderId: "2", locationGid: BOLT }),
    demand(2, { lineGid: line(2) }),
  ];
  const planned = ask({ demands, fulfillmentOrders: [fulfillmentOrder(1, { 1: 3, 2: 2 })] });
  expect(shape(planned)).toEqual(["1 1×1 to 2", "1 2×2 to 2", "1 1×1 to 3"]);
});

test("leaves what is there, and says so", () => {
  const at = { locationGid: ACME };
  const planned = ask({
    demands: [demand(3)],
    fulfillmentOrders: [fulfillmentOrder(1, { 1: 3 }, at)],
  });
  expect(planned).toEqual({
    transfers: [],
    stays: [],
    there: [{ purchaseOrderId: "1", locationGid: ACME }],
  });
});

test.each<[string, Partial<PlacedFulfillmentOrder>]>([
  ["held", { isHeld: true, status: "ON_HOLD" }],
  ["scheduled", { status: "SCHEDULED" }],
  ["in_progress", { status: "IN_PROGRESS" }],
  ["in_progress", { status: "INCOMPLETE" }],
  ["with_service", { requestStatus: "ACCEPTED", status: "IN_PROGRESS" }],
  ["picked_up", { deliveryMethod: "PICK_UP" }],
  ["not_offered", { actions: ["CREATE_FULFILLMENT"] }],
])("leaves units because of %s", (code, fields) => {
  const planned = ask({
    demands: [demand(1)],
    fulfillmentOrders: [fulfillmentOrder(1, { 1: 1 }, fields)],
  });
  expect(planned.transfers).toEqual([]);
  expect(planned.stays).toMatchObject([{ code, purchaseOrderId: "1", lineGid: line(1) }]);
});

test("leaves all of a purchase order where one line of it is held", () => {
  const planned = ask({
    demands: [demand(1), demand(1, { lineGid: line(2) })],
    fulfillmentOrders: [
      fulfillmentOrder(1, { 1: 1 }),
      fulfillmentOrder(2, { 2: 1 }, { isHeld: true, status: "ON_HOLD" }),
    ],
  });
  expect(planned.transfers).toEqual([]);
  expect(planned.stays).toMatchObject([{ code: "held", lineGid: line(2) }]);
});

test("takes free units before held ones of the same line", () => {
  const planned = ask({
    demands: [demand(1)],
    fulfillmentOrders: [
      fulfillmentOrder(1, { 1: 1 }, { isHeld: true, status: "ON_HOLD" }),
      fulfillmentOrder(2, { 1: 1 }),
    ],
  });
  expect(shape(planned)).toEqual(["2 1×1 to 2"]);
});

test("does not move again what a person has moved elsewhere since", () => {
  const planned = ask({
    demands: [demand(3, { unplacedUnits: 0 })],
    moved: [{ purchaseOrderId: "1", lineGid: line(1), atGid: ACME, homeGid: HOME, units: 3 }],
    fulfillmentOrders: [fulfillmentOrder(1, { 1: 3 })],
  });
  expect(planned).toEqual({ transfers: [], stays: [], there: [] });
});

const moved: MovedUnits = {
  purchaseOrderId: "1",
  lineGid: line(1),
  atGid: ACME,
  homeGid: HOME,
  units: 3,
};
const atAcme = [fulfillmentOrder(1, { 1: 3 }, { locationGid: ACME })];

test("moves units on to the next supplier's location", () => {
  const demands = [demand(3, { purchaseOrderId: "2", locationGid: BOLT })];
  expect(shape(ask({ demands, moved: [moved], fulfillmentOrders: atAcme }))).toEqual([
    "1 1×3 to 3",
  ]);
});

test("moves units back when nobody with a location ships them", () => {
  expect(shape(ask({ moved: [moved], fulfillmentOrders: atAcme }))).toEqual(["1 1×3 back to 1"]);
});

test("moves back only what was given back", () => {
  const demands = [demand(2, { unplacedUnits: 0 })];
  expect(shape(ask({ demands, moved: [moved], fulfillmentOrders: atAcme }))).toEqual([
    "1 1×1 back to 1",
  ]);
});

test("moves nothing back while another supplier is being asked", () => {
  const sendingUnits = { [line(1)]: 3 };
  expect(shape(ask({ moved: [moved], sendingUnits, fulfillmentOrders: atAcme }))).toEqual([]);
});

const units = fc.integer({ min: 0, max: 4 });
const aPlace = fc.constantFrom(HOME, ACME, BOLT);
const aState = fc.constantFrom<Partial<PlacedFulfillmentOrder>>(
  {},
  {},
  {},
  { isHeld: true, status: "ON_HOLD" },
  { status: "IN_PROGRESS" },
  { status: "CLOSED" },
  { status: "CANCELLED" },
  { status: "SCHEDULED" },
  { requestStatus: "SUBMITTED" },
  { locationGid: null },
);
const aQuestion = fc
  .record({
    orders: fc.array(fc.tuple(fc.tuple(units, units), aPlace, aState), { maxLength: 4 }),
    demands: fc.array(fc.tuple(fc.nat(2), fc.constantFrom(1, 2), units, units), { maxLength: 5 }),
    moved: fc.array(fc.tuple(fc.nat(2), fc.constantFrom(1, 2), aPlace, aPlace, units), {
      maxLength: 3,
    }),
    sending: fc.tuple(units, units),
  })
  .map(({ orders, demands, moved: entries, sending }): PlacementQuestion => ({
    fulfillmentOrders: orders.map(([[one, two], locationGid, state], at) =>
      fulfillmentOrder(at + 1, { 1: one, 2: two }, { locationGid, ...state }),
    ),
    // A purchase order has one supplier, and a line once.
    demands: [
      ...new Map(
        demands.map(([owner, id, open, placed]) => [
          `${owner} ${id}`,
          demand(open, {
            purchaseOrderId: String(owner + 1),
            locationGid: owner === 0 ? ACME : BOLT,
            lineGid: line(id),
            unplacedUnits: Math.max(0, open - placed),
          }),
        ]),
      ).values(),
    ],
    moved: entries.flatMap(([owner, id, atGid, homeGid, count]) =>
      count === 0 || atGid === homeGid
        ? []
        : [{ purchaseOrderId: String(owner + 1), lineGid: line(id), atGid, homeGid, units: count }],
    ),
    sendingUnits: { [line(1)]: sending[0], [line(2)]: sending[1] },
  }));

/** The fulfillment orders after Shopify has carried the transfers out. */
function carryOut(
  orders: readonly PlacedFulfillmentOrder[],
  transfers: readonly Transfer[],
): PlacedFulfillmentOrder[] {
  let next = 100;
  return transfers.reduce<PlacedFulfillmentOrder[]>(
    (sofar, { fulfillmentOrderGid, toGid, lines }) => {
      const left = sofar.map((order) =>
        order.gid === fulfillmentOrderGid
          ? {
              ...order,
              lines: order.lines.map((one) => ({
                ...one,
                remainingUnits:
                  one.remainingUnits - (lines.find(({ gid }) => gid === one.gid)?.units ?? 0),
              })),
            }
          : order,
      );
      const arrived = fulfillmentOrder((next += 1), {}, { locationGid: toGid });
      const items = lines.map(({ gid, lineGid, units: remainingUnits }) => ({
        gid: `${gid}/${next}`,
        lineGid,
        remainingUnits,
      }));
      return [...left, { ...arrived, lines: items }];
    },
    [...orders],
  );
}

const countUnits = (orders: readonly PlacedFulfillmentOrder[], lineGid: string) =>
  orders
    .flatMap(({ lines }) => lines)
    .filter((one) => one.lineGid === lineGid)
    .reduce((sum, { remainingUnits }) => sum + remainingUnits, 0);

test("never loses, doubles or moves what must not move, and gives one answer to one question", () => {
  fc.assert(
    fc.property(aQuestion, (question) => {
      const { transfers, stays } = planTransfers(question);
      const before = question.fulfillmentOrders;
      for (const { fulfillmentOrderGid, toGid, lines } of transfers) {
        const source = before.find(({ gid }) => gid === fulfillmentOrderGid);
        expect(source && findBlock(source)).toBeNull();
        expect(["CLOSED", "CANCELLED"]).not.toContain(source?.status);
        expect(source?.locationGid).not.toBe(toGid);
        expect(lines.every((one) => one.units > 0)).toBe(true);
      }
      const after = carryOut(before, transfers);
      expect(after.flatMap(({ lines }) => lines).every((one) => one.remainingUnits >= 0)).toBe(
        true,
      );
      for (const id of [line(1), line(2)])
        expect(countUnits(after, id)).toBe(countUnits(before, id));
      // All of a purchase order, or nothing of it.
      for (const { purchaseOrderId, toGid, isReturn } of stays)
        expect(
          transfers.filter(
            (one) =>
              one.purchaseOrderId === purchaseOrderId &&
              one.toGid === toGid &&
              one.isReturn === isReturn &&
              !isReturn,
          ),
        ).toEqual([]);
      const mixed = {
        ...question,
        demands: [...question.demands].reverse(),
        fulfillmentOrders: [...question.fulfillmentOrders].reverse(),
        moved: [...question.moved].reverse(),
      };
      expect(planTransfers(mixed).transfers).toEqual(transfers);
      expect(planTransfers(question).transfers).toEqual(transfers);
    }),
    { numRuns: RUNS },
  );
});

test("comes to rest: once carried out and remembered, nothing more is to be moved", () => {
  fc.assert(
    fc.property(aQuestion, (question) => {
      const { transfers } = planTransfers(question);
      const memory = transfers.reduce(
        (known, transfer, at) => {
          const { purchaseOrderId } = transfer;
          const lines = transfer.lines.map((one) => ({ ...one }));
          const step = {
            kind: "move" as const,
            intentId: String(at),
            purchaseOrderId,
            transfer: { ...transfer, lines },
          };
          return endStep({ ...known, pending: [step] }, step, { end: "done" });
        },
        { ...NO_MEMORY, moved: question.moved.map((one) => ({ ...one })) },
      );
      const placedUnits = (one: Demand) =>
        memory.placed.find(
          (known) => known.purchaseOrderId === one.purchaseOrderId && known.lineGid === one.lineGid,
        )?.units ?? 0;
      const again = planTransfers({
        ...question,
        moved: memory.moved,
        demands: question.demands.map((one) => ({
          ...one,
          unplacedUnits: Math.max(0, one.unplacedUnits - placedUnits(one)),
        })),
        fulfillmentOrders: carryOut(question.fulfillmentOrders, transfers),
      });
      expect(again.transfers.filter(({ isReturn }) => !isReturn)).toEqual([]);
      expect(memory.moved.every((one) => one.units > 0 && one.atGid !== one.homeGid)).toBe(true);
    }),
    { numRuns: RUNS },
  );
});
