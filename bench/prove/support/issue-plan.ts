/** Stands in for the planner: one unit of an order's only line for each supplier of the shop. Safe to run twice. */
import { issuePurchaseOrders } from "#app/dropship/purchase-orders/issue-purchase-orders.server.ts";
import type { PurchaseOrderDraft } from "#app/dropship/purchase-orders/purchase-order-draft.ts";
import type { SendingDeps } from "#app/dropship/purchase-orders/request-sending.server.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";

type Deps = SendingDeps & { readonly db: Pick<Db, "prisma"> };

export async function issuePlan(deps: Deps, shopId: bigint, orderId: bigint): Promise<void> {
  await inShop(deps.db, shopId, async (tx) => {
    const order = await tx.order.findUniqueOrThrow({
      where: { shopId_id: { shopId, id: orderId } },
      select: { id: true, gid: true, name: true },
    });
    const suppliers = await tx.supplier.findMany({ where: { shopId }, select: { id: true } });
    const issued = await issuePurchaseOrders(deps, tx, {
      shopId,
      order,
      routingPlanId: await planOf(tx, shopId, orderId, deps.clock.now()),
      actor: { kind: "rule", name: "routing", version: 1 },
      shipTo: null,
      note: null,
      drafts: suppliers.map(({ id }) => draftOf(id, orderId, suppliers.length)),
    });
    if (!issued.ok) throw new Error(`Not issued: ${issued.refusal.code}`);
  });
}

async function planOf(tx: ShopTx, shopId: bigint, orderId: bigint, now: Date): Promise<bigint> {
  const name = { shopId, orderId, version: 1 };
  const plan = await tx.routingPlanRow.findUnique({
    where: { shopId_orderId_version: name },
    select: { id: true },
  });
  if (plan) return plan.id;
  const facts = { ruleVersion: 0, cause: "changed", actor: {}, question: {}, plan: {} };
  const made = await tx.routingPlanRow.create({
    data: { ...name, ...facts, decidedAt: now },
    select: { id: true },
  });
  return made.id;
}

const draftOf = (
  supplierId: bigint,
  orderId: bigint,
  orderedUnits: number,
): PurchaseOrderDraft => ({
  supplierId,
  service: null,
  dropFeeMinor: 0n,
  shippingMinor: 0n,
  approvalReason: null,
  lines: [
    {
      lineGid: `gid://shopify/LineItem/${orderId}`,
      variantGid: "gid://shopify/ProductVariant/1",
      supplierSku: "S-1",
      sku: "SKU-1",
      title: "Enamel mug",
      variantTitle: null,
      imageUrl: null,
      customAttributes: [],
      note: null,
      hsCode: null,
      originCountry: null,
      customsValueMinor: null,
      customsCurrency: null,
      units: 1,
      orderedUnits,
      unitCostMinor: 100n,
    },
  ],
});
