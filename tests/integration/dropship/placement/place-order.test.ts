/** Units follow purchase orders to suppliers' locations in Shopify: once, together, and back when nobody there ships them. */
import { expect, test } from "vitest";
import { inShop } from "#app/platform/db.server.ts";
import { considerPlacement } from "#app/dropship/placement/consider-placement.server.ts";
import { listPlacementWords } from "#app/dropship/placement/list-placement-words.server.ts";
import { placeOrder as runPlacement } from "#app/dropship/placement/place-order.server.ts";
import { retryPlacements } from "#app/dropship/placement/retry-placements.server.ts";
import { findPlacement } from "#app/dropship/placement/placement-store.server.ts";
import { recordShipment } from "#app/dropship/shipments/record-shipment.server.ts";
import { reportShipment } from "#app/dropship/shipments/report-shipment.server.ts";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { createTestDeps } from "#tests/integration/shopify/auth-deps.ts";
import { getOrder, placeOrder } from "#tests/integration/rails/kind-scenes.ts";
import { openRailsWorld } from "#tests/integration/rails/rails-world.ts";
import { addPurchaseOrder } from "#tests/support/dropship/purchase-orders.ts";
import { addSupplier } from "#tests/support/dropship/suppliers.ts";

const world = await openRailsWorld();
const { db, shopId } = world;
const deps = {
  db,
  clock: world.deps.clock,
  admin: createAdminClient(createTestDeps(db)),
  rails: world.deps,
};
const KINDS = ["move_fulfillment_order", "activate_inventory"];

async function addLocation(name: string): Promise<string> {
  const { locationAdd } = await world.ask<{ locationAdd: { location: { id: string } } }>(
    `mutation($name: String!) { locationAdd(input: { name: $name, address: { countryCode: US } }) { location { id } userErrors { message } } }`,
    { name },
  );
  return locationAdd.location.id;
}
const [acme, bolt, bare] = [
  await addLocation("Acme"),
  await addLocation("Bolt"),
  await addLocation("Bare"),
];

type Item = { id: string; inventoryLevel: { quantities: { quantity: number }[] } | null };
async function readItem(locationId: string): Promise<Item> {
  const { productVariants } = await world.ask<{
    productVariants: { nodes: { inventoryItem: Item }[] };
  }>(
    `query($locationId: ID!) { productVariants(first: 1) { nodes { inventoryItem { id
      inventoryLevel(locationId: $locationId) { quantities(names: ["on_hand"]) { quantity } } } } } }`,
    { locationId },
  );
  const [variant] = productVariants.nodes;
  if (!variant) throw new Error("The shop sells nothing.");
  return variant.inventoryItem;
}
for (const locationId of [acme, bolt])
  await world.ask(
    `mutation($item: ID!, $locationId: ID!) { inventoryActivate(inventoryItemId: $item, locationId: $locationId) @idempotent(key: "${locationId}") { userErrors { message } } }`,
    { item: (await readItem(locationId)).id, locationId },
  );

type SceneFields = {
  readonly location?: string;
  readonly stocksLocation?: boolean;
  units?: number;
};

/** An order of three units, one purchase order of which has been sent to a supplier with a location. */
async function openScene({ location = acme, stocksLocation = false, units = 3 }: SceneFields = {}) {
  const { id: orderGid } = await placeOrder(world);
  const scene = await inShop(db, shopId, async (tx) => {
    const order = await tx.order.findUniqueOrThrow({
      where: { shopId_gid: { shopId, gid: orderGid } },
      select: { id: true, gid: true, name: true },
    });
    const { gid: lineGid } = await tx.orderLine.findFirstOrThrow({
      where: { shopId, orderId: order.id },
    });
    const supplied = { locationGid: location, locationName: "Acme", stocksLocation };
    const { supplierId } = await addSupplier(tx, shopId, supplied);
    const lines = [{ lineGid, units }];
    const purchaseOrder = await addPurchaseOrder(tx, shopId, { supplierId, order, lines });
    return { order, lineGid, supplierId, purchaseOrder };
  });
  const { order, purchaseOrder } = scene;
  return { ...scene, orderGid, orderId: order.id, purchaseOrderId: purchaseOrder.id };
}
type Scene = Awaited<ReturnType<typeof openScene>>;

const runOnce = ({ orderId }: Scene) =>
  runPlacement(deps, { shopId: `${shopId}`, orderId: `${orderId}` });

const listOpen = ({ orderGid }: Scene) =>
  inShop(db, shopId, (tx) =>
    tx.intent.findMany({
      where: { shopId, orderGid, kind: { in: KINDS }, state: "planned" },
      orderBy: { id: "asc" },
    }),
  );

/** Looks, and carries out what was decided, until nothing is left to do. Returns the kinds of what was done. */
async function settle(scene: Scene): Promise<string[]> {
  const done: string[] = [];
  for (let round = 0; round < 8; round += 1) {
    await runOnce(scene);
    const open = await listOpen(scene);
    if (open.length === 0) return done;
    for (const { id, kind } of open) {
      await world.carryOut(id);
      done.push(kind);
    }
  }
  throw new Error("It does not come to rest.");
}

/** Units by location, zeros left out. */
async function readPlaces({ orderGid }: Scene): Promise<Record<string, number>> {
  const { fulfillmentOrders } = await getOrder(world, orderGid);
  const places: Record<string, number> = {};
  for (const { status, assignedLocation, lineItems } of fulfillmentOrders.nodes) {
    const units = lineItems.nodes.reduce((sum, one) => sum + one.remainingQuantity, 0);
    const { id } = assignedLocation.location;
    const name = new Map([
      [acme, "acme"],
      [bolt, "bolt"],
      [bare, "bare"],
    ]).get(id);
    if (status !== "CLOSED" && units > 0)
      places[name ?? "home"] = (places[name ?? "home"] ?? 0) + units;
  }
  return places;
}

const readNotes = ({ orderId }: Scene) =>
  inShop(db, shopId, async (tx) => (await findPlacement(tx, shopId, orderId))?.notes ?? []);

const readHistory = ({ orderId }: Scene) =>
  inShop(db, shopId, async (tx) => {
    const entries = await tx.ledgerEntry.findMany({
      where: { shopId, orderId, kind: { startsWith: "purchase_order." } },
      orderBy: { seq: "asc" },
    });
    return entries.map(({ kind }) => kind);
  });

async function countWaiting({ orderId }: Scene): Promise<number> {
  const { rows } = await db.pool.query(
    "delete from graphile_worker._private_jobs where key = $1 returning 1",
    [`place:${shopId}:${orderId}`],
  );
  return rows.length;
}

const saveState = ({ purchaseOrderId }: Pick<Scene, "purchaseOrderId">, state: string) =>
  inShop(db, shopId, async (tx) => {
    const isLive = state !== "revoked";
    await tx.purchaseOrder.update({
      where: { shopId_id: { shopId, id: purchaseOrderId } },
      data: { state },
    });
    await tx.purchaseOrderUnit.updateMany({ where: { shopId, purchaseOrderId }, data: { isLive } });
  });

test("all units of an order go to the supplier's location, in one call, and nothing follows", async () => {
  world.keepOnFailure();
  const scene = await openScene();
  const before = await world.countCalls("moveFulfillmentOrder");
  expect(await settle(scene)).toEqual(["move_fulfillment_order"]);
  expect(await readPlaces(scene)).toEqual({ acme: 3 });
  expect(await settle(scene)).toEqual([]);
  expect((await world.countCalls("moveFulfillmentOrder")) - before).toBe(1);
  expect(await readNotes(scene)).toMatchObject([{ code: "moved", units: 3 }]);
  expect(await readHistory(scene)).toEqual(["purchase_order.placed"]);
  // The end of the step brings the job back by itself.
  expect(await countWaiting(scene)).toBe(1);
});

test("a purchase order of one unit takes one unit, and its parcel is shipped from there", async () => {
  const scene = await openScene({ units: 1 });
  const { supplierId, purchaseOrderId } = scene;
  await runOnce(scene);
  const shipped = await inShop(db, shopId, (tx) =>
    recordShipment(deps, tx, {
      shopId,
      supplierId,
      purchaseOrderId,
      lines: "all",
      carrier: null,
      trackingNumber: "1Z5R89390357567127",
      source: "link",
      author: "contact 1",
      isConfirmed: false,
    }),
  );
  if (!shipped.ok) throw new Error(shipped.refusal.code);
  const parcel = { shopId: `${shopId}`, shipmentId: `${shipped.value.shipmentId}` };
  const where = { shopId, orderGid: scene.orderGid, kind: "create_fulfillment" };
  const findShipping = () => inShop(db, shopId, (tx) => tx.intent.findFirst({ where }));
  // Its units are on their way: the ids that a shipment would name are about to change.
  await reportShipment(deps, parcel);
  expect(await findShipping()).toBeNull();
  await settle(scene);
  expect(await readPlaces(scene)).toEqual({ home: 2, acme: 1 });
  await reportShipment(deps, parcel);
  const shipping = await findShipping();
  if (!shipping) throw new Error("The shipment was not decided.");
  expect(await world.carryOut(shipping.id)).toMatchObject({ state: "done" });
  expect(await readPlaces(scene)).toEqual({ home: 2 });
  expect(await settle(scene)).toEqual([]);
});

test("what is not stocked there stays, and says so; once it may be stocked, it is and moves", async () => {
  const scene = await openScene({ location: bare });
  expect(await settle(scene)).toEqual([]);
  expect(await readPlaces(scene)).toEqual({ home: 3 });
  const titles = new Map([[scene.lineGid, "Mug"]]);
  const words = await inShop(db, shopId, (tx) =>
    listPlacementWords(tx, { ...scene, shopId }, titles),
  );
  expect(words.get(`${scene.purchaseOrderId}`)).toEqual([
    "Not moved to Acme in Shopify: “Mug” is not stocked at Acme. Stock it there in Shopify, or let Aftercare do so on the supplier's page.",
  ]);
  expect(await readHistory(scene)).toEqual(["purchase_order.not_placed"]);
  // Stocking it by hand is no news to us: it is looked at now and then.
  await retryPlacements(deps, shopId);
  expect(await countWaiting(scene)).toBe(0);
  world.advance(7 * 3_600_000);
  await retryPlacements(deps, shopId);
  expect(await countWaiting(scene)).toBe(1);
  const where = { shopId_id: { shopId, id: scene.supplierId } };
  await inShop(db, shopId, (tx) => tx.supplier.update({ where, data: { stocksLocation: true } }));
  expect(await countWaiting(scene)).toBe(1);
  expect(await settle(scene)).toEqual([]);
  expect(await readNotes(scene)).toMatchObject([{ code: "stocking_not_granted" }]);
  await db.prisma.shop.update({ where: { id: shopId }, data: { scopes: ["write_inventory"] } });
  expect(await countWaiting(scene)).toBe(1);
  expect(await settle(scene)).toEqual(["activate_inventory", "move_fulfillment_order"]);
  expect(await readPlaces(scene)).toEqual({ bare: 3 });
  // Stocked with nothing: what the order has taken is all that is counted there.
  const { inventoryLevel } = await readItem(bare);
  expect(inventoryLevel?.quantities).toEqual([{ quantity: 0 }]);
});

test("held units stay until the hold is released", async () => {
  const scene = await openScene();
  const [held] = (await getOrder(world, scene.orderGid)).fulfillmentOrders.nodes;
  await world.ask(
    `mutation($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER, handle: "x", notifyMerchant: false }) { userErrors { message } } }`,
    { id: held?.id },
  );
  await world.mirror(scene.orderGid);
  expect(await settle(scene)).toEqual([]);
  expect(await readNotes(scene)).toMatchObject([{ code: "held" }]);
  await considerPlacement(deps, { ...scene, shopId });
  expect(await countWaiting(scene)).toBe(0);
  await world.ask(
    `mutation($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { userErrors { message } } }`,
    { id: held?.id },
  );
  await world.mirror(scene.orderGid);
  await considerPlacement(deps, { ...scene, shopId });
  expect(await countWaiting(scene)).toBe(1);
  expect(await settle(scene)).toEqual(["move_fulfillment_order"]);
  expect(await readPlaces(scene)).toEqual({ acme: 3 });
});

test.each<[string, number]>([
  ["cut_after_commit", 1],
  ["500_after", 1],
  ["cut_before", 2],
])("an answer lost by %s moves once, after %i calls", async (fault, calls) => {
  const scene = await openScene({ units: 2 });
  const before = await world.countCalls("moveFulfillmentOrder");
  await world.fault(fault, "fulfillmentOrderMove");
  await settle(scene);
  expect(await readPlaces(scene)).toEqual({ home: 1, acme: 2 });
  expect((await world.countCalls("moveFulfillmentOrder")) - before).toBe(calls);
  expect(await readNotes(scene)).toMatchObject([{ code: "moved", units: 2 }]);
});

test("two looks at once decide one move", async () => {
  const scene = await openScene();
  await Promise.all([runOnce(scene), runOnce(scene)]);
  expect(await listOpen(scene)).toHaveLength(1);
});

test("a fail-over takes the units on to the next supplier's location, and home when there is none", async () => {
  const scene = await openScene();
  await settle(scene);
  await saveState(scene, "revoked");
  expect(await countWaiting(scene)).toBe(1);
  const next = await inShop(db, shopId, async (tx) => {
    const { supplierId } = await addSupplier(tx, shopId, {
      locationGid: bolt,
      locationName: "Bolt",
    });
    const lines = [{ lineGid: scene.lineGid, units: 3 }];
    const { order } = scene;
    const unsent = { supplierId, order, lines, state: "queued", sentAt: null };
    return addPurchaseOrder(tx, shopId, unsent);
  });
  // Another supplier is being asked: the units wait where they are.
  expect(await settle(scene)).toEqual([]);
  expect(await readPlaces(scene)).toEqual({ acme: 3 });
  await inShop(db, shopId, (tx) =>
    tx.purchaseOrder.update({
      where: { shopId_id: { shopId, id: next.id } },
      data: { state: "sent", sentAt: world.now() },
    }),
  );
  expect(await countWaiting(scene)).toBe(1);
  expect(await settle(scene)).toEqual(["move_fulfillment_order"]);
  expect(await readPlaces(scene)).toEqual({ bolt: 3 });
  await saveState({ purchaseOrderId: next.id }, "revoked");
  expect(await settle(scene)).toEqual(["move_fulfillment_order"]);
  expect(await readPlaces(scene)).toEqual({ home: 3 });
  expect(await readHistory(scene)).toEqual([
    "purchase_order.placed",
    "purchase_order.placed",
    "purchase_order.put_back",
  ]);
  expect(await settle(scene)).toEqual([]);
});

test("what a person of the shop moves elsewhere afterwards stays there", async () => {
  const scene = await openScene();
  await settle(scene);
  const [entry] = (await getOrder(world, scene.orderGid)).fulfillmentOrders.nodes;
  await world.ask(
    `mutation($id: ID!, $to: ID!) { fulfillmentOrderMove(id: $id, newLocationId: $to) { userErrors { message } } }`,
    { id: entry?.id, to: bolt },
  );
  expect(await settle(scene)).toEqual([]);
  expect(await readPlaces(scene)).toEqual({ bolt: 3 });
});

test("a move that Shopify refuses is left until the fulfillment order is another one", async () => {
  const scene = await openScene();
  await runOnce(scene);
  const [entry] = (await getOrder(world, scene.orderGid)).fulfillmentOrders.nodes;
  await world.ask(
    `mutation($id: ID!) { fulfillmentOrderReportProgress(id: $id) { userErrors { message } } }`,
    { id: entry?.id },
  );
  for (const { id } of await listOpen(scene)) await world.carryOut(id);
  expect(await settle(scene)).toEqual([]);
  expect(await readPlaces(scene)).toEqual({ home: 3 });
  expect(await readNotes(scene)).toMatchObject([{ code: "in_progress" }]);
  await world.ask(
    `mutation($id: ID!) { fulfillmentOrderOpen(id: $id) { userErrors { message } } }`,
    { id: entry?.id },
  );
  // As the mirror does not know it yet, the refusal stands.
  expect(await settle(scene)).toEqual([]);
  expect(await readNotes(scene)).toMatchObject([{ code: "refused" }]);
  await inShop(db, shopId, (tx) =>
    tx.orderPlacement.update({
      where: { shopId_orderId: { shopId, orderId: scene.orderId } },
      data: { seen: "as it was before" },
    }),
  );
  await considerPlacement(deps, { ...scene, shopId });
  expect(await settle(scene)).toEqual(["move_fulfillment_order"]);
  expect(await readPlaces(scene)).toEqual({ acme: 3 });
});
