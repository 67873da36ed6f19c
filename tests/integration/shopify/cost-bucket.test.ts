import { expect, test } from "vitest";
import { reservePoints, settlePoints } from "#app/shopify/cost-bucket.server.ts";
import { createShop } from "#tests/integration/routes/route-context.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const { db } = await createTestDatabase();

test("a call that waited, lost its place and then gave up is given back once", async () => {
  const { shopId } = await createShop(db, "given-back");
  const reserve = () =>
    reservePoints({ db }, { shopId, document: "query", maxWaitMs: 1e9, deadlineMs: 10_000 });
  await reserve();
  const level = async () => {
    const { available } = await db.prisma.adminCostBucket.findUniqueOrThrow({ where: { shopId } });
    return Number(available);
  };
  // Far below zero and restoring next to nothing, so that the level speaks of these calls alone.
  await db.pool.query(
    "update admin_cost_buckets set available = -10, restore_rate = 0.001 where shop_id = $1",
    [shopId.toString()],
  );
  const waits = await reserve();
  expect(waits.waitMs).toBeGreaterThan(0);
  await db.pool.query(
    "update admin_calls set expires_at = now() - interval '1 second' where ticket = $1",
    [waits.ticket.toString()],
  );
  await settlePoints({ db }, waits, { usedPoints: 0, reported: null });
  expect(await level()).toBeCloseTo(-10, 0);
});
