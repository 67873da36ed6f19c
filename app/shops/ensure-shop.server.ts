/**
 * The row of a shop. A verified session token makes it, as not yet installed: a session token outlives an uninstall by
 * up to a minute, so only a token that Shopify gave us proves an installation (record-install.server.ts).
 */
import type { Clock } from "#app/platform/clock.ts";
import { inSweep, type Db } from "#app/platform/db.server.ts";

/** Our id of the shop; a new row is made as not yet installed. Safe with any number of callers at once. */
export async function ensureShop(
  { db, clock }: { db: Pick<Db, "prisma">; clock: Clock },
  domain: string,
): Promise<bigint> {
  return inSweep(db, async (tx) => {
    const found = await tx.shop.findUnique({ where: { domain }, select: { id: true } });
    if (found) return found.id;
    const now = clock.now();
    await tx.shop.createMany({
      data: [{ domain, installEpoch: 0, installedAt: now, uninstalledAt: now }],
      skipDuplicates: true,
    });
    const made = await tx.shop.findUniqueOrThrow({ where: { domain }, select: { id: true } });
    return made.id;
  });
}
