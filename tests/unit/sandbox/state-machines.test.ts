/** Random sequences of changes never break the store's invariants. `PROVE=1` runs many more. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { cancelOrder, markAsPaid } from "#sandbox/domain/order-changes.ts";
import { createOrder } from "#sandbox/domain/create-order.ts";
import { createProduct, createLocation } from "#sandbox/domain/catalogue.ts";
import { beginEdit, changeEdit, commitEdit } from "#sandbox/domain/edit-order.ts";
import * as orders from "#sandbox/domain/fulfillment-orders.ts";
import { mergePeers } from "#sandbox/domain/fulfillment-order-rules.ts";
import { cancelFulfillment, createFulfillment } from "#sandbox/domain/fulfillments.ts";
import {
  currentQuantity,
  currentTotal,
  capturable,
  lineDiscount,
  lineTotal,
  outstanding,
  received,
  refunded,
} from "#sandbox/domain/order-money.ts";
import { financialStatus, fulfilledQuantity, returnStatus } from "#sandbox/domain/order-status.ts";
import { previewEdit } from "#sandbox/domain/preview-edit.ts";
import { processReturn } from "#sandbox/domain/process-return.ts";
import { createRefund } from "#sandbox/domain/refunds.ts";
import * as returns from "#sandbox/domain/returns.ts";
import { createShop, createWorld } from "#sandbox/store/world.ts";
import type { FulfillmentOrder, Order, Return, ShopState, World } from "#sandbox/store/types.ts";

const RUNS = process.env.PROVE ? 3000 : 60;

type Stage = { world: World; shop: ShopState; order: Order };
type Step = { kind: (typeof KINDS)[number]; pick: number; units: number };
const KINDS = [
  "fulfil",
  "cancelFulfillment",
  "hold",
  "release",
  "move",
  "split",
  "merge",
  "progress",
  "open",
  "replace",
  "refund",
  "pay",
  "cancel",
  "return",
  "request",
  "approve",
  "decline",
  "cancelReturn",
  "close",
  "reopen",
  "trim",
  "process",
  "editQuantity",
  "editAdd",
  "editDiscount",
] as const;

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...KINDS),
  pick: fc.nat(20),
  units: fc.integer({ min: 1, max: 4 }),
});

function openStage(isPaid: boolean): Stage {
  const world = createWorld();
  const shop = createShop(world, { domain: "prove.myshopify.com" });
  const places = ["Main", "Second"].map((name) => createLocation(world, shop, { name }));
  const products = [1250, 999].map((priceMinor, at) =>
    createProduct(world, shop, {
      title: `Thing ${at}`,
      variants: [{ priceMinor, stock: Object.fromEntries(places.map((place) => [place.id, 50])) }],
    }),
  );
  const order = createOrder(world, shop, {
    email: "a@example.com",
    inventory: "DECREMENT",
    lineItems: products.map((product, at) => ({
      variantId: product.variantIds[0]!,
      quantity: 3 + at,
      taxLines: [
        {
          title: "Tax",
          ratePpm: 80_000,
          price: { shop: 301, presentment: 301 },
          channelLiable: false,
        },
      ],
    })),
    shippingLines: [{ title: "Standard", price: { shop: 500, presentment: 500 } }],
    discounts: [{ kind: "CODE", title: "TEN", value: { percentage: 10 } }],
    transactions: isPaid ? [{ kind: "SALE", amount: { shop: 8212, presentment: 8212 } }] : [],
  });
  return { world, shop, order };
}

const at = <Item>(items: readonly Item[], pick: number): Item | undefined =>
  items[pick % Math.max(1, items.length)];
const entriesOf = ({ shop, order }: Stage) =>
  order.fulfillmentOrderIds.flatMap((id) => shop.fulfillmentOrders.get(id) ?? []);
const returnsOf = ({ shop, order }: Stage) =>
  order.returnIds.flatMap((id) => shop.returns.get(id) ?? []);
const unitsOf = (entry: FulfillmentOrder, pick: number, units: number) => {
  const line = at(entry.lineItems, pick);
  return line ? [{ id: line.id, quantity: units }] : [];
};

function take(stage: Stage, { kind, pick, units }: Step): void {
  const { world, shop, order } = stage;
  const entry = at(entriesOf(stage), pick);
  const found = at(returnsOf(stage), pick);
  const fulfillment = shop.fulfillments.get(at(order.fulfillmentIds, pick) ?? "");
  const lines = (item: Return) => item.lines.slice(0, 1);
  if (kind === "pay") markAsPaid(world, shop, order);
  if (kind === "cancel" && pick === 0)
    cancelOrder(world, shop, order, { reason: "OTHER", restock: true, refund: units > 2 });
  if (kind === "refund") {
    const line = at(order.lineItems, pick)!;
    const sale = order.transactions.find((item) => item.kind === "SALE");
    createRefund(world, shop, order, {
      lines: [
        { lineItemId: line.id, quantity: units, restockType: pick % 2 ? "CANCEL" : "NO_RESTOCK" },
      ],
      transactions: sale ? [{ parentId: sale.id, amountMinor: units * 700 }] : [],
    });
  }
  if (entry) changeEntry(stage, entry, { kind, pick, units });
  if (kind.startsWith("edit")) editOrder(stage, { kind, pick, units });
  if (fulfillment && kind === "cancelFulfillment") cancelFulfillment(world, shop, fulfillment);
  if (fulfillment && (kind === "return" || kind === "request")) {
    const fulfillmentLineItemId = at(fulfillment.lines, pick)!.id;
    returns.createReturn(world, shop, order, {
      mode: kind === "return" ? "create" : "request",
      lines: [
        {
          fulfillmentLineItemId,
          quantity: units,
          reason: "STYLE",
          restockingPercentage: pick % 3 ? 10 : null,
        },
      ],
    });
  }
  if (!found) return;
  if (kind === "approve") returns.approveReturn(world, shop, found);
  if (kind === "decline")
    returns.declineReturn(world, shop, found, { reason: "OTHER", note: null });
  if (kind === "cancelReturn") returns.cancelReturn(world, shop, found);
  if (kind === "close") returns.closeReturn(world, shop, found);
  if (kind === "reopen") returns.reopenReturn(world, shop, found);
  if (kind === "trim") {
    returns.removeFromReturn(world, shop, found, {
      lines: lines(found).map((line) => ({ returnLineItemId: line.id, quantity: 1 })),
      exchangeLines: [],
    });
  }
  if (kind === "process") {
    const sale = order.transactions.find((item) => item.kind === "SALE");
    processReturn(world, shop, found, {
      lines: lines(found).map((line) => ({ id: line.id, quantity: 1, dispositions: [] })),
      exchangeLines: [],
      refund: sale
        ? {
            transactions: [{ parentId: sale.id, amountMinor: 900 }],
            storeCredit: [],
            allowOverRefunding: false,
          }
        : null,
      shipping: null,
      note: null,
    });
  }
}

/** One edit with one change: begun, staged, previewed, committed. The preview and the commit agree. */
function editOrder({ world, shop, order }: Stage, { kind, pick, units }: Step): void {
  const begun = beginEdit(world, shop, order);
  if (!begun.ok) return;
  const { id } = begun.value;
  const line = at(order.lineItems, pick)!;
  if (kind === "editQuantity")
    changeEdit(world, shop, id, {
      kind: "quantity",
      lineId: line.id,
      quantity: units + (pick % 3),
      restock: pick % 2 === 0,
    });
  if (kind === "editAdd")
    changeEdit(world, shop, id, {
      kind: "custom",
      title: "Extra",
      quantity: units,
      price: { amount: "3.33", currencyCode: "USD" },
    });
  if (kind === "editDiscount")
    changeEdit(world, shop, id, {
      kind: "discount",
      lineId: line.id,
      discount:
        pick % 2
          ? { percentValue: units * 10 }
          : { fixedValue: { amount: "1.11", currencyCode: "USD" } },
    });
  const expected = currentTotal(shop, previewEdit(shop, order, begun.value));
  if (commitEdit(world, shop, id, { notifyCustomer: false, staffNote: null }).ok)
    expect(currentTotal(shop, order)).toEqual(expected);
}

function changeEntry(
  { world, shop }: Stage,
  entry: FulfillmentOrder,
  { kind, pick, units }: Step,
): void {
  const part = unitsOf(entry, pick, units);
  const places = [...shop.locations.keys()];
  if (kind === "fulfil")
    createFulfillment(world, shop, { groups: [{ entry, units: pick % 2 ? part : [] }] });
  if (kind === "hold")
    orders.holdFulfillmentOrder(world, shop, entry, {
      reason: "OTHER",
      handle: `h${pick}`,
      units: pick % 2 ? part : [],
    });
  if (kind === "release") orders.releaseHold(world, shop, entry, {});
  if (kind === "move")
    orders.moveFulfillmentOrder(world, shop, entry, at(places, units)!, pick % 2 ? part : null);
  if (kind === "split") orders.splitFulfillmentOrders(world, shop, [{ entry, units: part }]);
  if (kind === "merge")
    orders.mergeFulfillmentOrders(world, shop, [
      [entry, ...mergePeers(shop, entry)].map((one, index) => ({
        entry: one,
        units: index > 0 && units > 2 ? unitsOf(one, pick, units - 2) : null,
      })),
    ]);
  if (kind === "progress") orders.reportProgress(world, shop, entry);
  if (kind === "open") orders.openFulfillmentOrder(world, shop, entry);
  if (kind === "replace") orders.cancelFulfillmentOrder(world, shop, entry);
}

function checkInvariants(stage: Stage): void {
  const { shop, order } = stage;
  for (const line of order.lineItems) {
    expect(currentQuantity(line)).toBeGreaterThanOrEqual(0);
    expect(line.removedQuantity).toBeGreaterThanOrEqual(0);
    const waiting = entriesOf(stage)
      .flatMap((entry) => entry.lineItems)
      .filter((part) => part.lineItemId === line.id);
    const remaining = waiting.reduce((sum, part) => sum + part.remainingQuantity, 0);
    expect(remaining + fulfilledQuantity(shop, order, line)).toBeLessThanOrEqual(line.quantity);
    for (const part of waiting) {
      expect(part.remainingQuantity).toBeGreaterThanOrEqual(0);
      expect(part.totalQuantity).toBeGreaterThanOrEqual(part.remainingQuantity);
    }
  }
  for (const entry of entriesOf(stage)) {
    expect(entry.status === "ON_HOLD").toBe(entry.holds.length > 0);
    if (entry.status === "OPEN")
      expect(entry.lineItems.some((line) => line.remainingQuantity > 0)).toBe(true);
  }
  checkMoney(stage);
  checkReturns(stage);
  checkStock(stage);
}

function checkMoney({ shop, order }: Stage): void {
  expect(refunded(order).presentment).toBeLessThanOrEqual(received(order).presentment);
  const net =
    received(order).presentment - refunded(order).presentment + capturable(order).presentment;
  expect(outstanding(shop, order).presentment).toBe(currentTotal(shop, order).presentment - net);
  if (received(order).presentment === 0)
    expect(["PAID", "REFUNDED"]).not.toContain(financialStatus(order));
  for (const line of order.lineItems) {
    const off = lineDiscount(line).presentment;
    expect(off).toBeGreaterThanOrEqual(0);
    expect(off).toBeLessThanOrEqual(lineTotal(line).presentment);
  }
}

function checkReturns(stage: Stage): void {
  const { shop, order } = stage;
  const all = returnsOf(stage);
  for (const entry of all) {
    expect(entry.status === "CLOSED").toBe(entry.closedAt !== null);
    for (const line of entry.lines) {
      expect(line.processedQuantity).toBeLessThanOrEqual(line.quantity);
      expect(line.refundedQuantity).toBeLessThanOrEqual(line.processedQuantity);
    }
  }
  const status = returnStatus(shop, order);
  expect(status === "RETURN_REQUESTED").toBe(all.some((entry) => entry.status === "REQUESTED"));
  if (status === "NO_RETURN")
    expect(all.every((entry) => ["DECLINED", "CANCELED"].includes(entry.status))).toBe(true);
}

function checkStock(stage: Stage): void {
  const committed = entriesOf(stage)
    .flatMap((entry) => entry.lineItems)
    .reduce((sum, line) => sum + line.committedQuantity, 0);
  const levels = [...stage.shop.inventoryLevels.values()];
  expect(levels.reduce((sum, level) => sum + level.quantities.committed, 0)).toBe(committed);
  for (const level of levels) expect(level.quantities.committed).toBeGreaterThanOrEqual(0);
}

test.each([true, false])("any sequence of changes keeps the books (paid: %s)", (isPaid) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const stage = openStage(isPaid);
      checkInvariants(stage);
      for (const one of steps) {
        take(stage, one);
        checkInvariants(stage);
      }
    }),
    { numRuns: RUNS, seed: 7 },
  );
});
