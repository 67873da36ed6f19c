/** A price above the ordered one waits for a person of the shop: flagged, and told once per price. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { formatMoney } from "#app/platform/money.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { lockPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import type { LineChange } from "./decide-answer.ts";

export async function askForMore(
  tx: ShopTx,
  order: PurchaseOrder,
  changes: readonly LineChange[],
  now: Date,
): Promise<void> {
  for (const { line, statedCostMinor, asksForMore } of changes) {
    const key = { shopId: order.shopId, purchaseOrderLineId: line.id };
    if (!asksForMore || statedCostMinor === null) {
      // Taken back, or lowered to what was ordered: nothing waits any more.
      if (statedCostMinor !== null && statedCostMinor <= line.unitCostMinor)
        await tx.supplierStatedCost.deleteMany({ where: { ...key, verdict: null } });
      continue;
    }
    const asked = {
      orderedMinor: line.unitCostMinor,
      statedMinor: statedCostMinor,
      statedAt: now,
      verdict: null,
      decidedAt: null,
      decidedBy: null,
    };
    await tx.supplierStatedCost.upsert({
      where: { shopId_purchaseOrderLineId: key },
      create: { ...key, purchaseOrderId: order.id, ...asked },
      update: asked,
    });
    await alertPeople(tx, order, { title: line.title, ...asked, lineId: line.id }, now);
  }
}

type Asked = {
  readonly lineId: bigint;
  readonly title: string;
  readonly orderedMinor: bigint;
  readonly statedMinor: bigint;
};

async function alertPeople(
  tx: ShopTx,
  { shopId, id, number, currency }: PurchaseOrder,
  { lineId, title, orderedMinor, statedMinor }: Asked,
  now: Date,
): Promise<void> {
  const price = (amountMinor: bigint) => formatMoney({ amountMinor, currency });
  await raiseAlert(tx, {
    shopId,
    event: "supplier_trouble",
    key: `cost:${lineId}:${statedMinor}`,
    title: `${number} costs more than ordered`,
    sentence: `${title}: ${price(statedMinor)} a unit instead of ${price(orderedMinor)}. Agree, or take the purchase order back.`,
    path: `/app/supplier-answers/${id}`,
    forStaffId: null,
    raisedAt: now,
  });
}

export type StatedCost = {
  readonly lineId: bigint;
  readonly title: string;
  readonly orderedMinor: bigint;
  readonly statedMinor: bigint;
  readonly statedAt: Date;
  readonly verdict: "agreed" | "refused" | null;
};

export async function listStatedCosts(
  tx: ShopTx,
  shopId: bigint,
  purchaseOrderId: bigint,
): Promise<StatedCost[]> {
  return tx.$queryRaw<StatedCost[]>`
    select c.purchase_order_line_id as "lineId", l.title, c.ordered_minor as "orderedMinor",
      c.stated_minor as "statedMinor", c.stated_at as "statedAt", c.verdict
    from supplier_stated_costs c
    join purchase_order_lines l on l.shop_id = c.shop_id and l.id = c.purchase_order_line_id
    where c.shop_id = ${shopId} and c.purchase_order_id = ${purchaseOrderId} order by c.purchase_order_line_id`;
}

export type CostVerdict = {
  readonly shopId: bigint;
  readonly purchaseOrderId: bigint;
  readonly lineId: bigint;
  /** the price that was in front of the person */
  readonly statedMinor: bigint;
  readonly verdict: "agreed" | "refused";
  readonly staffId: string;
  readonly now: Date;
};

export type CostRefusal = { readonly code: "nothing_asked" | "price_changed" };

/** Writes down what a person said of the price. Who refuses still decides whether the purchase order is taken back. */
export async function decideStatedCost(
  tx: ShopTx,
  { shopId, purchaseOrderId, lineId, statedMinor, verdict, staffId, now }: CostVerdict,
): Promise<Result<null, CostRefusal>> {
  const order = await lockPurchaseOrder(tx, shopId, purchaseOrderId);
  const line = order?.lines.find(({ id }) => id === lineId);
  const asked = await tx.supplierStatedCost.findUnique({
    where: { shopId_purchaseOrderLineId: { shopId, purchaseOrderLineId: lineId } },
  });
  if (!order || !line || asked?.verdict !== null) return refuse({ code: "nothing_asked" });
  if (asked.statedMinor !== statedMinor) return refuse({ code: "price_changed" });
  await tx.supplierStatedCost.update({
    where: { shopId_purchaseOrderLineId: { shopId, purchaseOrderLineId: lineId } },
    data: { verdict, decidedAt: now, decidedBy: staffId },
  });
  const facts = {
    purchaseOrder: order.id.toString(),
    number: order.number,
    statedCostMinor: statedMinor.toString(),
    orderedCostMinor: asked.orderedMinor.toString(),
    person: staffId,
  };
  const entry = {
    kind: verdict === "agreed" ? "purchase_order.cost_agreed" : "purchase_order.cost_refused",
    actor: "merchant" as const,
    lineGid: line.lineGid,
    facts,
    personal: null,
    occurredAt: now,
  };
  const { orderId, orderGid } = order;
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries: [entry] }], now);
  return accept(null);
}
