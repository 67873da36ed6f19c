import { expect, test } from "vitest";
import { ORDER_TOPICS } from "#app/orders/order-topics.ts";
import { findLastRound } from "#app/orders/reconcile/find-last-round.server.ts";
import { listSilentTopics } from "#app/orders/reconcile/list-silent-topics.server.ts";
import { MS_PER_HOUR, MS_PER_MINUTE } from "#app/platform/time.ts";
import { handleReconcileDue } from "#app/orders/reconcile/handle-reconcile-due.server.ts";
import { compareWithStore, EQUAL } from "./compare-with-store.ts";
import { LIVES, placeOrder, STEPS, take } from "./life-of-order.ts";
import { openReconcileWorld, type SentWebhook } from "./reconcile-world.ts";

type Loss = (webhook: number, step: number) => boolean;
// The webhooks of one action repeat each other, so a single one is seldom missed: whole steps are lost as well.
const EACH_TWENTIETH = Array.from({ length: 20 }, (_, first): [string, Loss] => [
  `each twentieth webhook from ${first} on`,
  (webhook) => webhook % 20 === first,
]);
const EACH_THIRD_STEP = [1, 2].map((first): [string, Loss] => [
  `every webhook of each third step from ${first} on`,
  (_webhook, step) => step % 3 === first,
]);
// PROVE=1: whichever twentieth is lost.
const LOSSES = [
  ...(process.env["PROVE"] ? EACH_TWENTIETH : [EACH_TWENTIETH[14]!]),
  ...EACH_THIRD_STEP,
];

const world = await openReconcileWorld();
const { deps, shopId } = world;
await world.pass(MS_PER_MINUTE);
// The orders of the past: an empty mirror differs from the store in all of them.
await world.reconcileNightly();

/** Lets every life happen, one step of each at a time; `hear` gets the webhooks of a step. */
async function live(
  hear: (webhooks: SentWebhook[]) => Promise<void>,
  passMs: number,
): Promise<string[]> {
  const gids: string[] = [];
  for (const _life of LIVES) gids.push(await placeOrder(world));
  await hear(await world.takeWebhooks());
  for (let index = 0; LIVES.some((life) => index < life.length); index += 1) {
    await world.pass(passMs);
    for (const [at, life] of LIVES.entries()) {
      const step = life[index];
      if (step) await take(world, gids[at] ?? "", STEPS[step]);
    }
    await hear(await world.takeWebhooks());
  }
  return gids;
}

const deliverAll = async (webhooks: readonly SentWebhook[]) => {
  for (const webhook of webhooks) await world.deliver(shopId, webhook);
  await world.runRefetches(shopId);
};

test("webhooks that all arrive leave nothing to repair", { timeout: 120_000 }, async () => {
  world.keepOnFailure();
  await live(deliverAll, 20_000);
  expect(await compareWithStore(world, shopId)).toEqual(EQUAL);
  await world.pass(3 * MS_PER_MINUTE);
  await world.reconcile();
  const { lastRound } = await findLastRound(deps, shopId);
  expect(lastRound).toMatchObject({ repaired: 0, repairedByKind: {} });
  expect(lastRound?.ordersSeen).toBeGreaterThan(0);
});

test.each(LOSSES)(
  "after %s is lost one round, and a night for deletions, make mirror and store equal",
  { timeout: 120_000 },
  async (_what, isLost) => {
    world.keepOnFailure();
    let [webhook, step] = [0, -1];
    await live(async (webhooks) => {
      step += 1;
      await deliverAll(webhooks.filter(() => !isLost((webhook += 1), step)));
    }, 20_000);
    await world.pass(3 * MS_PER_MINUTE);
    await world.reconcile();
    const after = await compareWithStore(world, shopId);
    expect(after.onlyStore).toEqual([]);
    const { lastRound } = await findLastRound(deps, shopId);
    if (isLost(-1, 1) || isLost(-1, 2)) expect(lastRound?.repaired).toBeGreaterThan(0);
    await world.reconcileNightly();
    expect(await compareWithStore(world, shopId)).toEqual(EQUAL);
    expect(await listSilentTopics(deps, shopId)).toEqual([]);
  },
);

test(
  "after four hours without a webhook one round, and a night for deletions, make mirror and store equal",
  { timeout: 120_000 },
  async () => {
    world.keepOnFailure();
    const [, , deleted] = await live(async () => {}, 20 * MS_PER_MINUTE);
    await world.pass(MS_PER_MINUTE);
    await world.reconcile();
    expect(await compareWithStore(world, shopId, (gid) => gid !== deleted)).toEqual(EQUAL);
    const { lastRound } = await findLastRound(deps, shopId);
    expect(lastRound?.repairedByKind["missing"]).toBe(2);
    await world.reconcileNightly();
    expect(await compareWithStore(world, shopId)).toEqual(EQUAL);
  },
);

test(
  "what is changed during an outage of orders already known is repaired, deletions and declined returns by the night",
  { timeout: 120_000 },
  async () => {
    world.keepOnFailure();
    const gids: string[] = [];
    for (let index = 0; index < 5; index += 1) gids.push(await placeOrder(world));
    const [held = "", edited = "", returned = "", removed = "", declined = ""] = gids;
    for (const gid of gids) await take(world, gid, STEPS.pay);
    for (const gid of [returned, declined]) await take(world, gid, STEPS.shipPart);
    await deliverAll(await world.takeWebhooks());
    await world.pass(6 * MS_PER_MINUTE);
    await world.reconcile();
    expect(await compareWithStore(world, shopId)).toEqual(EQUAL);

    await world.pass(MS_PER_HOUR);
    await take(world, held, STEPS.hold);
    await take(world, edited, STEPS.edit);
    await take(world, returned, STEPS.askReturn);
    await take(world, declined, STEPS.askReturn);
    await take(world, removed, STEPS.cancel);
    await world.pass(MS_PER_HOUR);
    await take(world, returned, STEPS.approveReturn);
    await take(world, declined, STEPS.declineReturn);
    await take(world, removed, STEPS.remove);
    await world.takeWebhooks();
    await world.pass(2 * MS_PER_HOUR);

    await world.reconcile();
    const isByRound = (gid: string) => gid !== removed && gid !== declined;
    expect(await compareWithStore(world, shopId, isByRound)).toEqual(EQUAL);
    await world.reconcileNightly();
    expect(await compareWithStore(world, shopId)).toEqual(EQUAL);
    const { lastNightly } = await findLastRound(deps, shopId);
    expect(lastNightly?.repairedByKind).toEqual({ deleted: 1, return: 1 });

    await world.pass(MS_PER_MINUTE);
    await take(world, returned, STEPS.closeReturn);
    await world.takeWebhooks();
    await world.pass(6 * MS_PER_MINUTE);
    await world.reconcile();
    expect(await compareWithStore(world, shopId)).toEqual(EQUAL);
  },
);

test("a round in which nothing happened costs few points", { timeout: 60_000 }, async () => {
  await world.pass(MS_PER_HOUR);
  await world.reconcile();
  await world.pass(6 * MS_PER_MINUTE);
  await world.reconcile();
  const { lastRound } = await findLastRound(deps, shopId);
  console.info(`a quiet round cost ${lastRound?.pointsUsed} points`);
  expect(lastRound).toMatchObject({ ordersSeen: 0, differing: 0 });
  expect(lastRound?.pointsUsed).toBeLessThanOrEqual(20);
});

test("a round that broke off is repeated over the same window", { timeout: 60_000 }, async () => {
  const gid = await placeOrder(world);
  await world.takeWebhooks();
  await world.pass(6 * MS_PER_MINUTE);
  const before = await findLastRound(deps, shopId);
  await world.sandbox.control("fault", { kind: "503", operation: "getOrder", count: 20 });
  await expect(world.reconcile()).rejects.toThrow();
  await fetch(new URL("fault", world.sandbox.controlUrl), { method: "DELETE" });
  expect((await findLastRound(deps, shopId)).lastRound).toEqual(before.lastRound);
  await world.reconcile();
  const { lastRound } = await findLastRound(deps, shopId);
  expect(new Date(lastRound?.windowFrom ?? 0).getTime()).toBe(
    new Date(before.lastRound?.startedAt ?? 0).getTime() - 5 * MS_PER_MINUTE,
  );
  expect(await compareWithStore(world, shopId)).toEqual(EQUAL);
  expect(gid).toContain("Order/");
});

test(
  "a topic that stays silent while its changes are repaired is told of, until it is heard",
  { timeout: 60_000 },
  async () => {
    await hear("w1");
    await world.reconcile();
    expect(await listSilentTopics(deps, shopId)).toEqual([]);
    for (let index = 0; index < 3; index += 1) await placeOrder(world);
    await world.takeWebhooks();
    await world.pass(6 * MS_PER_MINUTE);
    await world.reconcile();
    expect(await listSilentTopics(deps, shopId)).toMatchObject([
      { topic: "orders/create", missed: 3 },
    ]);
    await hear("w2");
    await world.reconcile();
    expect(await listSilentTopics(deps, shopId)).toEqual([]);
  },
);

/** Every topic is heard once, a minute from now. */
async function hear(webhookId: string) {
  await world.pass(MS_PER_MINUTE);
  for (const topic of Object.keys(ORDER_TOPICS))
    await world.db.prisma.delivery.create({
      data: {
        shopId,
        webhookId: `${webhookId} ${topic}`,
        topic,
        shopDomain: world.sandbox.shop,
        receivedAt: deps.clock.now(),
        bodyHash: new Uint8Array(32),
      },
    });
  await world.pass(6 * MS_PER_MINUTE);
}

test("no night compares a mirror that is still being imported", { timeout: 60_000 }, async () => {
  const { lastNightly } = await findLastRound(deps, shopId);
  await world.db.prisma.bulkImport.create({ data: { shopId, installEpoch: 1, state: "reading" } });
  await world.reconcileNightly();
  expect((await findLastRound(deps, shopId)).lastNightly).toEqual(lastNightly);
});

test("each installed shop has one round waiting however often they fall due, and a night once", async () => {
  const gone = await world.db.prisma.shop.create({
    data: { domain: "gone.myshopify.com", installedAt: new Date(0), uninstalledAt: new Date() },
  });
  const atNoon = { now: () => new Date("2026-11-21T12:00:00Z") };
  const atNight = { now: () => new Date("2026-11-21T04:20:00Z") };
  for (const clock of [atNoon, atNoon, atNight, atNight])
    await handleReconcileDue({ db: world.db, clock });
  const { rows } = await world.db.pool.query<{ task: string; shop: string; count: number }>(
    `select t.identifier as task, j.payload ->> 'shopId' as shop, count(*)::int from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier like 'orders.reconcile%' and j.key not like '%:step' group by 1, 2 order by 1`,
  );
  expect(rows).toEqual([
    { task: "orders.reconcile", shop: String(shopId), count: 1 },
    { task: "orders.reconcile-nightly", shop: String(shopId), count: 1 },
  ]);
  expect(gone.id).not.toBe(shopId);
});
