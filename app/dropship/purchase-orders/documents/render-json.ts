/** A purchase order as JSON for suppliers' systems. Amounts are decimal text; keys never change their meaning. Pure. */
import { moneyToDecimal } from "#app/platform/money.ts";
import { expectedCostMinor } from "#app/dropship/purchase-orders/purchase-order.ts";
import { unitsOf, type DocumentFacts } from "./document-facts.ts";
import { customsValue } from "./order-table.ts";

export function renderJson(facts: DocumentFacts): string {
  const { order, purpose, copy, orderName, shop, link } = facts;
  const { currency } = order;
  const money = (amountMinor: bigint) => moneyToDecimal({ amountMinor, currency });
  const total = expectedCostMinor(order);
  return JSON.stringify({
    purpose,
    number: order.number,
    revision: order.revision,
    copy,
    orderName,
    shop: { domain: shop.domain, name: shop.name },
    createdAt: order.createdAt.toISOString(),
    acknowledgeBy: order.acknowledgeBy?.toISOString() ?? null,
    currency,
    service: order.service,
    shipTo: order.shipTo,
    note: order.note,
    packingNote: order.packingNote,
    lines: order.lines.map((line) => ({
      id: line.id.toString(),
      supplierSku: line.supplierSku,
      sku: line.sku,
      title: line.title,
      variant: line.variantTitle,
      picture: line.imageUrl,
      units: unitsOf(facts, line),
      unitCost: money(line.unitCostMinor),
      customAttributes: line.customAttributes,
      note: line.note,
      hsCode: line.hsCode,
      originCountry: line.originCountry,
      customsValue: customsValue(line),
      customsCurrency: line.customsValueMinor === null ? null : line.customsCurrency,
    })),
    costs: {
      goods: money(total - order.dropFeeMinor - order.shippingMinor),
      dropFee: money(order.dropFeeMinor),
      shipping: money(order.shippingMinor),
      total: money(total),
    },
    link,
  });
}
