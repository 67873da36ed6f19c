/** Forgets the bytes of what was sent long ago. That it was sent, when and its hash stay. */
import { inSweep, type Db } from "#app/platform/db.server.ts";

// Documents with addresses are gone within 30 days; the clean-up comes once a day.
const KEPT_DAYS = 29;
const BATCH = 500;
// Ends a run that finds more than it can do; the next day continues.
const MAX_ROUNDS = 500;

export async function cleanUpTransmissions({
  db,
}: {
  readonly db: Pick<Db, "prisma">;
}): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [row] = await inSweep(
      db,
      (tx) => tx.$queryRaw<{ changed: bigint }[]>`
        select app.clean_up_transmissions(${KEPT_DAYS}::int, ${BATCH}::int) as changed`,
    );
    if (!row || row.changed === 0n) return;
  }
}
