/** Asks for all orders of a shop to be read. One import of a shop runs at a time: asking again joins the running one. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { enqueueImportStep } from "./wake-import.server.ts";

/** Starts the import of this installation unless it has one. What an earlier installation left running is over. */
export async function startImport(
  tx: ShopTx,
  { shopId, installEpoch }: { readonly shopId: bigint; readonly installEpoch: number },
): Promise<void> {
  const known = await tx.bulkImport.findFirst({
    where: { shopId, installEpoch, state: { not: "failed" } },
    select: { id: true },
  });
  if (known) return;
  await tx.$executeRaw`
    update bulk_imports set state = 'failed', reason = 'uninstalled', finished_at = now()
    where shop_id = ${shopId} and install_epoch <> ${installEpoch} and state in ('waiting', 'exporting', 'reading')`;
  await requestImport(tx, shopId, installEpoch);
}

/** Asks for a new import, e.g. after more orders became visible. Returns the id of the one that runs. */
export async function requestImport(
  tx: ShopTx,
  shopId: bigint,
  installEpoch: number,
): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ id: bigint }[]>`
    with made as (
      insert into bulk_imports (shop_id, install_epoch) values (${shopId}, ${installEpoch})
      on conflict (shop_id) where state in ('waiting', 'exporting', 'reading') do nothing
      returning id)
    select id from made
    union all
    select id from bulk_imports
    where shop_id = ${shopId} and state in ('waiting', 'exporting', 'reading')
    limit 1`;
  const importId = row?.id ?? 0n;
  await enqueueImportStep(tx, shopId, importId);
  return importId;
}
