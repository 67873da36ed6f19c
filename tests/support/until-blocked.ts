/** Lets one piece of work run until it waits for another's lock, or has ended: races that come out the same each time. */
import type { Db } from "#app/platform/db.server.ts";
import { eventually } from "./eventually.ts";

export async function untilBlocked(
  { pool }: Pick<Db, "pool">,
  work: Promise<unknown>,
): Promise<void> {
  let hasEnded = false;
  const end = () => void (hasEnded = true);
  work.then(end, end);
  await eventually(async () => {
    const { rowCount } = await pool.query(
      "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (!hasEnded && !rowCount) throw new Error("It neither waits nor has it ended.");
  });
}
