/** A tracking number on its way: taken once, made a fulfillment once, scanned by the carrier, told to Shopify once. */
import { Prisma } from "@prisma/client";
import { expect, test } from "vitest";
import { inShop } from "#app/platform/db.server.ts";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { createTestDeps } from "#tests/integration/shopify/auth-deps.ts";
import { getOrder, placeOrder } from "#tests/integration/rails/kind-scenes.ts";
import { openRailsWorld } from "#tests/integration/rails/rails-world.ts";
import { addPurchaseOrder } from "#tests/support/dropship/purchase-orders.ts";
import { untilBlocked } from "#tests/support/until-blocked.ts";
import { addSupplier } from "#tests/support/dropship/suppliers.ts";
import type { CarrierEvent } from "#app/dropship/shipments/carrier-event.ts";
import { correctShipment } from "#app/dropship/shipments/correct-shipment.server.ts";
import { hearShopify } from "#app/dropship/shipments/hear-shopify.server.ts";
import { recordCarrierEvents } from "#app/dropship/shipments/record-carrier-events.server.ts";
import {
  recordShipment,
  type ShipmentInput,
} from "#app/dropship/shipments/record-shipment.server.ts";
import { reportAgain } from "#app/dropship/shipments/report-again.server.ts";
import { shipmentsPersonalData } from "#app/dropship/shipments/shipments-personal-data.server.ts";
import { reportShipment } from "#app/dropship/shipments/report-shipment.server.ts";

const world = await openRailsWorld();
const { db, shopId, deps } = world;
const admin = createAdminClient(createTestDeps(db));
const report = (shipmentId: bigint) =>
  reportShipment(
    { db, clock: deps.clock, admin, rails: deps },
    { shopId: `${shopId}`, shipmentId: `${shipmentId}` },
  );

let serial = 1_000_000;
/** A UPS number with the right check digit. */
function nextNumber(): string {
  const serialText = `5R89390${String((serial += 1))}00`.slice(0, 15).padEnd(15, "0");
  for (let digit = 0; digit < 10; digit += 1) {
    const sum = [...serialText].reduce((total, sign, place) => {
      const value = /\d/.test(sign) ? Number(sign) : (sign.charCodeAt(0) - 3) % 10;
      return total + value * (place % 2 === 0 ? 1 : 2);
    }, 0);
    if ((10 - (sum % 10)) % 10 === digit) return `1Z${serialText}${digit}`;
  }
  throw new Error("There is always a check digit.");
}

/** A purchase order over all three units of a fresh order of the sandbox. */
async function openScene(state: "sent" | "revoked" = "sent") {
  const shopifyOrder = await placeOrder(world);
  return inShop(db, shopId, async (tx) => {
    const order = await tx.order.findUniqueOrThrow({
      where: { shopId_gid: { shopId, gid: shopifyOrder.id } },
      select: { id: true, gid: true, name: true },
    });
    const { gid: lineGid } = await tx.orderLine.findFirstOrThrow({
      where: { shopId, orderId: order.id },
    });
    const { supplierId } = await addSupplier(tx, shopId);
    const lines = [{ lineGid, units: 3 }];
    const purchaseOrder = await addPurchaseOrder(tx, shopId, { supplierId, order, lines, state });
    const input = (change: Partial<ShipmentInput> = {}): ShipmentInput => ({
      shopId,
      supplierId,
      purchaseOrderId: purchaseOrder.id,
      lines: "all",
      carrier: null,
      trackingNumber: nextNumber(),
      source: "link",
      author: "contact 1",
      isConfirmed: false,
      ...change,
    });
    return { orderGid: shopifyOrder.id, orderId: order.id, purchaseOrder, supplierId, input };
  });
}
type OpenScene = Awaited<ReturnType<typeof openScene>>;

const take = (input: ShipmentInput) =>
  inShop(db, shopId, (tx) => recordShipment({ clock: deps.clock }, tx, input));

async function taken(input: ShipmentInput) {
  const result = await take(input);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

/** Carries out every intent of the order that is open. */
async function settle({ orderGid }: OpenScene, shipmentId: bigint) {
  for (let round = 0; round < 4; round += 1) {
    await report(shipmentId);
    const open = await inShop(db, shopId, (tx) =>
      tx.intent.findMany({ where: { shopId, orderGid, state: "planned" }, orderBy: { id: "asc" } }),
    );
    if (open.length === 0) return;
    for (const { id } of open) await world.carryOut(id);
  }
}

async function onlyFulfillment({ orderGid }: OpenScene) {
  const { fulfillments } = await getOrder(world, orderGid);
  expect(fulfillments).toHaveLength(1);
  const [fulfillment] = fulfillments;
  if (!fulfillment) throw new Error("There is none.");
  return fulfillment;
}

const readOrder = (scene: OpenScene) =>
  inShop(db, shopId, (tx) =>
    tx.purchaseOrder.findUniqueOrThrow({
      where: { shopId_id: { shopId, id: scene.purchaseOrder.id } },
    }),
  );

const said = (code: CarrierEvent["code"], messageId: string, minutes: number): CarrierEvent => ({
  messageId,
  code,
  happenedAt: new Date(world.now().getTime() - minutes * 60_000),
  message: null,
  city: "Boston",
  province: "MA",
  country: "US",
  estimatedDeliveryAt: null,
});

const hear = (shipmentId: bigint, events: readonly CarrierEvent[], source = "carrier" as const) =>
  inShop(db, shopId, (tx) =>
    recordCarrierEvents(deps, tx, { shopId, shipmentId, events, source, author: "aftership" }),
  );

test("a number becomes one fulfillment; scans make it shipped, once; the end closes it", async () => {
  world.keepOnFailure();
  const scene = await openScene();
  const { shipmentId, isComplete } = await taken(scene.input());
  expect(isComplete).toBe(true);
  expect(await readOrder(scene)).toMatchObject({ state: "accepted", shippedAt: null });
  await settle(scene, shipmentId);
  await report(shipmentId);
  await onlyFulfillment(scene);
  // The label of itself changes nothing; the same message heard twice is one.
  expect(await hear(shipmentId, [said("LABEL_PURCHASED", "m0", 50)])).toBe(1);
  expect((await readOrder(scene)).state).toBe("accepted");
  const scans = [said("CARRIER_PICKED_UP", "m1", 40), said("IN_TRANSIT", "m2", 30)];
  expect(await hear(shipmentId, scans)).toBe(2);
  expect(await hear(shipmentId, scans)).toBe(0);
  expect(await readOrder(scene)).toMatchObject({
    state: "shipped",
    shippedAt: scans[0]?.happenedAt,
  });
  await settle(scene, shipmentId);
  await world.mirror(scene.orderGid);
  // What comes back through Shopify's mirror is our own word: not heard again, not sent again.
  await hearShopify(deps, { shopId, orderId: scene.orderId });
  await settle(scene, shipmentId);
  const fulfillment = await onlyFulfillment(scene);
  expect(fulfillment.events.nodes.map(({ status }) => status).sort()).toEqual([
    "CARRIER_PICKED_UP",
    "IN_TRANSIT",
    "LABEL_PURCHASED",
  ]);
  const heard = await inShop(db, shopId, (tx) =>
    tx.shipmentEvent.count({ where: { shopId, shipmentId } }),
  );
  expect(heard).toBe(3);
  await hear(shipmentId, [said("DELIVERED", "m3", 1)]);
  expect((await readOrder(scene)).state).toBe("closed");
});

test("a scan that Shopify hears of first counts; nothing of it goes back", async () => {
  const scene = await openScene();
  const { shipmentId } = await taken(scene.input());
  await settle(scene, shipmentId);
  const { id } = await onlyFulfillment(scene);
  await world.ask(
    `mutation($id: ID!) { fulfillmentEventCreate(fulfillmentEvent: { fulfillmentId: $id, status: IN_TRANSIT, happenedAt: "2026-01-02T03:04:05Z" }) { userErrors { message } } }`,
    { id },
  );
  await world.mirror(scene.orderGid);
  await hearShopify(deps, { shopId, orderId: scene.orderId });
  await settle(scene, shipmentId);
  expect((await readOrder(scene)).state).toBe("shipped");
  expect((await onlyFulfillment(scene)).events.nodes).toHaveLength(1);
});

test("a person's word is kept as stated and ships nothing", async () => {
  const scene = await openScene();
  const { shipmentId } = await taken(scene.input());
  const stated = { shopId, shipmentId, source: "stated", author: "1" } as const;
  const events = [said("IN_TRANSIT", "by hand", 5)];
  await inShop(db, shopId, (tx) => recordCarrierEvents(deps, tx, { ...stated, events }));
  expect((await readOrder(scene)).state).toBe("accepted");
});

test("two supplies of the same number at once: one parcel", async () => {
  const scene = await openScene();
  const input = scene.input();
  const results = await Promise.all([take(input), take(input), take(input)]);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.flatMap((one) => (one.ok ? [] : one.refusal.code))).toEqual([
    "number_known",
    "number_known",
  ]);
});

test("refuses the number of another order, another supplier's order, and a wrong check digit until confirmed", async () => {
  const [one, other] = [await openScene(), await openScene()];
  const { trackingNumber } = await taken(one.input());
  expect(await take(other.input({ trackingNumber }))).toMatchObject({
    refusal: { code: "number_known", isSameOrder: false },
  });
  expect(await take(other.input({ supplierId: one.supplierId }))).toMatchObject({
    refusal: { code: "order_unknown" },
  });
  const wrong = other.input({ trackingNumber: "1Z5R89390357567128" });
  expect(await take(wrong)).toMatchObject({ refusal: { code: "number_asked", canConfirm: true } });
  expect(await take({ ...wrong, isConfirmed: true })).toMatchObject({
    value: { isNumberValid: false },
  });
});

test("a number for what was taken back is refused, and a person hears of it once", async () => {
  const scene = await openScene("revoked");
  const input = scene.input();
  expect(await take(input)).toMatchObject({ refusal: { code: "order_revoked" } });
  await take(input);
  const alerts = await inShop(db, shopId, (tx) =>
    tx.alert.findMany({ where: { shopId, event: "supplier_trouble" } }),
  );
  expect(alerts.map(({ title }) => title)).toEqual([
    `A supplier says that ${scene.purchaseOrder.number} has shipped, but it was taken back`,
  ]);
});

test("a corrected number reaches Shopify on the same fulfillment; once scanned it stays", async () => {
  const scene = await openScene();
  const { shipmentId } = await taken(scene.input());
  await settle(scene, shipmentId);
  const trackingNumber = nextNumber();
  const { supplierId } = scene;
  const correction = { ...scene.input({ trackingNumber }), shipmentId, supplierId };
  const correct = () => inShop(db, shopId, (tx) => correctShipment(deps, tx, correction));
  expect(await correct()).toMatchObject({ ok: true });
  await settle(scene, shipmentId);
  expect((await onlyFulfillment(scene)).trackingInfo).toEqual([{ number: trackingNumber }]);
  await hear(shipmentId, [said("IN_TRANSIT", "m1", 1)]);
  expect(await correct()).toMatchObject({ refusal: { code: "already_scanned" } });
});

test("corrected there and back again, and scanned before it was told: Shopify has the last number and the scan", async () => {
  const scene = await openScene();
  const first = scene.input();
  const { shipmentId } = await taken(first);
  await settle(scene, shipmentId);
  const { supplierId } = scene;
  const correct = (trackingNumber: string) =>
    inShop(db, shopId, (tx) =>
      correctShipment(deps, tx, { ...first, trackingNumber, shipmentId, supplierId }),
    );
  const other = nextNumber();
  for (const trackingNumber of [other, first.trackingNumber]) {
    await correct(trackingNumber);
    await settle(scene, shipmentId);
  }
  await correct(other);
  await hear(shipmentId, [said("IN_TRANSIT", "m1", 1)]);
  // One run for both: the queue holds a waiting job of a parcel once.
  await report(shipmentId);
  const open = await inShop(db, shopId, (tx) =>
    tx.intent.findMany({
      where: { shopId, orderGid: scene.orderGid, state: "planned" },
      orderBy: { id: "asc" },
    }),
  );
  for (const { id } of open) await world.carryOut(id);
  const { trackingInfo, events } = await onlyFulfillment(scene);
  expect(trackingInfo).toEqual([{ number: other }]);
  expect(events.nodes.map(({ status }) => status)).toEqual(["IN_TRANSIT"]);
});

test("two parcels corrected to one number at once: one has it, the other is told whose it is", async () => {
  const scenes = [await openScene(), await openScene()];
  const trackingNumber = nextNumber();
  const corrections: Promise<Awaited<ReturnType<typeof correctShipment>>>[] = [];
  for (const scene of scenes) {
    const { shipmentId } = await taken(scene.input());
    const { supplierId } = scene;
    const correction = { ...scene.input({ trackingNumber }), shipmentId, supplierId };
    corrections.push(inShop(db, shopId, (tx) => correctShipment(deps, tx, correction)));
  }
  const results = await Promise.all(corrections);
  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.find(({ ok }) => !ok)).toMatchObject({
    refusal: { code: "number_known", number: trackingNumber, isSameOrder: false },
  });
});

test("a number that is just being written for another parcel is refused, and the transaction lives on", async () => {
  const [scene, other] = [await openScene(), await openScene()];
  const { shipmentId } = await taken(scene.input());
  const trackingNumber = nextNumber();
  const { supplierId } = scene;
  const correction = { ...scene.input({ trackingNumber }), shipmentId, supplierId };
  let correcting: Promise<Awaited<ReturnType<typeof correctShipment>>> | null = null;
  await inShop(db, shopId, async (tx) => {
    await recordShipment({ clock: deps.clock }, tx, other.input({ trackingNumber }));
    correcting = inShop(db, shopId, (own) => correctShipment(deps, own, correction));
    await untilBlocked(db, correcting);
  });
  expect(await correcting).toMatchObject({ refusal: { code: "number_known" } });
});

test("the same correction entered twice at once is one, and is told once", async () => {
  const scene = await openScene();
  const { shipmentId } = await taken(scene.input());
  const { supplierId } = scene;
  const correction = {
    ...scene.input({ trackingNumber: nextNumber() }),
    shipmentId,
    supplierId,
  };
  const results = await Promise.all(
    [1, 2].map(() => inShop(db, shopId, (tx) => correctShipment(deps, tx, correction))),
  );
  expect(results.map(({ ok }) => ok)).toEqual([true, true]);
  const { rows } = await db.pool.query(
    "select 1 from ledger_entries where shop_id = $1 and order_id = $2 and kind = 'shipment.corrected'",
    [shopId, scene.orderId],
  );
  expect(rows).toHaveLength(1);
});

test("a correction that Shopify refuses is tried again, then a person hears of it once", async () => {
  const scene = await openScene();
  const { shipmentId } = await taken(scene.input());
  await settle(scene, shipmentId);
  const { supplierId } = scene;
  const trackingNumber = nextNumber();
  const correction = { ...scene.input({ trackingNumber }), shipmentId, supplierId };
  const correct = () => inShop(db, shopId, (tx) => correctShipment(deps, tx, correction));
  await correct();
  const where = { shopId_id: { shopId, id: shipmentId } };
  const find = () => inShop(db, shopId, (tx) => tx.shipment.findUniqueOrThrow({ where }));
  const refuseAll = async () => {
    for (let round = 0; round < 5; round += 1) {
      await report(shipmentId);
      await inShop(db, shopId, (tx) =>
        tx.intent.updateMany({
          where: { shopId, orderGid: scene.orderGid, state: "planned" },
          data: {
            state: "failed",
            refusal: { code: "user_error", message: "No such parcel.", isProof: true },
            settledAt: new Date(),
          },
        }),
      );
    }
  };
  await refuseAll();
  expect(await find()).toMatchObject({
    correctionAttempts: 3,
    trouble: { code: "correction_refused", message: expect.stringContaining("No such parcel.") },
  });
  const alerts = await inShop(db, shopId, (tx) =>
    tx.alert.findMany({ where: { shopId, key: { startsWith: `shipment:${shipmentId}:` } } }),
  );
  expect(alerts.map(({ title }) => title)).toEqual([
    `Shopify does not know yet that ${scene.purchaseOrder.number} has tracking number ${trackingNumber}`,
  ]);
  // Entered once more it is tried once more, and now Shopify takes it.
  await correct();
  await settle(scene, shipmentId);
  await report(shipmentId);
  expect((await onlyFulfillment(scene)).trackingInfo).toEqual([{ number: trackingNumber }]);
  expect((await find()).trouble).toBeNull();
});

test("what Shopify could not be told yet is looked at again, also of a parcel that it knows", async () => {
  const scene = await openScene();
  const { shipmentId } = await taken(scene.input());
  await settle(scene, shipmentId);
  const look = async (code: string | null) => {
    const key = `report-shipment:${shopId}:${shipmentId}`;
    await db.pool.query("delete from graphile_worker._private_jobs where key = $1", [key]);
    await inShop(db, shopId, async (tx) => {
      const trouble = code === null ? Prisma.DbNull : { code, message: "Not now." };
      await tx.shipment.update({
        where: { shopId_id: { shopId, id: shipmentId } },
        data: { trouble },
      });
      await reportAgain(tx, shopId);
    });
    const { rows } = await db.pool.query(
      "select 1 from graphile_worker._private_jobs where key = $1",
      [key],
    );
    return rows.length;
  };
  expect(await look("not_live")).toBe(1);
  expect(await look("refused")).toBe(0);
  expect(await look(null)).toBe(0);
});

test("units that Shopify has no more of are a person's: nothing is called", async () => {
  const scene = await openScene();
  await world.sandbox.control("act", { action: "fulfil_order", orderId: scene.orderGid });
  const { shipmentId } = await taken(scene.input());
  await settle(scene, shipmentId);
  const shipment = await inShop(db, shopId, (tx) =>
    tx.shipment.findUniqueOrThrow({ where: { shopId_id: { shopId, id: shipmentId } } }),
  );
  expect(shipment).toMatchObject({ intentId: null, trouble: { code: "units_gone" } });
});

test("a shopper is handed the parcels, and forgotten: nobody follows or reports them any more", async () => {
  const scene = await openScene();
  const { shipmentId } = await taken(scene.input());
  const find = () =>
    inShop(db, shopId, (tx) =>
      tx.shipment.findUniqueOrThrow({ where: { shopId_id: { shopId, id: shipmentId } } }),
    );
  const { trackingNumber } = await find();
  const detail = { city: "Portland", message: null, estimatedDeliveryAt: null };
  await inShop(db, shopId, (tx) =>
    tx.shipmentEvent.create({
      data: {
        ...{ shopId, shipmentId, code: "IN_TRANSIT", source: "carrier", author: "test" },
        ...{ happenedAt: deps.clock.now(), heardAt: deps.clock.now(), messageId: "1", detail },
      },
    }),
  );
  const target = {
    shopId,
    person: { customerGid: null, email: null, phone: null, orderGids: [scene.orderGid] },
    orderGids: [scene.orderGid],
    words: [],
    now: deps.clock.now(),
  };
  const told = await inShop(db, shopId, (tx) => shipmentsPersonalData.exportCustomer(tx, target));
  expect(told).toMatchObject([
    { table: "shipments", rows: [{ tracking_number: trackingNumber }] },
    { table: "shipment_events", rows: [{ detail: { city: "Portland" } }] },
  ]);
  const erase = () => inShop(db, shopId, (tx) => shipmentsPersonalData.eraseCustomer(tx, target));
  expect(await erase()).toEqual([
    { table: "shipments", rows: 1, outcome: "emptied" },
    { table: "shipment_events", rows: 1, outcome: "emptied" },
  ]);
  expect(await erase()).toEqual([]);
  const left = await inShop(db, shopId, (tx) => shipmentsPersonalData.exportCustomer(tx, target));
  expect(JSON.stringify(left)).not.toMatch(new RegExp(`${trackingNumber}|Portland`));
  await report(shipmentId);
  expect((await find()).intentId).toBeNull();
});
