/** How often a link may be used: counted in the database, so that any number of processes agree. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from "#app/platform/time.ts";

const LIMITS = {
  /** A person with a phone; a program that sends fifty orders one by one. */
  post: { most: 120, windowMs: MS_PER_MINUTE },
  question: { most: 20, windowMs: MS_PER_HOUR },
  /** Mails that a stranger with an old link could cause. */
  new_link: { most: 3, windowMs: MS_PER_DAY },
} as const;

export type LimitedUse = keyof typeof LIMITS;

/** Counts one use; false when it is one too many. */
export async function countUse(
  tx: ShopTx,
  link: { readonly shopId: bigint; readonly linkId: bigint },
  kind: LimitedUse,
  now: Date,
): Promise<boolean> {
  const { shopId, linkId } = link;
  const { most, windowMs } = LIMITS[kind];
  const windowAt = new Date(Math.floor(now.getTime() / windowMs) * windowMs);
  const [counted] = await tx.$queryRaw<{ uses: number }[]>`
    insert into supplier_link_uses (shop_id, link_id, kind, window_at) values (${shopId}, ${linkId}, ${kind}, ${windowAt})
    on conflict (shop_id, link_id, kind, window_at)
    do update set uses = least(supplier_link_uses.uses + 1, 1000000) returning uses`;
  const uses = counted?.uses ?? 1;
  if (uses === 1)
    await tx.supplierLinkUse.deleteMany({
      where: { shopId, linkId, kind, windowAt: { lt: windowAt } },
    });
  if (uses <= most)
    await tx.supplierLink.update({
      where: { shopId_id: { shopId, id: linkId } },
      data: { lastUsedAt: now },
    });
  return uses <= most;
}
