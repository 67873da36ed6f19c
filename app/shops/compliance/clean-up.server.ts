/** Job `platform.clean-up`: what was kept long enough goes. Runs daily, in rounds that hold no lock for long. */
import { inSweep, type Db } from "#app/platform/db.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";

type CleanUpDeps = { readonly db: Pick<Db, "prisma">; readonly logger: Logger };

/** Retention in days of 24 hours. */
export const RETENTION = {
  // A delivery's id is what makes its repeats harmless: Shopify repeats within four hours, people look back for weeks.
  settledDays: 30,
  // A body that could not be applied holds an order with name and address. Source: design, §4
  parkedDays: 30,
  // Answers to data requests: 30 days to hand over, as many again to ask for it once more.
  answerDays: 60,
} as const;

const BATCH = 5_000;
// Ends a run that finds more than it can do; the next day continues.
const MAX_ROUNDS = 500;

/** Returns how many rows went, by what they were. */
export async function cleanUp({ db, logger }: CleanUpDeps): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { settledDays, parkedDays, answerDays } = RETENTION;
    const rows = await inSweep(
      db,
      (tx) => tx.$queryRaw<{ what: string; row_count: bigint }[]>`
        select what, row_count
        from app.clean_up(${settledDays}::int, ${parkedDays}::int, ${answerDays}::int, ${BATCH}::int)`,
    );
    for (const { what, row_count: count } of rows)
      removed[what] = (removed[what] ?? 0) + Number(count);
    if (rows.every(({ row_count: count }) => Number(count) < BATCH)) break;
  }
  const rows = await inSweep(
    db,
    (tx) => tx.$queryRaw<{ collected: bigint }[]>`select app.collect_queues() as collected`,
  );
  removed["queues"] = Number(rows[0]?.collected ?? 0);
  logger.info({ removed }, "cleaned up");
  return removed;
}
