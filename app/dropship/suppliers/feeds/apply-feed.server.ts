/** Job `dropship.apply-feed`: a file that was looked at becomes offers, in one transaction: all of it or nothing. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, inShopStream, type Db } from "#app/platform/db.server.ts";
import { enqueueWake } from "#app/dropship/routing/enqueue-wake.server.ts";
import { applySql } from "./apply-feed-sql.ts";
import { FEED_FIELDS } from "./feed-fields.ts";
import { feedMappingSchema, placeFields, suggestMapping } from "./feed-mapping.ts";
import type { StoredLayout } from "./feed-run.ts";
import { endRun, findFeed, type FeedTarget } from "./feed-store.server.ts";

const STATEMENT_TIMEOUT = "9min";
// Two offers of one supplier with one number: somebody entered it by hand since the file was judged.
const UNIQUE_VIOLATION = "23505";

export async function applyFeed(
  deps: { readonly db: Db; readonly clock: Clock },
  target: FeedTarget,
): Promise<void> {
  const { db, clock } = deps;
  const { shopId, runId } = target;
  const feed = await findFeed(db, target);
  // Applied by a try that ended before it could say so.
  if (feed?.state === "applied")
    return inShop(db, shopId, (tx) => enqueueWake(tx, shopId, "supply"));
  if (feed?.state !== "applying") return;
  const fields = await listFields(db, target, feed.mapping);
  const now = clock.now();
  try {
    await inShopStream(db, shopId, async (client) => {
      await client.query("select set_config('statement_timeout', $1, true)", [STATEMENT_TIMEOUT]);
      const locked = await client.query(
        "select 1 from feed_runs where shop_id = $1 and id = $2 and state = 'applying' for update",
        [shopId.toString(), runId.toString()],
      );
      if (locked.rowCount === 0) return;
      await client.query("select 1 from suppliers where shop_id = $1 and id = $2 for update", [
        shopId.toString(),
        feed.supplierId.toString(),
      ]);
      for (const { text, values } of applySql({ ...target, ...feed, fields, now }))
        await client.query(text, [...values]);
      await client.query(
        "update feed_runs set state = 'applied', finished_at = $3 where shop_id = $1 and id = $2",
        [shopId.toString(), runId.toString(), now],
      );
      for (const table of ["feed_parts", "feed_rows"])
        await client.query(
          `delete from ${table} where shop_id = $1 and run_id = $2 ${table === "feed_rows" ? "and verdict <> 'refused'" : ""}`,
          [shopId.toString(), runId.toString()],
        );
    });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION))
      throw error;
    return endRun(deps, target, "offers_changed");
  }
  await inShop(db, shopId, (tx) => enqueueWake(tx, shopId, "supply"));
}

/** The fields the file has columns for, found as they were when it was judged. */
async function listFields(db: Db, { shopId, runId }: FeedTarget, stored: unknown) {
  const run = await inShop(db, shopId, (tx) =>
    tx.feedRun.findUniqueOrThrow({
      where: { shopId_id: { shopId, id: runId } },
      select: { layout: true },
    }),
  );
  // Written by saveLayout alone.
  const { headers, rows } = run.layout as unknown as StoredLayout;
  const remembered = feedMappingSchema.safeParse(stored);
  const sample = rows.map((cells, at) => ({ line: at, cells }));
  const mapping = remembered.success ? remembered.data : suggestMapping({ headers, sample });
  const placed = placeFields(mapping, headers);
  return placed.ok ? FEED_FIELDS.filter((field) => placed.places[field] !== -1) : [];
}
