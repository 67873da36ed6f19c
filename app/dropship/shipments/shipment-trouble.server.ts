/** Why Shopify has not been told of a parcel: kept on the parcel, and told to a person once per reason. */
import { Prisma } from "@prisma/client";
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";

export type Trouble = { readonly code: string; readonly message: string };

type Parcel = {
  readonly shipment: {
    readonly shopId: bigint;
    readonly id: bigint;
    readonly trackingNumber: string;
  };
  readonly order: Pick<PurchaseOrder, "id" | "number">;
};

/** `trouble` null: there is none any more. */
export async function saveTrouble(
  { clock }: { readonly clock: Clock },
  tx: ShopTx,
  { shipment, order }: Parcel,
  trouble: Trouble | null,
): Promise<void> {
  const { shopId, id, trackingNumber } = shipment;
  await tx.shipment.update({
    where: { shopId_id: { shopId, id } },
    data: { trouble: trouble === null ? Prisma.DbNull : { ...trouble } },
  });
  if (trouble === null) return;
  await raiseAlert(tx, {
    shopId,
    event: "supplier_trouble",
    // Another correction that is refused is told again.
    key: `shipment:${id}:${trouble.code}${trouble.code === "correction_refused" ? `:${trackingNumber}` : ""}`,
    title: `Shopify does not know yet that ${order.number} has tracking number ${trackingNumber}`,
    sentence: trouble.message,
    path: `/app/parcels/${order.id}`,
    forStaffId: null,
    raisedAt: clock.now(),
  });
}
