import { expect, test } from "vitest";
import { settleDelivery, type DeliveryOutcome } from "#app/ingest/settle-delivery.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const { db, keepOnFailure } = await createTestDatabase();

test("what is too early waits with its body, and is handed over again", async () => {
  keepOnFailure();
  const shop = await db.prisma.shop.create({
    data: { domain: "early.myshopify.com", installedAt: new Date() },
  });
  await db.pool.query(
    `insert into deliveries (shop_id, webhook_id, shop_domain, topic, body, body_hash, received_at)
     values ($1, 'w1', 'early.myshopify.com', 'refunds/create', '{"id":1}', '\\x00', now())`,
    [shop.id],
  );
  const at = new Date("2026-11-21T12:00:03Z");
  const answers: DeliveryOutcome[] = [{ outcome: "later", at }, { outcome: "applied" }];
  const seen: string[] = [];
  const deps = {
    db,
    logger: createLogger("test", "silent"),
    handlerOf:
      () =>
      async (_tx: unknown, { body }: { body: Buffer }) => {
        seen.push(body.toString());
        return answers.shift() ?? { outcome: "applied" as const };
      },
  };
  const asked = { shopId: shop.id, webhookId: "w1" };

  await settleDelivery(deps, asked);
  const [job] = (
    await db.pool.query<{ payload: unknown; run_at: Date }>(
      `select j.payload, j.run_at from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'deliveries.apply'`,
    )
  ).rows;
  expect(job).toEqual({ payload: { shopId: String(shop.id), webhookId: "w1" }, run_at: at });
  expect(await readState()).toBe("received");

  await settleDelivery(deps, asked);
  expect(await readState()).toBe("applied");
  expect(seen).toEqual(['{"id":1}', '{"id":1}']);
});

async function readState(): Promise<string | undefined> {
  const { rows } = await db.pool.query<{ state: string }>("select state from deliveries");
  return rows[0]?.state;
}
