/** The moment a shop counts as installed: when Shopify has given us a token for it. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";

/**
 * Called in the transaction that stores an exchanged token. A shop that was not installed becomes so, under a new
 * install epoch, and its install job is enqueued; an installed one is left alone.
 */
export async function recordInstall(
  tx: ShopTx,
  { shopId, at }: { shopId: bigint; at: Date },
): Promise<void> {
  const rows = await tx.$queryRaw<{ install_epoch: number }[]>`
    update shops set install_epoch = install_epoch + 1, uninstalled_at = null, updated_at = now(),
      -- Later than the uninstall it follows, whatever the clocks say: a repeat of that uninstall stays stale.
      installed_at = greatest(${at}::timestamptz, uninstalled_at + interval '1 millisecond')
    where id = ${shopId} and uninstalled_at is not null
    returning install_epoch`;
  const installEpoch = rows[0]?.install_epoch;
  if (installEpoch === undefined) return;
  await enqueueJob(tx, {
    name: "shops.install",
    payload: { shopId: shopId.toString(), installEpoch },
    queue: `shop:${shopId}`,
  });
}
