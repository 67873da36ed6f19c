/** What a webhook tells of an order and what a read finds are the same facts: the read that follows adds, it does not correct. */
import { afterAll, expect, test } from "vitest";
import { applyDelivery } from "#app/orders/apply-order-delivery.server.ts";
import { isOrderTopic } from "#app/orders/order-topics.ts";
import { inShop } from "#app/platform/db.server.ts";
import { openFakeApp } from "#tests/integration/sandbox-http/fake-app.ts";
import { eventually } from "#tests/support/eventually.ts";
import { openOrdersWorld } from "./orders-world.ts";

const app = await openFakeApp();
afterAll(() => app.stop());
const world = await openOrdersWorld({ seed: "minimal", appUrl: app.url });
const { db, shopId, deps } = world;

/** Applies the webhooks that have come since the last call, in the order of their arrival. */
let applied = 0;
async function applyArrived() {
  const outcomes: string[] = [];
  for (const { headers, body } of app.webhooks.slice(applied)) {
    applied += 1;
    const topic = String(headers["x-shopify-topic"]);
    if (!isOrderTopic(topic)) continue;
    const triggeredAt = new Date(String(headers["x-shopify-triggered-at"]));
    const delivery = {
      shopId,
      topic,
      apiVersion: "2026-07",
      triggeredAt,
      receivedAt: triggeredAt,
      body: Buffer.from(body),
    };
    const { outcome } = await inShop(db, shopId, (tx) => applyDelivery(deps, tx, delivery));
    outcomes.push(`${topic} ${outcome}`);
  }
  return outcomes;
}

const arrived = (topic: string) =>
  eventually(() =>
    expect(app.webhooks.slice(applied).map(({ headers }) => headers["x-shopify-topic"])).toContain(
      topic,
    ),
  );

async function entriesAfter(seq: number, gid: string) {
  const { rows } = await db.pool.query<{ seq: number; kind: string; facts: object }>(
    "select e.seq, e.kind, e.facts from ledger_entries e join orders o on o.shop_id = e.shop_id and o.id = e.order_id where o.shop_id = $1 and o.gid = $2 and e.seq > $3 order by e.seq",
    [shopId, gid, seq],
  );
  return rows;
}

test(
  "a placed order arrives by webhook; the read after it adds fulfilment orders and corrects nothing",
  { timeout: 60_000 },
  async () => {
    world.keepOnFailure();
    const { orderId } = await world.sandbox.control("act", { action: "place_order" });
    const gid = String(orderId);
    await arrived("orders/create");
    expect(await applyArrived()).toContain("orders/create applied");
    const before = await entriesAfter(0, gid);
    expect(before.map(({ kind }) => kind)).toContain("order.created");
    await world.refetch(gid);
    const added = await entriesAfter(before.length, gid);
    expect(
      added.filter(
        ({ kind }) => !/^(fulfillment_order|fulfillment_order_line|transaction)\.added$/.test(kind),
      ),
    ).toEqual([]);
    expect(added.map(({ kind }) => kind)).toContain("fulfillment_order.added");
  },
);

test(
  "a whole life told by webhooks needs no correction by a read",
  { timeout: 120_000 },
  async () => {
    world.keepOnFailure();
    const { orderId } = await world.sandbox.control("act", { action: "place_order", order: {} });
    const gid = String(orderId);
    const steps: [string, object][] = [
      ["fulfillments/create", { action: "fulfil_order", orderId: gid }],
      ["fulfillment_events/create", { action: "add_event", orderId: gid, status: "IN_TRANSIT" }],
      ["fulfillment_events/create", { action: "add_event", orderId: gid, status: "DELIVERED" }],
      ["refunds/create", { action: "refund_order", orderId: gid }],
      ["orders/updated", { action: "close_order", orderId: gid }],
    ];
    await arrived("orders/create");
    await applyArrived();
    for (const [topic, act] of steps) {
      await world.sandbox.control("act", act);
      await arrived(topic);
      await applyArrived();
    }
    const { rows: before } = await db.pool.query<{ seq: number }>(
      "select max(e.seq) as seq from ledger_entries e join orders o on o.shop_id = e.shop_id and o.id = e.order_id where o.shop_id = $1 and o.gid = $2",
      [shopId, gid],
    );
    await world.refetch(gid);
    const added = await entriesAfter(before[0]!.seq, gid);
    const corrections = added.filter(
      ({ kind }) => !/^(fulfillment_order|fulfillment_order_line|transaction)\.added$/.test(kind),
    );
    expect(corrections).toEqual([]);
  },
);
