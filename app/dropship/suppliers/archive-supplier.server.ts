/** Puts a supplier away or takes it back. Nothing is ever deleted: purchase orders and the scorecard name it. */
import { inShop } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { laterThan, type SaveDeps } from "./save-supplier.server.ts";
import { findSupplier } from "./suppliers-store.server.ts";
import { enqueueWake } from "#app/dropship/routing/enqueue-wake.server.ts";

export type ArchiveRefusal =
  | { readonly code: "supplier_unknown" }
  | { readonly code: "purchase_orders_open"; readonly openOrders: number }
  | { readonly code: "name_taken"; readonly name: string };

const OPEN_STATES = ["approval", "queued", "sending", "sent", "accepted"];

export const describeArchiveRefusal = (refusal: ArchiveRefusal) =>
  ARCHIVE_WORDS[refusal.code](refusal as never); // each code's words take that code's facts

const ARCHIVE_WORDS = {
  supplier_unknown: () => ({ status: 404, sentence: "There is no such supplier." }),
  purchase_orders_open: ({ openOrders }: { openOrders: number }) => ({
    status: 409,
    sentence: `${openOrders === 1 ? "1 purchase order is" : `${openOrders} purchase orders are`} still open. Pause the supplier now, and archive it when they have ended.`,
  }),
  name_taken: ({ name }: { name: string }) => ({
    status: 409,
    sentence: `Another supplier is called ${name} by now. Rename that one first.`,
  }),
} satisfies Record<
  ArchiveRefusal["code"],
  (refusal: never) => { status: number; sentence: string }
>;

export function archiveSupplier(
  { db, clock }: Pick<SaveDeps, "db" | "clock">,
  asked: {
    readonly shopId: bigint;
    readonly staffId: string;
    readonly supplierId: bigint;
    readonly isArchived: boolean;
  },
): Promise<Result<null, ArchiveRefusal>> {
  const { shopId, supplierId, isArchived } = asked;
  return inShop(db, shopId, async (tx) => {
    await tx.$queryRaw`
      select 1 from suppliers where shop_id = ${shopId} and id = ${supplierId} for update`;
    const before = await findSupplier(tx, shopId, supplierId);
    if (!before) return refuse({ code: "supplier_unknown" });
    if ((before.state === "archived") === isArchived) return accept(null);
    const refusal = isArchived
      ? await findOpenOrders(tx, shopId, supplierId)
      : await findNamesake(tx, shopId, before.name);
    if (refusal) return refuse(refusal);
    const now = clock.now();
    // Restored, it is paused: whoever brings it back looks through its costs first.
    const state = isArchived ? "archived" : "paused";
    await tx.supplier.update({
      where: { shopId_id: { shopId, id: supplierId } },
      data: {
        state,
        archivedAt: isArchived ? now : null,
        updatedAt: laterThan(before.updatedAt, now),
      },
    });
    await recordChange(tx, {
      shopId,
      staffId: asked.staffId,
      area: "dropship.supplier",
      changedAt: now,
      before: { supplier: before.name, state: before.state },
      after: { supplier: before.name, state },
    });
    await enqueueWake(tx, shopId, "supply");
    return accept(null);
  });
}

type Tx = Parameters<Parameters<typeof inShop>[2]>[0];

async function findOpenOrders(
  tx: Tx,
  shopId: bigint,
  supplierId: bigint,
): Promise<ArchiveRefusal | null> {
  const openOrders = await tx.purchaseOrder.count({
    where: { shopId, supplierId, state: { in: OPEN_STATES } },
  });
  return openOrders > 0 ? { code: "purchase_orders_open", openOrders } : null;
}

async function findNamesake(tx: Tx, shopId: bigint, name: string): Promise<ArchiveRefusal | null> {
  const [namesake] = await tx.$queryRaw<unknown[]>`
    select 1 from suppliers where shop_id = ${shopId} and lower(name) = lower(${name})
      and state <> 'archived' limit 1`;
  return namesake ? { code: "name_taken", name } : null;
}
