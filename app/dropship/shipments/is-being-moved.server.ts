/** Whether units of an order are on their way to another location in Shopify: a shipment would name them by ids that change. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { MS_PER_MINUTE } from "#app/platform/time.ts";

// A step that has ended is followed by the next within seconds; one that is not has been given up.
const NEXT_STEP_MS = 10 * MS_PER_MINUTE;

/** What waits for a person is not waited for. Whoever ends the last step looks at the order's parcels again. */
export async function isBeingMoved(
  tx: ShopTx,
  { shopId, orderId }: { readonly shopId: bigint; readonly orderId: bigint },
  now: Date,
): Promise<boolean> {
  const since = new Date(now.getTime() - NEXT_STEP_MS);
  const [row] = await tx.$queryRaw<unknown[]>`
    select 1 from order_placements placement
    cross join jsonb_array_elements(placement.memory -> 'pending') step
    join intents i on i.shop_id = ${shopId} and i.id = (step ->> 'intentId')::bigint
    where placement.shop_id = ${shopId} and placement.order_id = ${orderId}
      and i.state not in ('asked', 'needs_person')
      and (i.settled_at is null or i.settled_at > ${since}) limit 1`;
  return row !== undefined;
}
