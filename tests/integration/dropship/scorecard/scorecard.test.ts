/** The scorecard over real tables: purchase orders, history by vendor, returns, and what the planner reads of it. */
import { expect, test } from "vitest";
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import { getScorecard, listScoredLines } from "#app/dropship/scorecard/get-scorecard.server.ts";
import { renewFigures } from "#app/dropship/scorecard/figures.server.ts";
import {
  listGrades,
  readLeadTime,
  readSupplierRecords,
  riskKey,
} from "#app/dropship/scorecard/supplier-records.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { addOrder, addPurchaseOrder } from "#tests/support/dropship/purchase-orders.ts";
import { addSupplier, addVariant } from "#tests/support/dropship/suppliers.ts";

const { db, keepOnFailure } = await createTestDatabase();
const now = new Date("2026-11-22T12:00:00Z");
const deps = { db, clock: { now: () => now } };
const { id: shopId } = await db.prisma.shop.create({
  data: { domain: "score.myshopify.com", installedAt: now, currency: "USD" },
});
const VARIANT = "gid://shopify/ProductVariant/77";
const day = (month: number, date: number) => new Date(Date.UTC(2026, month - 1, date, 9));

type Ordered = { supplierId: bigint; isLate?: boolean; isShipped?: boolean; defects?: number };

let serial = 0;
/** One line of two units sent on 2 November and due on the 6th. */
async function addOrdered(tx: ShopTx, { supplierId, ...facts }: Ordered) {
  const { isLate = false, isShipped = true, defects = 0 } = facts;
  const order = await addOrder(tx, shopId, { shipCountry: "US", placedAt: day(11, 1) });
  const lineGid = `gid://shopify/LineItem/9${(serial += 1)}`;
  const purchaseOrder = await addPurchaseOrder(tx, shopId, {
    supplierId,
    order,
    state: isShipped ? "shipped" : "accepted",
    sentAt: day(11, 2),
    acknowledgeBy: day(11, 3),
    acknowledgedAt: day(11, 2),
    shipBy: day(11, 6),
    lines: [{ lineGid, variantGid: VARIANT, units: 2, trackedUnits: isShipped ? 2 : 0 }],
  });
  const [line] = purchaseOrder.lines;
  if (!line) throw new Error("It has a line.");
  const owner = { shopId, orderId: order.id };
  // Two parcels, one unit each: the later one is when the line shipped.
  const scans = isShipped ? [day(11, 4), isLate ? day(11, 8) : day(11, 5)] : [];
  for (const [at, scannedAt] of scans.entries()) {
    const { id: shipmentId } = await tx.shipment.create({
      data: {
        ...owner,
        purchaseOrderId: purchaseOrder.id,
        supplierId,
        trackingNumber: `N${serial}0${at}0`,
        isNumberValid: true,
        source: "link",
        author: "contact 1",
        statedAt: scannedAt,
        scannedAt,
      },
      select: { id: true },
    });
    await tx.shipmentLine.create({
      data: { shopId, shipmentId, purchaseOrderLineId: line.id, lineGid, units: 1 },
    });
  }
  if (defects > 0) await addReturn(tx, order.id, lineGid, defects);
}

async function addReturn(tx: ShopTx, orderId: bigint, lineGid: string, quantity: number) {
  const gid = `gid://shopify/Return/${serial}`;
  await tx.orderReturn.create({
    data: { shopId, orderId, gid, status: "open", totalQuantity: quantity, asOf: now },
  });
  await tx.orderReturnLine.create({
    data: {
      shopId,
      orderId,
      gid: `gid://shopify/ReturnLineItem/${serial}`,
      returnGid: gid,
      lineGid,
      quantity,
      reason: "defective",
    },
  });
}

/** Sold, fulfilled and scanned before Aftercare routed anything. */
async function addPast(tx: ShopTx, vendor: string, scannedAt: Date | null) {
  const order = await addOrder(tx, shopId, { shipCountry: "DE", placedAt: day(10, 1) });
  const [lineGid, gid] = [`gid://shopify/LineItem/8${(serial += 1)}`, `F${serial}`];
  await tx.orderLine.create({
    data: {
      shopId,
      orderId: order.id,
      gid: lineGid,
      position: 1,
      title: "Old lamp",
      vendor,
      quantity: 1,
      currentQuantity: 1,
      unfulfilledQuantity: 0,
      requiresShipping: true,
      isGiftCard: false,
      unitPriceMinor: 1n,
      presentmentUnitPriceMinor: 1n,
      totalMinor: 1n,
      presentmentTotalMinor: 1n,
    },
  });
  await tx.orderFulfillment.create({
    data: {
      shopId,
      orderId: order.id,
      gid,
      status: "success",
      createdAt: day(10, 2),
      inTransitAt: scannedAt,
      trackingNumbers: ["1Z5R89390357567127"],
      asOf: now,
    },
  });
  await tx.orderFulfillmentLine.create({
    data: { shopId, orderId: order.id, fulfillmentGid: gid, lineGid, quantity: 1 },
  });
}

const suppliers = await inShop(db, shopId, async (tx) => {
  const { supplierId: good } = await addSupplier(tx, shopId, { name: "Good", vendors: ["Oak"] });
  const { supplierId: small } = await addSupplier(tx, shopId, { name: "Small", shipDays: 3 });
  await addVariant(tx, shopId, { gid: VARIANT, priceMinor: 10_000n });
  for (let at = 0; at < 24; at += 1)
    await addOrdered(tx, { supplierId: good, isLate: at < 6, defects: at === 0 ? 1 : 0 });
  await addPast(tx, "Oak", day(10, 3));
  await addPast(tx, "Oak", null);
  await addPast(tx, "Nobody's", day(10, 3));
  await addOrdered(tx, { supplierId: small, isShipped: false });
  await addOrdered(tx, { supplierId: small });
  return { good, small };
});
await renewFigures(deps, shopId);

test("counts lines, the latest parcel, defects, and what was fulfilled before", async () => {
  keepOnFailure();
  const card = await getScorecard(deps, shopId, suppliers.good);
  expect(card).toMatchObject({ lines: 26, pastLines: 2, grade: { grade: "D", isSmall: false } });
  const of = (name: string) => card?.measures.find(({ measure }) => measure === name);
  // 24 lines of purchase orders, 6 of them late, and one of the past in time; the unseen one is not counted.
  expect(of("on_time")).toMatchObject({ basis: "19 of 25 lines", value: "76%" });
  expect(of("shipped")).toMatchObject({ basis: "25 of 25 lines" });
  expect(of("defects")).toMatchObject({ basis: "1 of 49 units" });
  expect(of("valid_tracking")).toMatchObject({ basis: "26 of 26 lines" });
  expect(of("acknowledged")).toMatchObject({ basis: "24 of 24 lines" });
  expect(card?.leadTime).toMatchObject({ rung: "supplier", lines: 25, isThin: false });
});

test("every number opens its lines", async () => {
  const ask = { measure: "on_time", onlyBad: true, page: 1 } as const;
  const late = await listScoredLines(deps, shopId, suppliers.good, ask);
  expect(late).toMatchObject({ total: 6, pages: 1 });
  expect(late?.lines.every(({ isBad, shippedAt }) => isBad && shippedAt !== null)).toBe(true);
  const all = await listScoredLines(deps, shopId, suppliers.good, { ...ask, onlyBad: false });
  expect(all?.total).toBe(25);
});

test("few lines: marked, no score for the planner; a late one is not forgotten", async () => {
  const card = await getScorecard(deps, shopId, suppliers.small);
  expect(card).toMatchObject({ lines: 2, grade: { isSmall: true } });
  const shipped = card?.measures.find(({ measure }) => measure === "shipped");
  expect(shipped).toMatchObject({ basis: "1 of 2 lines", isSmall: true, standing: "bad" });
  expect(card?.leadTime).toMatchObject({ rung: "shop", lines: 26 });
});

test("the planner reads score and risk of whoever has twenty lines", async () => {
  const question = { shopId, country: "US", variantGids: [VARIANT], now };
  const records = await inShop(db, shopId, (tx) => readSupplierRecords(tx, question));
  expect(records.suppliers.get(suppliers.good)?.samples).toBe(25);
  expect(records.suppliers.get(suppliers.good)?.score).toBeCloseTo(70 * 0.76 + 20 + 10);
  expect(records.suppliers.get(suppliers.small)).toMatchObject({ score: null, samples: 2 });
  // A tenth of the price for each of 6 late lines of 24, all of it for 1 unit of 48.
  const risk = records.risks.get(riskKey(suppliers.good, VARIANT));
  expect(risk).toEqual({
    unitCostMinor: BigInt(Math.round(10_000 * ((0.1 * 6) / 24 + 1 / 48))),
    samples: 24,
  });
  expect(records.risks.has(riskKey(suppliers.small, VARIANT))).toBe(false);
});

test("lists carry a grade, and lead times say which group they come from", async () => {
  const [grades, narrow] = await inShop(db, shopId, async (tx) => [
    await listGrades(tx, shopId),
    await readLeadTime(tx, {
      shopId,
      supplierId: suppliers.good,
      variantGid: VARIANT,
      country: "US",
    }),
  ]);
  expect(grades.get(suppliers.good)).toMatchObject({ grade: "D", isSmall: false });
  expect(narrow).toMatchObject({ rung: "variant_country", lines: 24, isThin: false });
});

test("another shop's supplier has no scorecard", async () => {
  expect(await getScorecard(deps, shopId + 1n, suppliers.good)).toBe(null);
});
