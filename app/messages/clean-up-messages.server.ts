/** Forgets what mails said. That one was sent, when and about what stays; its words and its reader go. */
import { inSweep, type Db } from "#app/platform/db.server.ts";

// Mail is gone within 30 days; the clean-up comes once a day. Source: design, §4
const KEPT_DAYS = 29;
const BATCH = 1_000;
// Ends a run that finds more than it can do; the next day continues.
const MAX_ROUNDS = 500;

export async function cleanUpMessages({ db }: { readonly db: Pick<Db, "prisma"> }): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [row] = await inSweep(
      db,
      (tx) => tx.$queryRaw<{ left: bigint }[]>`
        select app.clean_up_messages(${KEPT_DAYS}::int, ${BATCH}::int) as left`,
    );
    if (!row || row.left === 0n) return;
  }
}
