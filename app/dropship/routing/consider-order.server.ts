/**
 * After every change of an order: whether it is worth asking Shopify about it. What the mirror alone can settle (before
 * go-live, nothing to ship, no suppliers) costs no call, and news that routing does not read wake nobody.
 */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { lockOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { findMode } from "#app/rails/modes-store.server.ts";
import { readFingerprint } from "./fingerprint.server.ts";
import type { OrderReason } from "./hold-reasons.ts";
import { requestRouting } from "./request-routing.server.ts";
import { saveStanding, type RoutingState } from "./routing-store.server.ts";

type ConsiderDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

/** Called by the job `order.changed`; changes of one burst are one run. */
export function considerOrder(
  deps: ConsiderDeps,
  { shopId, orderId }: { readonly shopId: bigint; readonly orderId: bigint },
): Promise<void> {
  return inShop(deps.db, shopId, async (tx) => {
    const known = await tx.orderRouting.findUnique({
      where: { shopId_orderId: { shopId, orderId } },
      select: { seen: true },
    });
    const seen = await readFingerprint(tx, shopId, orderId);
    if (seen === "" || known?.seen === seen) return;
    if (await settleWithoutShopify(deps, tx, shopId, orderId)) return;
    await requestRouting(tx, { shopId, orderId, cause: "changed" });
  });
}

type Glance = {
  readonly gid: string;
  readonly placedAt: Date;
  readonly isTest: boolean;
  readonly isGone: boolean;
  readonly openUnits: number;
  /** units with suppliers */
  readonly liveUnits: number;
  readonly hasSuppliers: boolean;
};

/** Whether the mirror is enough to say where the order stands; then it is said. */
export async function settleWithoutShopify(
  { clock }: { readonly clock: Clock },
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
): Promise<boolean> {
  // A person may be giving the order to a supplier at this moment: what they did is not to be overwritten.
  await lockOrder(tx, shopId, orderId);
  const order = await glance(tx, shopId, orderId);
  if (!order) return true;
  const { goLiveAt } = await findMode(tx, shopId, "routing");
  const verdict = settle(order, goLiveAt);
  if (!verdict) return false;
  const { state, code } = verdict;
  const seen = await readFingerprint(tx, shopId, orderId);
  const standing = { state, reasons: [{ code }], heldUnits: 0, version: null, seen };
  await saveStanding(tx, { shopId, orderId, orderGid: order.gid }, standing, clock.now());
  return true;
}

/** What is with suppliers already is never settled by a glance. */
function settle(
  { placedAt, isTest, isGone, openUnits, liveUnits, hasSuppliers }: Glance,
  goLiveAt: Date | null,
): { readonly state: RoutingState; readonly code: OrderReason["code"] } | null {
  if (liveUnits > 0) return null;
  if (isGone) return { state: "done", code: "deleted" };
  if (isTest) return { state: "not_ours", code: "test_order" };
  if (openUnits === 0) return { state: "done", code: "nothing_to_ship" };
  if (goLiveAt && placedAt < goLiveAt) return { state: "before_aftercare", code: "before_go_live" };
  return hasSuppliers ? null : { state: "not_ours", code: "no_suppliers" };
}

async function glance(tx: ShopTx, shopId: bigint, orderId: bigint): Promise<Glance | null> {
  const [row] = await tx.$queryRaw<Glance[]>`
    select o.gid, o.placed_at as "placedAt", o.is_test as "isTest", o.deleted_at is not null as "isGone",
      coalesce((select sum(l.unfulfilled_quantity)::int from order_lines l
        where l.shop_id = ${shopId} and l.order_id = ${orderId} and l.requires_shipping), 0) as "openUnits",
      (select count(*)::int from purchase_order_units u
        where u.shop_id = ${shopId} and u.order_id = ${orderId} and u.is_live) as "liveUnits",
      exists (select from suppliers s where s.shop_id = ${shopId} and s.state <> 'archived') as "hasSuppliers"
    from orders o where o.shop_id = ${shopId} and o.id = ${orderId}`;
  return row ?? null;
}
