/** A hash of what routing reads of an order in the mirror: news of anything else need not ask Shopify. */
import type { ShopTx } from "#app/platform/db.server.ts";

export async function readFingerprint(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
): Promise<string> {
  const [row] = await tx.$queryRaw<{ seen: string }[]>`
    select md5(concat_ws('|', o.financial_status, o.cancelled_at, o.is_test, o.is_disputed, o.deleted_at,
      o.ship_country, o.ship_province, o.ship_zip, o.ship_city, o.ship_address1, o.ship_address2, o.ship_name,
      o.ship_company, o.ship_phone,
      (select string_agg(concat_ws(',', l.gid, l.variant_gid, l.current_quantity, l.unfulfilled_quantity), ';' order by l.gid)
        from order_lines l where l.shop_id = ${shopId} and l.order_id = ${orderId}),
      (select string_agg(concat_ws(',', f.gid, f.status, f.request_status), ';' order by f.gid)
        from fulfillment_orders f where f.shop_id = ${shopId} and f.order_id = ${orderId}),
      (select string_agg(h.gid, ';' order by h.gid)
        from fulfillment_holds h where h.shop_id = ${shopId} and h.order_id = ${orderId}))) as seen
    from orders o where o.shop_id = ${shopId} and o.id = ${orderId}`;
  return row?.seen ?? "";
}
