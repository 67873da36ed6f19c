/**
 * Parcels that Shopify has not been told of, or not of all, for a reason that may have passed: a mode, a limit, a run that
 * gave up. The newest first: older ones that never may be told keep none waiting.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import { PARTS_REFUSAL_WORDS } from "./plan-report.ts";
import { enqueueReport } from "./record-shipment.server.ts";

// What stands in Shopify itself is looked at again when the order changes there, not before.
const SHOPIFYS = [...Object.keys(PARTS_REFUSAL_WORDS), "refused", "correction_refused"];
const PARCELS_A_RUN = 200;

export async function reportAgain(tx: ShopTx, shopId: bigint): Promise<void> {
  const rows = await tx.$queryRaw<{ shipmentId: bigint; orderGid: string }[]>`
    select s.id as "shipmentId", o.gid as "orderGid"
    from shipments s
    join orders o on o.shop_id = s.shop_id and o.id = s.order_id
    left join intents i on i.shop_id = s.shop_id and i.id = s.intent_id
    left join intents c on c.shop_id = s.shop_id and c.id = s.correction_intent_id
    where s.shop_id = ${shopId} and s.erased_at is null and (s.trouble is not null
        or s.fulfillment_gid is null and (i.id is null or i.state in ('done', 'failed'))
        or c.state in ('failed', 'dropped'))
      and (s.trouble is null or not (s.trouble ->> 'code' = any(${SHOPIFYS}::text[])))
    order by s.id desc limit ${PARCELS_A_RUN}`;
  for (const { shipmentId, orderGid } of rows)
    await enqueueReport(tx, { shopId, shipmentId, orderGid });
}
