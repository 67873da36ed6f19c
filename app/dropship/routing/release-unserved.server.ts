/**
 * An address was corrected to where a supplier of the order does not ship. What it has not accepted is taken back and planned
 * again; what it has accepted is its word to keep: a person is told and asks.
 */
import { Prisma } from "@prisma/client";
import type { ShopTx } from "#app/platform/db.server.ts";
import { findTariff } from "#app/dropship/planner/assess-candidates.ts";
import { revokePurchaseOrder } from "#app/dropship/purchase-orders/revoke-purchase-order.server.ts";
import type { SendingDeps } from "#app/dropship/purchase-orders/request-sending.server.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import type { RoutingAddress } from "#app/shopify/mappers/routing-facts.ts";
import type { OrderToRoute } from "./find-order-to-route.server.ts";
import { NOT_ACCEPTED } from "./release-surplus.server.ts";

type Moved = {
  readonly shopId: bigint;
  readonly order: OrderToRoute;
  readonly address: RoutingAddress;
  readonly actor: IntentActor;
};

/** Whether anything was taken back. Run before the purchase orders get the new address: with it they look served. */
export async function releaseUnserved(
  deps: SendingDeps,
  tx: ShopTx,
  { shopId, order, address, actor }: Moved,
): Promise<boolean> {
  let isReleased = false;
  for (const { id, supplierId, state } of await listMoved(tx, shopId, order.orderId, address)) {
    const supplier = await findSupplier(tx, shopId, supplierId);
    const { countryCode, provinceCode } = address;
    const destination = { countryCode: countryCode ?? "", provinceCode };
    if (!supplier || findTariff(supplier.tariffs, destination)) continue;
    if (state === "accepted") {
      await raiseAlert(tx, {
        shopId,
        event: "supplier_trouble",
        key: `routing-region:${id}:${countryCode}-${provinceCode}`,
        title: `${order.name} now goes to where ${supplier.name} does not ship`,
        sentence:
          "The address was corrected after the supplier accepted. Ask whether it can, or revoke the purchase order.",
        path: `/app/orders/${order.orderId}`,
        forStaffId: null,
        raisedAt: deps.clock.now(),
      });
      continue;
    }
    const reason = {
      code: "region_not_served",
      message: "The supplier does not ship to the corrected address.",
    };
    const revoked = await revokePurchaseOrder(deps, tx, {
      shopId,
      purchaseOrderId: id,
      reason,
      actor,
    });
    if (revoked.ok) isReleased = true;
  }
  return isReleased;
}

type MovedRow = { readonly id: bigint; readonly supplierId: bigint; readonly state: string };

/** Purchase orders not shipped yet that still name another region. An erased address names none. */
const listMoved = (
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
  { countryCode, provinceCode }: RoutingAddress,
): Promise<MovedRow[]> =>
  tx.$queryRaw<MovedRow[]>`
    select id, supplier_id as "supplierId", state from purchase_orders
    where shop_id = ${shopId} and order_id = ${orderId} and ship_to is not null
      and state in (${Prisma.join([...NOT_ACCEPTED, "accepted"])})
      and (ship_to ->> 'countryCode' is distinct from ${countryCode}
        or ship_to ->> 'provinceCode' is distinct from ${provinceCode})
    order by id`;
