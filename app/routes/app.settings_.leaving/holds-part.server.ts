/** Holds that Aftercare has placed on fulfillment orders, and lifting them as a person's own act through the rails. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { Rails } from "#app/rails/create-rails.server.ts";
import { recordIntent } from "#app/rails/record-intent.server.ts";
import type { LeavingPart } from "#app/shops/leaving/leaving-part.ts";
import { describeCode } from "#app/ui/describe-code.ts";

type HoldRow = {
  readonly gid: string;
  readonly reason: string;
  readonly notes: string | null;
  readonly fulfillmentOrderGid: string;
  readonly orderId: bigint;
  readonly orderGid: string;
  readonly orderName: string;
  readonly isClosing: boolean;
};

export const createHoldsPart = (rails: Rails): LeavingPart => ({
  code: "holds",
  title: "Holds on orders",
  help: "Fulfillment orders that Aftercare put on hold. Releasing lets them be shipped.",
  verb: "Release",
  list: async (tx, shopId) =>
    (await listHolds(tx, shopId)).map(({ gid, orderName, reason, notes, orderId, isClosing }) => ({
      itemId: gid,
      label: `${orderName}: ${describeCode(reason).toLowerCase()}`,
      detail: notes,
      path: `/app/orders/${orderId}`,
      isClosing,
    })),
  close: async (tx, shopId, { itemId, staffId }) => {
    const hold = (await listHolds(tx, shopId)).find(({ gid }) => gid === itemId);
    // Somebody has lifted it meanwhile: that is what was wanted.
    if (!hold || hold.isClosing) return null;
    const { gid, orderGid, fulfillmentOrderGid, orderName } = hold;
    const recorded = await recordIntent(rails, tx, shopId, {
      kind: "release_holds",
      args: { orderGid, fulfillmentOrderGid, holdGids: [gid] },
      orderGid,
      subject: fulfillmentOrderGid,
      dedupeKey: await nextKey(tx, shopId, gid),
      workflow: "routing",
      actor: { kind: "person", name: staffId },
    });
    if (recorded.ok) return null;
    const { refusal } = recorded;
    const why =
      refusal.code === "may_not_act" ? refusal.refusal.message : describeCode(refusal.code);
    return `${orderName}: ${why}`;
  },
});

/** Ours by Shopify's word, or by the mark that our intent put into the handle. */
const listHolds = (tx: ShopTx, shopId: bigint): Promise<HoldRow[]> =>
  tx.$queryRaw<HoldRow[]>`
    select h.gid, h.reason, h.notes, h.fulfillment_order_gid as "fulfillmentOrderGid", o.id as "orderId",
      o.gid as "orderGid", o.name as "orderName",
      exists (select from intents r where r.shop_id = h.shop_id and r.kind = 'release_holds'
        and r.settled_at is null and r.args -> 'holdGids' ? h.gid) as "isClosing"
    from fulfillment_holds h join orders o on o.shop_id = h.shop_id and o.id = h.order_id
    where h.shop_id = ${shopId} and (h.is_ours or exists (select from intents i
      where i.shop_id = h.shop_id and i.kind = 'hold_fulfillment_order' and i.reference = h.handle))
    order by o.id, h.gid`;

/** A release that failed may be asked for again; one that is under way is the same. */
async function nextKey(tx: ShopTx, shopId: bigint, holdGid: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ count: bigint }[]>`
    select count(*) as count from intents
    where shop_id = ${shopId} and kind = 'release_holds' and settled_at is not null
      and args -> 'holdGids' ? ${holdGid}`;
  return `leaving / release ${holdGid} / ${row?.count ?? 0n}`;
}
