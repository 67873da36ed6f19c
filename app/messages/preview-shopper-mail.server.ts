/**
 * What shopper mail would send if it were acting: the events it has seen and holds. Nothing else is foretold: what orders
 * will do tomorrow, nobody knows. The same rows are told when the mode changes, so what was shown is what happens.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import { isShopperEvent, shopperEvent } from "./shopper-events.ts";

type Window = {
  readonly shopId: bigint;
  readonly from: Date;
  readonly goLiveAt: Date;
};

/** Orders placed before go-live are left out: they are a person's alone. */
export async function previewShopperMail(tx: ShopTx, { shopId, from, goLiveAt }: Window) {
  const held = await tx.$queryRaw<{ event: string; orderGid: string; name: string }[]>`
    select t.event, t.order_gid as "orderGid", o.name
    from told_events t join orders o on o.shop_id = t.shop_id and o.id = t.order_id
    where t.shop_id = ${shopId} and t.verdict = 'held' and t.owner = 'aftercare'
      and o.placed_at >= ${goLiveAt} and o.deleted_at is null and o.personal_erased_at is null
    order by t.occurred_at, t.id`;
  return held.flatMap(({ event, orderGid, name }) =>
    isShopperEvent(event)
      ? [
          {
            kind: "send_mail",
            orderGid,
            money: null,
            at: from,
            summary: `Tell the shopper of ${name}: ${shopperEvent(event).title}`,
          },
        ]
      : [],
  );
}
