/**
 * Takes back purchase orders whose units the order no longer asks for, as long as no supplier has said yes. What is
 * accepted is a supplier's work already: a person is told and asks, nothing is guessed.
 */
import { Prisma } from "@prisma/client";
import type { ShopTx } from "#app/platform/db.server.ts";
import { revokePurchaseOrder } from "#app/dropship/purchase-orders/revoke-purchase-order.server.ts";
import type { SendingDeps } from "#app/dropship/purchase-orders/request-sending.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import type { RoutableLine } from "./assess-routable.ts";
import type { OrderToRoute } from "./find-order-to-route.server.ts";

type Release = {
  readonly shopId: bigint;
  readonly order: OrderToRoute;
  readonly surplus: readonly RoutableLine[];
  readonly isCancelled: boolean;
  readonly actor: IntentActor;
};

/** States in which no supplier has said yes. */
export const NOT_ACCEPTED = ["approval", "queued", "sending", "sent", "failed"];

/** Whether anything was taken back: then the rest of it is to be planned again. */
export async function releaseSurplus(
  deps: SendingDeps,
  tx: ShopTx,
  { shopId, order, surplus, isCancelled, actor }: Release,
): Promise<boolean> {
  if (surplus.length === 0) return false;
  const ids = await listHolders(tx, shopId, order.orderId, surplus, NOT_ACCEPTED);
  let isReleased = false;
  for (const purchaseOrderId of ids) {
    const reason = isCancelled
      ? { code: "order_cancelled", message: "The shopper's order was cancelled." }
      : { code: "order_changed", message: "The shopper's order was changed." };
    const revoked = await revokePurchaseOrder(deps, tx, { shopId, purchaseOrderId, reason, actor });
    if (revoked.ok) isReleased = true;
  }
  return isReleased;
}

/** Tells the team once per purchase order that a supplier has accepted what is not wanted any more. */
export async function askAboutAccepted(
  { clock }: Pick<SendingDeps, "clock">,
  tx: ShopTx,
  { shopId, order, surplus, isCancelled }: Omit<Release, "actor">,
): Promise<void> {
  const ids = await listHolders(tx, shopId, order.orderId, surplus, ["accepted"]);
  for (const id of ids) {
    const units = surplus.reduce((sum, one) => sum + one.units, 0);
    await raiseAlert(tx, {
      shopId,
      event: "supplier_trouble",
      key: `routing-surplus:${id}:${isCancelled ? "cancelled" : units}`,
      title: `${order.name} has changed after its supplier accepted it`,
      sentence: isCancelled
        ? "The order was cancelled. Ask the supplier to stop it, then revoke the purchase order."
        : "It asks for fewer units now. Ask the supplier, then revoke the purchase order or leave it.",
      path: `/app/orders/${order.orderId}`,
      forStaffId: null,
      raisedAt: clock.now(),
    });
  }
}

/** Newest first: what was ordered last is the easiest to call back. */
async function listHolders(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
  surplus: readonly RoutableLine[],
  states: readonly string[],
): Promise<bigint[]> {
  const gids = surplus.map(({ lineGid }) => lineGid);
  if (gids.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select distinct p.id from purchase_orders p
    join purchase_order_units u on u.shop_id = p.shop_id and u.purchase_order_id = p.id
    where p.shop_id = ${shopId} and p.order_id = ${orderId} and u.is_live
      and p.state in (${Prisma.join([...states])}) and u.line_gid in (${Prisma.join(gids)})
    order by p.id desc`;
  return rows.map(({ id }) => id);
}
