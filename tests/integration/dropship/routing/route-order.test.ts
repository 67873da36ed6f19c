/** Routing at work: once whatever happens, one unit to one supplier whoever wants it, and nothing without leave. */
import { expect, test } from "vitest";
import { z } from "zod";
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import { lockStock } from "#app/dropship/routing/load-supply.server.ts";
import { considerOrder } from "#app/dropship/routing/consider-order.server.ts";
import { findOrderRouting } from "#app/dropship/routing/find-order-routing.server.ts";
import { handleRoute } from "#app/dropship/routing/handle-route.server.ts";
import { FIRST_RULE } from "#app/dropship/routing/rules/rule-body.ts";
import { routeOrder } from "#app/dropship/routing/route-order.server.ts";
import type { RouteWish } from "#app/dropship/routing/route-wish.ts";
import { wakeHeld } from "#app/dropship/routing/wake-held.server.ts";
import type { IntentKind } from "#app/rails/intent-kind.ts";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { createTestDeps } from "#tests/integration/shopify/auth-deps.ts";
import { placeOrder } from "#tests/integration/rails/kind-scenes.ts";
import { openRailsWorld } from "#tests/integration/rails/rails-world.ts";
import { untilBlocked } from "#tests/support/until-blocked.ts";
import { addOrder, SHIP_TO } from "#tests/support/dropship/purchase-orders.ts";
import { addOrderLines, routingFacts } from "#tests/support/dropship/routing.ts";
import { addOffer, addSupplier } from "#tests/support/dropship/suppliers.ts";

const world = await openRailsWorld();
const { db, shopId } = world;

/** Kinds of other parts, which nobody carries out here. */
const silent = (name: string): IntentKind => ({
  name,
  args: z.looseObject({}),
  ceiling: "none",
  moneyOf: () => null,
  readBefore: null,
  call: () => Promise.reject(new Error("not in this test")),
  assessFailure: () => ({ kind: "lost" }) as never,
  look: () => Promise.resolve({ kind: "nothing" }),
});
const kinds = new Map([
  ...world.deps.kinds,
  ...["send_purchase_order", "tell_supplier"].map((name) => [name, silent(name)] as const),
]);
const rails = { ...world.deps, kinds };
const deps = { db, clock: world.deps.clock, rails, admin: createAdminClient(createTestDeps(db)) };

const asShop = <Value>(work: (tx: ShopTx) => Promise<Value>) => inShop(db, shopId, work);
const route = (wish: Omit<RouteWish, "shopId" | "cause" | "person"> & Partial<RouteWish>) =>
  asShop((tx) => routeOrder(deps, tx, { cause: "changed", person: null, ...wish, shopId }));

const setMode = (mode: string, goLiveAt: Date | null = new Date("2020-01-01")) =>
  asShop(
    (tx) => tx.$executeRaw`
      insert into rails_modes (shop_id, workflow, version, mode, go_live_at, changed_at, changed_by)
      select ${shopId}, 'routing', coalesce(max(version), 0) + 1, ${mode}, ${goLiveAt}, now(), '1'
      from rails_modes where shop_id = ${shopId}`,
  );
await setMode("acting");

let serial = 0;
async function openScene(stock: readonly number[], units: readonly number[] = [1]) {
  const variantGid = `gid://shopify/ProductVariant/${(serial += 1)}`;
  return asShop(async (tx) => {
    const suppliers: bigint[] = [];
    for (const [index, stockUnits] of stock.entries()) {
      const { supplierId } = await addSupplier(tx, shopId, { name: `Of ${serial}.${index}` });
      const costMinor = 1_000n + BigInt(index);
      await addOffer(tx, shopId, { supplierId, variantGid, stockUnits, costMinor });
      suppliers.push(supplierId);
    }
    const orders: { orderId: bigint; lineGid: string; facts: RouteWish["facts"] }[] = [];
    for (const quantity of units) {
      const order = await addOrder(tx, shopId, { fetchedAt: new Date(), source: "webhook" });
      const lineGid = `gid://shopify/LineItem/77${order.id}`;
      await addOrderLines(tx, shopId, order.id, [{ gid: lineGid, variantGid, quantity }]);
      const lines = [{ lineGid, currentUnits: quantity }];
      const facts = routingFacts({ orderGid: order.gid, lines });
      orders.push({ orderId: order.id, lineGid, facts });
    }
    return { variantGid, suppliers, orders };
  });
}

const listUnits = (orderId: bigint) =>
  asShop(
    (tx) =>
      tx.$queryRaw<{ supplierId: bigint; units: number }[]>`
      select p.supplier_id as "supplierId", count(*)::int as units
      from purchase_order_units u
      join purchase_orders p on p.shop_id = u.shop_id and p.id = u.purchase_order_id
      where u.shop_id = ${shopId} and u.order_id = ${orderId} and u.is_live
      group by 1 order by 1`,
  );
const findStanding = (orderId: bigint) =>
  asShop((tx) => tx.orderRouting.findUnique({ where: { shopId_orderId: { shopId, orderId } } }));
const countPlans = (orderId: bigint) =>
  asShop((tx) => tx.routingPlanRow.count({ where: { shopId, orderId } }));

test("routes a paid order read from Shopify once, however often it is told of it", async () => {
  const shopifyOrder = await placeOrder(world);
  const { orderId, lineGid } = await asShop(async (tx) => {
    const order = await tx.order.findUniqueOrThrow({
      where: { shopId_gid: { shopId, gid: shopifyOrder.id } },
    });
    const line = await tx.orderLine.findFirstOrThrow({ where: { shopId, orderId: order.id } });
    const { supplierId } = await addSupplier(tx, shopId, { name: "Real" });
    await addOffer(tx, shopId, { supplierId, variantGid: line.variantGid ?? "" });
    return { orderId: order.id, lineGid: line.gid };
  });
  for (let time = 0; time < 5; time += 1) {
    await considerOrder(deps, { shopId, orderId });
    await handleRoute(deps, { shopId: `${shopId}`, orderId: `${orderId}`, cause: "changed" });
  }
  expect(await findStanding(orderId)).toMatchObject({ state: "routed", reasons: [], version: 1 });
  const orders = await asShop((tx) => tx.purchaseOrder.findMany({ where: { shopId, orderId } }));
  expect(orders).toHaveLength(1);
  const [line] = await asShop((tx) =>
    tx.purchaseOrderLine.findMany({ where: { shopId, lineGid } }),
  );
  expect(line?.units).toBe(3);
  const jobs = await db.pool.query(
    "select count(*)::int as count from graphile_worker.jobs where key = $1",
    [`route:${shopId}:${orderId}`],
  );
  // Asked once: what came after had nothing new to say.
  expect(jobs.rows).toEqual([{ count: 1 }]);
});

test("gives the last unit to one of two orders that want it at the same time", async () => {
  const { orders } = await openScene([1], [1, 1]);
  const routed = await Promise.all(orders.map((order) => route(order)));
  expect(routed.map((one) => one?.state).sort()).toEqual(["held", "routed"]);
  const units = await Promise.all(orders.map(({ orderId }) => listUnits(orderId)));
  expect(units.flat()).toEqual([{ supplierId: expect.any(BigInt), units: 1 }]);
});

test("leaves nothing behind when it dies between plan and purchase order", async () => {
  const { orders } = await openScene([5]);
  const [order] = orders;
  if (!order) throw new Error("no order");
  const dying = { ...rails, mayAct: () => Promise.reject(new Error("killed")) };
  const attempt = asShop((tx) =>
    routeOrder({ ...deps, rails: dying }, tx, { shopId, cause: "changed", person: null, ...order }),
  );
  await expect(attempt).rejects.toThrow("killed");
  expect([await countPlans(order.orderId), await findStanding(order.orderId)]).toEqual([0, null]);
  expect(await route(order)).toMatchObject({ state: "routed", issued: 1 });
  expect(await route(order)).toMatchObject({ state: "routed", issued: 0 });
  expect(await countPlans(order.orderId)).toBe(1);
});

test("splits a line over suppliers, each unit to one of them", async () => {
  const { orders, suppliers } = await openScene([1, 3], [4]);
  const [order] = orders;
  if (!order) throw new Error("no order");
  expect(await route(order)).toMatchObject({ state: "routed", issued: 4 });
  const units = await asShop((tx) =>
    tx.purchaseOrderUnit.findMany({
      where: { shopId, orderId: order.orderId, isLive: true },
      orderBy: { unit: "asc" },
    }),
  );
  expect(units.map(({ unit }) => unit)).toEqual([1, 2, 3, 4]);
  const made = await asShop((tx) =>
    tx.purchaseOrder.findMany({
      where: { shopId, orderId: order.orderId },
      orderBy: { sequence: "asc" },
    }),
  );
  expect(made.map(({ sequence }) => sequence)).toEqual(made.map((_, index) => index + 1));
  expect(new Set(made.map(({ number }) => number)).size).toBe(made.length);
  expect(await listUnits(order.orderId)).toEqual([
    { supplierId: suppliers[0], units: 1 },
    { supplierId: suppliers[1], units: 3 },
  ]);
  const history = await db.pool.query<{ kind: string }>(
    "select kind from ledger_entries where shop_id = $1 and order_id = $2 and kind = 'purchase_order.issued'",
    [shopId, order.orderId],
  );
  expect(history.rows).toHaveLength(made.length);
});

test("does not ask a supplier again that declined", async () => {
  const { orders, suppliers } = await openScene([5, 5]);
  const [order] = orders;
  if (!order) throw new Error("no order");
  await route(order);
  expect(await listUnits(order.orderId)).toEqual([{ supplierId: suppliers[0], units: 1 }]);
  await asShop(async (tx) => {
    await tx.purchaseOrderLine.updateMany({
      where: { shopId, orderId: order.orderId },
      data: { declinedUnits: 1 },
    });
    await tx.purchaseOrder.updateMany({
      where: { shopId, orderId: order.orderId },
      data: { state: "declined", endedAt: new Date() },
    });
    await tx.purchaseOrderUnit.updateMany({
      where: { shopId, orderId: order.orderId },
      data: { isLive: false },
    });
  });
  await route({ ...order, cause: "declined" });
  expect(await listUnits(order.orderId)).toEqual([{ supplierId: suppliers[1], units: 1 }]);
  const numbers = await asShop((tx) =>
    tx.purchaseOrder.findMany({ where: { shopId, orderId: order.orderId } }),
  );
  expect(numbers.map(({ sequence }) => sequence)).toEqual([1, 2]);
});

test("takes back what a shopper cancelled before the supplier said yes", async () => {
  const { orders } = await openScene([5], [2]);
  const [order] = orders;
  if (!order) throw new Error("no order");
  await route(order);
  const fewer = routingFacts({
    orderGid: order.facts.orderGid,
    lines: [{ lineGid: order.lineGid, currentUnits: 1 }],
  });
  expect(await route({ ...order, facts: fewer })).toMatchObject({ state: "routed", issued: 1 });
  expect((await listUnits(order.orderId))[0]?.units).toBe(1);
  const cancelled = { ...fewer, cancelledAt: new Date() };
  expect(await route({ ...order, facts: cancelled })).toMatchObject({ state: "done" });
  expect(await listUnits(order.orderId)).toEqual([]);
});

test("asks a person about units that the supplier has accepted", async () => {
  const { orders } = await openScene([5], [2]);
  const [order] = orders;
  if (!order) throw new Error("no order");
  await route(order);
  await asShop((tx) =>
    tx.purchaseOrder.updateMany({
      where: { shopId, orderId: order.orderId },
      data: { state: "accepted" },
    }),
  );
  const fewer = routingFacts({
    orderGid: order.facts.orderGid,
    lines: [{ lineGid: order.lineGid, currentUnits: 1 }],
  });
  const routed = await route({ ...order, facts: fewer });
  expect(routed?.reasons).toEqual([{ code: "too_many_ordered", lineGid: order.lineGid, units: 1 }]);
  expect((await listUnits(order.orderId))[0]?.units).toBe(2);
  const alerts = await asShop((tx) => tx.alert.count({ where: { shopId } }));
  expect(alerts).toBe(1);
});

test("lets a person choose another supplier, within stock", async () => {
  const { orders, suppliers } = await openScene([0, 1, 3], [2]);
  const [order] = orders;
  if (!order) throw new Error("no order");
  const by = (supplierId: bigint | undefined) => ({
    staffId: "9",
    reason: "They promised it by telephone",
    choices: [{ lineGid: order.lineGid, supplierId: supplierId ?? null }],
  });
  expect(await route({ ...order, cause: "person", person: by(suppliers[0]) })).toMatchObject({
    state: "held",
    heldUnits: 2,
  });
  expect(await route({ ...order, cause: "person", person: by(suppliers[2]) })).toMatchObject({
    state: "routed",
  });
  expect(await listUnits(order.orderId)).toEqual([{ supplierId: suppliers[2], units: 2 }]);
});

test("watches without issuing, leaves what was placed before go-live, and wakes held orders", async () => {
  const { orders, suppliers, variantGid } = await openScene([5, 0], [1, 1]);
  const [watched, early] = orders;
  if (!watched || !early) throw new Error("no orders");
  await setMode("watching", null);
  expect(await route(watched)).toMatchObject({ state: "waiting", reasons: [{ code: "watching" }] });
  expect([await countPlans(watched.orderId), await listUnits(watched.orderId)]).toEqual([1, []]);
  await setMode("acting", new Date("2026-06-01"));
  await considerOrder(deps, { shopId, orderId: early.orderId });
  expect(await findStanding(early.orderId)).toMatchObject({ state: "before_aftercare" });
  await setMode("acting");
  await asShop((tx) =>
    tx.offer.updateMany({ where: { shopId, variantGid }, data: { stockUnits: 0 } }),
  );
  expect(await route(watched)).toMatchObject({ state: "held" });
  await db.pool.query("delete from graphile_worker._private_jobs");
  await wakeHeld(
    { db, clock: { now: () => new Date(Date.now() + 60_000) } },
    {
      shopId: `${shopId}`,
      cause: "supply",
    },
  );
  const jobs = await db.pool.query("select key from graphile_worker.jobs where key = $1", [
    `route:${shopId}:${watched.orderId}`,
  ]);
  expect(jobs.rows).toHaveLength(1);
  expect(suppliers).toHaveLength(2);
});

const QUEBEC = { ...SHIP_TO, city: "Québec", provinceCode: "QC", countryCode: "CA" };
const shipOnlyTo = (supplierId: bigint | undefined, region: string) =>
  asShop((tx) =>
    tx.supplierTariff.updateMany({
      where: { shopId, supplierId: supplierId ?? 0n },
      data: { region },
    }),
  );

test("gives an order to another supplier when its corrected address is not served", async () => {
  const { orders, suppliers } = await openScene([5, 5]);
  const [order] = orders;
  if (!order) throw new Error("no order");
  await shipOnlyTo(suppliers[0], "US");
  await route(order);
  expect(await listUnits(order.orderId)).toEqual([{ supplierId: suppliers[0], units: 1 }]);
  const facts = { ...order.facts, address: QUEBEC };
  expect(await route({ ...order, facts })).toMatchObject({ state: "routed", issued: 1 });
  expect(await listUnits(order.orderId)).toEqual([{ supplierId: suppliers[1], units: 1 }]);
  // Corrected back, the first one may be asked again: it did nothing wrong.
  await shipOnlyTo(suppliers[1], "CA");
  expect(await route(order)).toMatchObject({ state: "routed", issued: 1 });
  expect(await listUnits(order.orderId)).toEqual([{ supplierId: suppliers[0], units: 1 }]);
});

test("tells the team when a corrected address is not served by who has accepted", async () => {
  const { orders, suppliers } = await openScene([5, 5]);
  const [order] = orders;
  if (!order) throw new Error("no order");
  await shipOnlyTo(suppliers[0], "US");
  await route(order);
  const where = { shopId, orderId: order.orderId };
  await asShop((tx) => tx.purchaseOrder.updateMany({ where, data: { state: "accepted" } }));
  const facts = { ...order.facts, address: QUEBEC };
  for (let time = 0; time < 2; time += 1) await route({ ...order, facts });
  expect(await listUnits(order.orderId)).toEqual([{ supplierId: suppliers[0], units: 1 }]);
  const alerts = await asShop((tx) =>
    tx.alert.count({ where: { shopId, key: { startsWith: "routing-region:" } } }),
  );
  expect(alerts).toBe(1);
});

test("news of an order does not overwrite what a person is doing to it at that moment", async () => {
  const { orders, suppliers } = await openScene([5]);
  const [order] = orders;
  if (!order) throw new Error("no order");
  await setMode("acting", new Date("2036-06-01"));
  const choices = [{ lineGid: order.lineGid, supplierId: suppliers[0] ?? null }];
  const person = { staffId: "9", reason: "It is urgent", choices };
  let considering = Promise.resolve();
  await asShop(async (tx) => {
    await routeOrder(deps, tx, { ...order, shopId, cause: "person", person });
    considering = considerOrder(deps, { shopId, orderId: order.orderId });
    await untilBlocked(db, considering);
  });
  await considering;
  expect(await findStanding(order.orderId)).toMatchObject({ state: "routed" });
  await setMode("acting");
});

test("wakes an order whose plan was made before the change and is written after it", async () => {
  const { orders } = await openScene([0]);
  const [order] = orders;
  if (!order) throw new Error("no order");
  const asked = { shopId: `${shopId}`, cause: "supply" } as const;
  const late = { db, clock: { now: () => new Date(Date.now() + 60_000) } };
  let waking = Promise.resolve();
  await asShop(async (tx) => {
    await lockStock(tx, shopId);
    expect(
      await routeOrder(deps, tx, { ...order, shopId, cause: "changed", person: null }),
    ).toEqual(expect.objectContaining({ state: "held" }));
    waking = wakeHeld(late, asked);
    await untilBlocked(db, waking);
  });
  await waking;
  const jobs = await db.pool.query("select key from graphile_worker.jobs where key = $1", [
    `route:${shopId}:${order.orderId}`,
  ]);
  expect(jobs.rows).toHaveLength(1);
});

test("an order whose planning was given up says so until it is planned", async () => {
  const { orders } = await openScene([5]);
  const [order] = orders;
  if (!order) throw new Error("no order");
  await route(order);
  const reasons = async () =>
    (await findOrderRouting({ db }, shopId, order.orderId))?.reasons.map(({ text }) => text);
  expect(await reasons()).toEqual([]);
  await db.prisma.parkedJob.create({
    data: {
      shopId,
      task: "dropship.route",
      payload: { shopId: `${shopId}`, orderId: `${order.orderId}`, cause: "declined" },
      attempts: 12,
      jobId: 990_001n,
      parkedAt: new Date(Date.now() + 60_000),
    },
  });
  expect(await reasons()).toEqual([
    "It was to be planned anew, and that failed too often. What stands here is from before.",
  ]);
  await db.prisma.parkedJob.updateMany({
    where: { jobId: 990_001n },
    data: { resolvedAt: new Date(), resolution: "retried" },
  });
  expect(await reasons()).toEqual([]);
});

test("compares cost with what is earned without the tax that prices contain", async () => {
  const { variantGid, suppliers } = await openScene([9], []);
  await asShop((tx) =>
    tx.offer.updateMany({ where: { shopId, variantGid }, data: { costMinor: 1_500n } }),
  );
  const addFloor = (version: number, marginFloorPercent: number) =>
    asShop((tx) =>
      tx.routingRuleVersion.create({
        data: {
          shopId,
          version,
          body: { ...FIRST_RULE, marginFloorPercent },
          publishedAt: new Date(),
          publishedBy: "9",
        },
      }),
    );
  const routeTaxed = async (number: number, taxesIncluded: boolean) => {
    const { orderId, facts } = await asShop(async (tx) => {
      const order = await addOrder(tx, shopId, { source: "webhook", taxesIncluded });
      const gid = `gid://shopify/LineItem/88${number}`;
      // Three units of 25.00 with 12.00 of tax: 21.00 or 25.00 a unit.
      await addOrderLines(tx, shopId, order.id, [
        { gid, variantGid, quantity: 3, taxMinor: 1_200n },
      ]);
      // One of them was refunded.
      const lines = [{ lineGid: gid, currentUnits: 2 }];
      return { orderId: order.id, facts: routingFacts({ orderGid: order.gid, lines }) };
    });
    const routed = await route({ orderId, facts });
    return routed?.state;
  };
  // 40 % of 25.00 are left at a cost of 15.00, and 28.57 % of 21.00.
  await addFloor(1, 40);
  expect([await routeTaxed(1, false), await routeTaxed(2, true)]).toEqual(["routed", "held"]);
  await addFloor(2, 28);
  expect(await routeTaxed(3, true)).toBe("routed");
  await addFloor(3, 29);
  expect(await routeTaxed(4, true)).toBe("held");
  expect(suppliers).toHaveLength(1);
});
