import { test } from "vitest";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import { GetShopProfileDocument, ListRunningBulkOperationsDocument } from "#app/shopify/generated/operations.ts";
import { createDb, closeDb } from "#app/platform/db.server.ts";
import { requireAdmin } from "#app/shopify/authenticate.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { createTestDeps, fetchFrom, signSessionToken } from "./auth-deps.ts";
import { createLeakyBucket } from "./leaky-bucket.ts";
import { startShopifyDouble } from "./shopify-double.ts";
const { db, url } = await createTestDatabase();
const double = await startShopifyDouble();
const deps = createTestDeps(db);
test("share", { timeout: 120_000 }, async () => {
  const { shopId } = await requireAdmin(deps, fetchFrom(await signSessionToken("share.myshopify.com")));
  for (const spoil of [0, 0.3]) {
    const rate = 100;
    const bucket = createLeakyBucket({ max: 2000, rate });
    double.onGraphql = () => {
      if (Math.random() < spoil) return [{ status: 503 }, { cut: true }, { status: 429, headers: { "retry-after": "0.2" } }, { body: { errors: [{ message: "T", extensions: { code: "THROTTLED" } }] } }][Math.floor(Math.random() * 4)]!;
      return bucket.answer(200, 50, { bulkOperations: { nodes: [] } });
    };
    const db2 = createDb({ url, poolMax: 6 });
    const clients = [createAdminClient(deps), createAdminClient(createTestDeps(db2))];
    let stop = false, done = 0, failed = 0;
    const lane = async (i: number) => {
      while (!stop) {
        try { await clients[i % 2]!.run(shopId, ListRunningBulkOperationsDocument, { first: 5 }); done++; }
        catch (e) { failed++; await new Promise((r) => setTimeout(r, 1000)); }
      }
    };
    const lanes = Array.from({ length: 16 }, (_n, i) => lane(i));
    await new Promise((r) => setTimeout(r, 15_000));
    const s0 = bucket.counts.spent, t0 = performance.now(), d0 = done;
    await new Promise((r) => setTimeout(r, 20_000));
    const share = (bucket.counts.spent - s0) / (((performance.now() - t0) / 1000) * rate);
    const row = await db.prisma.adminCostBucket.findUnique({ where: { shopId } });
    console.log("SHARE", spoil, share.toFixed(3), "done", done - d0, "failed", failed, "throttled", bucket.counts.throttled, JSON.stringify(row, (_k, v) => typeof v === "bigint" ? String(v) : v));
    stop = true;
    await Promise.all(lanes);
    await closeDb(db2);
  }
});
