/** Webhooks that do not tell enough: the order is waited for, or read from Shopify by a job of the same transaction. */
import { runSql, type ShopTx } from "#app/platform/db.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import type { OrderDeliveryOutcome, ParsedDelivery } from "./apply-order-delivery.server.ts";
import { findOrderReference } from "./find-order-reference.ts";
import { enqueueRefetch, type RefetchWish } from "./mirror-store.server.ts";

// Shopify sends a new order's payment and the order itself at the same moment, and either may come first.
const WAIT_MS = 3 * MS_PER_SECOND;

/** A part of an order that we do not know: its order is waited for once, then read from Shopify, which costs points. */
export async function waitOrRead(
  tx: ShopTx,
  { shopId, from, receivedAt }: ParsedDelivery,
  orderGid: string,
): Promise<OrderDeliveryOutcome> {
  const at = new Date(receivedAt.getTime() + WAIT_MS);
  if (from.heardAt < at) return { outcome: "later", at };
  await enqueueRefetch(tx, shopId, orderGid, from.heardAt);
  return { outcome: "ignored", reason: "order_unknown_read_it" };
}

/** The payload names an order or a part of one: the order will be read. */
export async function requestRead(
  tx: ShopTx,
  { shopId, payload, from }: ParsedDelivery,
  wish: RefetchWish,
): Promise<OrderDeliveryOutcome> {
  const reference = findOrderReference(payload);
  if (reference.kind === "nothing") return { outcome: "ignored", reason: "names_no_order" };
  const gid =
    reference.kind === "order"
      ? reference.orderGid
      : ((await findOrderGidOfParts(tx, shopId, reference.gids)) ?? reference.gids[0]);
  if (gid) await enqueueRefetch(tx, shopId, gid, from.heardAt, wish);
  return { outcome: "applied" };
}

async function findOrderGidOfParts(tx: ShopTx, shopId: bigint, gids: readonly string[]) {
  const rows = await runSql<{ gid: string }>(tx, {
    text: `
      select o.gid from orders o where o.shop_id = $1 and o.id in (
        select f.order_id from fulfillment_orders f where f.shop_id = $1 and f.gid = any($2::text[])
        union select r.order_id from order_returns r where r.shop_id = $1 and r.gid = any($2::text[]))
      limit 1`,
    values: [shopId, gids],
  });
  return rows[0]?.gid ?? null;
}
