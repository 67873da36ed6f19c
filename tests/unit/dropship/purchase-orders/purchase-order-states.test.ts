import { expect, test } from "vitest";
import {
  isEnded,
  mayMove,
  nextPurchaseOrderState,
  PURCHASE_ORDER_STATES,
  WHO_MAY,
  type PurchaseOrderMove,
  type PurchaseOrderState,
} from "#app/dropship/purchase-orders/purchase-order-states.ts";
import { numberBase } from "#app/dropship/purchase-orders/purchase-order.ts";
import { fileStem, transmissionKey } from "#app/dropship/purchase-orders/transmission.ts";

const STATES = Object.keys(PURCHASE_ORDER_STATES) as PurchaseOrderState[];
const MOVES = Object.keys(WHO_MAY) as PurchaseOrderMove[];

/** Everything that can be reached from a state. */
function reach(from: PurchaseOrderState): Set<PurchaseOrderState> {
  const seen = new Set<PurchaseOrderState>([from]);
  for (const state of seen)
    for (const move of MOVES) {
      const next = nextPurchaseOrderState(state, move);
      if (next) seen.add(next);
    }
  return seen;
}

test.each(STATES)("from %s an end can be reached, and an end is left by nothing", (state) => {
  expect([...reach(state)].some(isEnded)).toBe(true);
  if (isEnded(state)) expect([...reach(state)]).toEqual([state]);
});

test("what a supplier may have can always still be accepted, however our own sending stands", () => {
  for (const state of ["sending", "sent", "failed", "accepted"] as const)
    expect(nextPurchaseOrderState(state, "accept")).toBe("accepted");
  expect(nextPurchaseOrderState("revoked", "accept")).toBeNull();
});

test("goods on their way are not revoked, and only people approve", () => {
  expect(nextPurchaseOrderState("shipped", "revoke")).toBeNull();
  expect([mayMove("merchant", "approve"), mayMove("system", "approve")]).toEqual([true, false]);
  expect(mayMove("supplier", "revoke")).toBe(false);
});

test.each([
  ["#1001", "1001"],
  ["HP-1001", "HP-1001"],
  ["订单 7/../x", "7x"],
  ["***", "0"],
])("the order %s gives numbers that begin with %s", (name, base) => {
  expect(numberBase(name)).toBe(base);
});

test("keys and file names tell shops, revisions, purposes and copies apart", () => {
  const shop = "harbor-and-pine.myshopify.com";
  const keys = [
    transmissionKey(shop, "1001-1", { purpose: "order", revision: 1, copy: 0 }),
    transmissionKey(shop, "1001-1", { purpose: "order", revision: 2, copy: 0 }),
    transmissionKey(shop, "1001-1", { purpose: "order", revision: 1, copy: 1 }),
    transmissionKey(shop, "1001-1", { purpose: "revoked", revision: 1, copy: 0 }),
    transmissionKey("other.myshopify.com", "1001-1", { purpose: "order", revision: 1, copy: 0 }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(fileStem(shop, "1001-1", { purpose: "order", revision: 2, copy: 0 })).toBe(
    "harbor-and-pine-PO-1001-1-R2",
  );
});
