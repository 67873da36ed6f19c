/** Silent suppliers: one nudge, one fail-over, and one outcome whatever races with it. */
import { expect, test } from "vitest";
import { z } from "zod";
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import { accept, refuse } from "#app/platform/result.ts";
import { MS_PER_HOUR } from "#app/platform/time.ts";
import type { Rails } from "#app/rails/create-rails.server.ts";
import { buildIntentKinds, type IntentKind } from "#app/rails/intent-kind.ts";
import type { MayAct } from "#app/rails/may-act.ts";
import { answerPurchaseOrder } from "#app/dropship/acknowledgements/answer-purchase-order.server.ts";
import { TELL_KIND } from "#app/dropship/purchase-orders/request-sending.server.ts";
import { recordShipment } from "#app/dropship/shipments/record-shipment.server.ts";
import { timeShop } from "#app/dropship/timers/watch-deadlines.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { addPurchaseOrder } from "#tests/support/dropship/purchase-orders.ts";
import { addSupplier } from "#tests/support/dropship/suppliers.ts";

const { db, keepOnFailure } = await createTestDatabase();
// A Monday morning.
let now = new Date("2026-11-23T09:00:00Z");
const clock = { now: () => now };

/** Words to a supplier that nobody carries out here: what counts is that they are decided once. */
const tellKind: IntentKind = {
  name: TELL_KIND,
  args: z.unknown(),
  ceiling: "none",
  moneyOf: () => null,
  readBefore: null,
  call: async () => ({ kind: "done", outcome: {} }),
  assessFailure: () => ({
    type: "lost",
    refusal: { code: "lost", message: "Nobody knows.", isProof: false },
  }),
  look: async () => ({ kind: "nothing" }),
};

function depsWith(mayAct: MayAct = async () => accept(null)) {
  const rails: Rails = {
    clock,
    kinds: buildIntentKinds([tellKind]),
    mayAct,
    evaluateOwnCeiling: async () => accept(null),
    enqueueCarryOut: async () => undefined,
    fetchIsDisputed: async () => false,
    listTeam: async () => [],
    tellTeam: async () => undefined,
    previews: {},
  };
  return { db, clock, rails, logger: createLogger("test", "silent") };
}
const deps = depsWith();

// Each is a fresh shop, and each of the four comes first once: the long number is for the proof.
const ROUNDS = process.env["PROVE"] ? 200 : 4;

let shops = 0;
async function openScene(onBreach: "fail_over" | "person" = "fail_over") {
  now = new Date("2026-11-23T09:00:00Z");
  const { id: shopId } = await db.prisma.shop.create({
    data: { domain: `timers-${(shops += 1)}.myshopify.com`, installedAt: now, currency: "USD" },
  });
  const added = await inShop(db, shopId, async (tx) => {
    const { supplierId } = await addSupplier(tx, shopId, { onBreach, acknowledgeHours: 24 });
    const sentAt = new Date("2026-11-20T09:00:00Z");
    const order = await addPurchaseOrder(tx, shopId, { supplierId, sentAt });
    return { supplierId, order };
  });
  const { id: purchaseOrderId } = added.order;
  const read = <Value>(work: (tx: ShopTx) => Promise<Value>) => inShop(db, shopId, work);
  return {
    ...added,
    shopId,
    sweep: (by = deps) => timeShop(by, shopId),
    row: () =>
      read((tx) =>
        tx.purchaseOrder.findUniqueOrThrow({
          where: { shopId_id: { shopId, id: purchaseOrderId } },
        }),
      ),
    intents: () => read((tx) => tx.intent.findMany({ where: { shopId }, orderBy: { id: "asc" } })),
    alerts: () => read((tx) => tx.alert.findMany({ where: { shopId } })),
    breaches: () => read((tx) => tx.supplierBreach.findMany({ where: { shopId } })),
    liveUnits: () =>
      read((tx) =>
        tx.purchaseOrderUnit.count({ where: { shopId, purchaseOrderId, isLive: true } }),
      ),
    ledger: () =>
      read((tx) => tx.ledgerEntry.findMany({ where: { shopId }, orderBy: { seq: "asc" } })),
    routings: async () => {
      const { rows } = await db.pool.query<{ count: string }>(
        `select count(*) from graphile_worker.jobs where key = $1`,
        [`route:${shopId}:${added.order.orderId}`],
      );
      return Number(rows[0]?.count);
    },
    accept: () =>
      read((tx) =>
        answerPurchaseOrder(deps, tx, {
          shopId,
          supplierId: added.supplierId,
          purchaseOrderId,
          lines: "all",
          source: "link",
          author: "contact 1",
        }),
      ),
    ship: () =>
      read((tx) =>
        recordShipment(deps, tx, {
          shopId,
          supplierId: added.supplierId,
          purchaseOrderId,
          lines: "all",
          carrier: null,
          trackingNumber: "1Z5R89390357567127",
          source: "link",
          author: "contact 1",
          isConfirmed: false,
        }),
      ),
  };
}

const later = (hours: number) => void (now = new Date(now.getTime() + hours * MS_PER_HOUR));

test("silence: nudged once, failed over once after the second term, then refused to everybody", async () => {
  keepOnFailure();
  const scene = await openScene();
  await scene.sweep();
  expect(await scene.intents()).toEqual([]);
  later(1);
  await scene.sweep();
  await scene.sweep();
  expect((await scene.intents()).map(({ kind }) => kind)).toEqual(["tell_supplier"]);
  expect(await scene.row()).toMatchObject({ state: "sent", breach: "acknowledge", nudges: 1 });
  later(24);
  await scene.sweep();
  await scene.sweep();
  expect(await scene.row()).toMatchObject({
    state: "revoked",
    endReason: { code: "late_acknowledge" },
  });
  expect(await scene.liveUnits()).toBe(0);
  expect(await scene.routings()).toBe(1);
  expect(
    (await scene.ledger()).map(({ kind }) => kind).filter((kind) => kind.startsWith("p")),
  ).toEqual(["purchase_order.nudged", "purchase_order.revoked"]);
  expect(await scene.accept()).toMatchObject({ refusal: { code: "revoked" } });
  expect(await scene.ship()).toMatchObject({ refusal: { code: "order_revoked" } });
});

test("an answer in time settles it", async () => {
  const scene = await openScene();
  later(1);
  await scene.sweep();
  await scene.accept();
  await scene.sweep();
  expect(await scene.row()).toMatchObject({ state: "accepted", breach: null });
  expect((await scene.breaches()).map(({ outcome }) => outcome)).toEqual(["settled"]);
});

test("where a person was chosen, one alert and no more", async () => {
  const scene = await openScene("person");
  later(1);
  await scene.sweep();
  later(25);
  await scene.sweep();
  await scene.sweep();
  expect(await scene.row()).toMatchObject({ state: "sent", breach: "acknowledge" });
  expect(await scene.alerts()).toHaveLength(1);
});

test("what persons were told of keeps no other purchase order from being looked at", async () => {
  const scene = await openScene("person");
  const { shopId, supplierId } = scene;
  // As many as one run looks at, all overdue for longer.
  await inShop(db, shopId, async (tx) => {
    await tx.$executeRaw`
      insert into routing_plans (shop_id, order_id, version, rule_version, cause, actor, question, plan, decided_at)
      select shop_id, id, 100 + n, 0, 'person', '{}', '{}', '{}', now()
      from orders, generate_series(1, 500) as n where shop_id = ${shopId}`;
    await tx.$executeRaw`
      insert into purchase_orders (shop_id, number, sequence, state, currency, ship_to, service, created_at, send_after,
        sent_at, acknowledge_by, supplier_id, order_id, order_gid, routing_plan_id, breach)
      select p.shop_id, 'told-' || r.version, r.version, state, currency, ship_to, service, created_at, send_after,
        sent_at, '2026-11-01T09:00:00Z', supplier_id, p.order_id, order_gid, r.id, 'acknowledge'
      from purchase_orders p join routing_plans r on r.shop_id = p.shop_id and r.version > 100
      where p.shop_id = ${shopId}`;
    await tx.$executeRaw`
      insert into supplier_breaches (shop_id, purchase_order_id, kind, supplier_id, due_at, found_at, nudged_at, escalated_at, outcome)
      select shop_id, id, 'acknowledge', ${supplierId}, acknowledge_by, acknowledge_by, acknowledge_by, acknowledge_by, 'person'
      from purchase_orders where shop_id = ${shopId} and breach is not null`;
    await tx.purchaseOrder.update({
      where: { shopId_id: { shopId, id: scene.order.id } },
      data: { acknowledgeBy: new Date("2026-11-23T09:00:00Z") },
    });
  });
  later(1);
  await scene.sweep();
  expect(await scene.row()).toMatchObject({ breach: "acknowledge", nudges: 1 });
});

test.each([
  ["a pause puts it off", "later" as const, 0],
  ["Asking asks a person", "person" as const, 1],
])("%s", async (_what, waits, alerts) => {
  const scene = await openScene();
  later(1);
  await scene.sweep();
  later(25);
  const refusal = { code: "held", message: "Not now.", retryAt: null, waits };
  await scene.sweep(depsWith(async () => refuse(refusal)));
  expect((await scene.row()).state).toBe("sent");
  expect(await scene.alerts()).toHaveLength(alerts);
});

test("an acceptance, a tracking number, two sweeps at once: exactly one outcome", async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const scene = await openScene();
    later(1);
    await scene.sweep();
    later(25);
    const racers = [scene.sweep, scene.accept, scene.sweep, scene.ship];
    const order = racers.map((_one, at) => racers[(at + round) % racers.length] ?? scene.sweep);
    await Promise.all(order.map((run) => run()));
    const { state } = await scene.row();
    const [units, routings] = [await scene.liveUnits(), await scene.routings()];
    expect([
      ["revoked", 0, 1],
      ["accepted", 2, 0],
    ]).toContainEqual([state, units, routings]);
    const told = (await scene.intents()).filter(({ dedupeKey }) => dedupeKey.includes("revoked"));
    expect(told).toHaveLength(state === "revoked" ? 1 : 0);
  }
});
