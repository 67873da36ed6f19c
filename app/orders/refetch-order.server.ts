/**
 * Job `orders.refetch`: reads one order whole and applies it under the order's lock. The read began before the lock was
 * taken, so words that arrived meanwhile are compared by time, not by who saves last.
 */
import type { JobPayload } from "#app/jobs/catalogue.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { addDays } from "#app/platform/time.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { API_VERSION } from "#app/shopify/api-version.ts";
import {
  fetchFulfillmentOrders,
  fetchOrder,
  findOrderOfPart,
} from "#app/shopify/mappers/fetch-order.server.ts";
import type { HeardFrom } from "./merge-reading.ts";
import {
  loadMirrors,
  lockOrders,
  runIn,
  savePlans,
  type StoredMirror,
} from "./mirror-store.server.ts";
import type { OrderRow } from "./mirror-rows.ts";
import { planDeletion, planOrderChanges, type OrderPlan } from "./plan-order-changes.ts";

export type RefetchDeps = { readonly db: Db; readonly admin: AdminClient; readonly clock: Clock };

/** `orderGid` may name a fulfilment order or a return: webhooks about these do not say which order they belong to. */
export async function handleRefetch(
  deps: RefetchDeps,
  payload: JobPayload<"orders.refetch">,
): Promise<void> {
  const shopId = BigInt(payload.shopId);
  if (payload.only === "fulfillment_orders") {
    const unknown = await refetchFulfillmentOrders(deps, shopId, payload.orderGid);
    if (unknown) await refetchOrder(deps, shopId, unknown, "refetch");
    return;
  }
  const orderGid = payload.orderGid.startsWith("gid://shopify/Order/")
    ? payload.orderGid
    : await findOrderOfPart(deps, shopId, payload.orderGid);
  if (orderGid) await refetchOrder(deps, shopId, orderGid, "refetch");
}

/** Reads an order's fulfilment orders alone. Returns the gid of an order that the mirror does not know yet. */
async function refetchFulfillmentOrders(
  deps: RefetchDeps,
  shopId: bigint,
  gid: string,
): Promise<string | null> {
  const asOf = deps.clock.now();
  const reading = await fetchFulfillmentOrders(deps, shopId, gid, asOf);
  // Not shown: the whole read knows whether that means deleted or too old.
  if (!reading) return gid.startsWith("gid://shopify/Order/") ? gid : null;
  const { orderGid } = reading;
  return inShop(deps.db, shopId, async (tx) => {
    await lockOrders(runIn(tx), shopId, [orderGid]);
    const known = (await loadMirrors(runIn(tx), shopId, [orderGid])).get(orderGid);
    if (!known || known.order.deletedAt) return orderGid;
    const from: HeardFrom = {
      source: "refetch",
      sourceVersion: API_VERSION,
      heardAt: deps.clock.now(),
    };
    const plan = planOrderChanges(known, reading, from);
    if (plan.kind === "changed")
      await savePlans(
        runIn(tx),
        shopId,
        [{ orderGid, orderId: known.orderId, plan }],
        from.heardAt,
      );
    return null;
  });
}

export type RefetchOutcome = "changed" | "unchanged" | "deleted" | "not_visible";

/** Makes the mirror of one order equal to Shopify's. */
export async function refetchOrder(
  deps: RefetchDeps,
  shopId: bigint,
  orderGid: string,
  source: "refetch" | "reconcile",
): Promise<RefetchOutcome> {
  const asOf = deps.clock.now();
  const reading = await fetchOrder(deps, shopId, orderGid, asOf);
  return inShop(deps.db, shopId, async (tx) => {
    const run = runIn(tx);
    await lockOrders(run, shopId, [orderGid]);
    const known = (await loadMirrors(run, shopId, [orderGid])).get(orderGid) ?? null;
    const from: HeardFrom = { source, sourceVersion: API_VERSION, heardAt: deps.clock.now() };
    if (!reading && known && !(await isOutsideWindow(tx, shopId, known.order, asOf))) {
      await save(planDeletion(known, asOf, from), known);
      return "deleted";
    }
    if (!reading) return "not_visible";
    // A read that began before the deletion and ends after it must not bring the order back.
    if (known?.order.deletedAt && known.order.deletedAt >= asOf) return "unchanged";
    if (await wasDeletedSince(tx, shopId, orderGid, asOf)) return "not_visible";
    await tx.$executeRaw`delete from order_tombstones where shop_id = ${shopId} and gid = ${orderGid}`;
    return (await save(planOrderChanges(known, reading, from), known)) ? "changed" : "unchanged";

    async function save(plan: OrderPlan, before: StoredMirror | null): Promise<boolean> {
      if (plan.kind !== "changed") return false;
      await savePlans(
        runIn(tx),
        shopId,
        [{ orderGid, orderId: before?.orderId ?? null, plan }],
        from.heardAt,
      );
      return true;
    }
  });
}

// Without `read_all_orders` Shopify hides orders made more than 60 days ago; a day of grace for its own clock.
const VISIBLE_DAYS = 59;

/** Whether Shopify hides the order because of its age rather than because it is gone. */
async function isOutsideWindow(
  tx: Parameters<Parameters<typeof inShop>[2]>[0],
  shopId: bigint,
  { createdAt }: Pick<OrderRow, "createdAt">,
  now: Date,
): Promise<boolean> {
  if (addDays(createdAt, VISIBLE_DAYS) > now) return false;
  const shop = await tx.shop.findUnique({ where: { id: shopId }, select: { scopes: true } });
  return !shop?.scopes.includes("read_all_orders");
}

/** Whether the order was reported deleted, before we knew it, at or after the instant. */
async function wasDeletedSince(
  tx: ShopTx,
  shopId: bigint,
  orderGid: string,
  since: Date,
): Promise<boolean> {
  const buried = await tx.$queryRaw<unknown[]>`
    select 1 from order_tombstones
    where shop_id = ${shopId} and gid = ${orderGid} and deleted_at >= ${since}::timestamptz`;
  return buried.length > 0;
}
