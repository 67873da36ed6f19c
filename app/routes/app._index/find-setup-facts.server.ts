/** What the setup guide ticks its steps by, except the import, which the page has read already. */
import type { Deps } from "#app/deps.server.ts";
import { countReady } from "#app/dropship/suppliers/list-supplier-rows.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { findMode } from "#app/rails/modes-store.server.ts";
import type { SetupFacts } from "./list-setup-steps.ts";

export function findSetupFacts(
  { db }: Pick<Deps, "db">,
  shopId: bigint,
): Promise<Omit<SetupFacts, "isImportFinished">> {
  return inShop(db, shopId, async (tx) => {
    const { suppliers, ready } = await countReady(tx, shopId);
    const { mode } = await findMode(tx, shopId, "routing");
    const first = await tx.purchaseOrder.findFirst({ where: { shopId }, select: { id: true } });
    return {
      supplierCount: suppliers,
      readyCount: ready,
      isRoutingLive: mode !== "watching",
      hasPurchaseOrder: first !== null,
    };
  });
}
