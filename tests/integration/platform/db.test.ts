import { expect, test } from "vitest";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import { inShop, inShopStream } from "#app/platform/db.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const { db } = await createTestDatabase();

test("a transaction names its shop and forgets it afterwards", async () => {
  const inside = await inShop(
    db,
    7n,
    (tx) => tx.$queryRaw<{ shop: string }[]>`select current_setting('app.shop_id', true) as shop`,
  );
  expect(inside).toEqual([{ shop: "7" }]);
  const after = await inShopStream(db, 8n, (client) =>
    client.query("select current_setting('app.shop_id', true) as shop"),
  );
  expect(after.rows).toEqual([{ shop: "8" }]);
});

test("a job and the state that causes it are committed together or not at all", async () => {
  const failing = inShop(db, 7n, async (tx) => {
    await enqueueJob(tx, { name: "platform.clean-up", payload: {} });
    throw new Error("the use case failed after enqueueing");
  });
  await expect(failing).rejects.toThrow("the use case failed");
  const count = () => db.pool.query("select count(*)::int as n from graphile_worker.jobs");
  expect((await count()).rows).toEqual([{ n: 0 }]);
  await inShop(db, 7n, (tx) => enqueueJob(tx, { name: "platform.clean-up", payload: {} }));
  expect((await count()).rows).toEqual([{ n: 1 }]);
});
