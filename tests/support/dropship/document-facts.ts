/** Facts of a document for tests: one order with everything that a supplier may have to read. */
import type { DocumentFacts } from "#app/dropship/purchase-orders/documents/document-facts.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { SHIP_TO } from "./purchase-orders.ts";

const AT = new Date("2026-02-03T10:00:00Z");

export function buildPurchaseOrder(fields: Partial<PurchaseOrder> = {}): PurchaseOrder {
  return {
    shopId: 1n,
    id: 7n,
    orderId: 3n,
    orderGid: "gid://shopify/Order/3",
    supplierId: 2n,
    routingPlanId: 1n,
    number: "1001-1",
    sequence: 1,
    revision: 1,
    state: "queued",
    currency: "USD",
    dropFeeMinor: 250n,
    shippingMinor: 500n,
    service: "express",
    shipTo: SHIP_TO,
    note: "Leave at the door",
    packingNote: "Thank you for buying from Harbor & Pine.",
    createdAt: AT,
    sendAfter: AT,
    sentAt: null,
    acknowledgeBy: new Date("2026-02-04T10:00:00Z"),
    acknowledgedAt: null,
    promisedOn: null,
    shipBy: null,
    trackingBy: null,
    trackedAt: null,
    shippedAt: null,
    nudgedAt: null,
    nudges: 0,
    breach: null,
    waitReason: null,
    addressAskedAt: null,
    intentId: null,
    endedAt: null,
    endReason: null,
    lines: [
      {
        id: 11n,
        lineGid: "gid://shopify/LineItem/1",
        variantGid: "gid://shopify/ProductVariant/1",
        supplierSku: "HP-0042",
        sku: "MUG-BLUE",
        title: "Enamel mug",
        variantTitle: "Blue",
        imageUrl: "https://cdn.example/mug.jpg",
        customAttributes: [{ key: "Engraving", value: "Ana & Jo" }],
        note: "Wrap twice",
        hsCode: "732394",
        originCountry: "CN",
        customsValueMinor: 1_250n,
        customsCurrency: "USD",
        units: 2,
        acceptedUnits: 0,
        declinedUnits: 0,
        declineReason: null,
        trackedUnits: 0,
        unitCostMinor: 1_000n,
        statedCostMinor: null,
        promisedOn: null,
      },
    ],
    ...fields,
  };
}

export function buildDocumentFacts({
  order,
  ...fields
}: Partial<Omit<DocumentFacts, "order">> & {
  readonly order?: Partial<PurchaseOrder>;
} = {}): DocumentFacts {
  return {
    purpose: "order",
    copy: 0,
    order: buildPurchaseOrder(order),
    orderName: "#1001",
    shop: { name: "Harbor & Pine", domain: "harbor-and-pine.myshopify.com", colour: "#1f5199" },
    timeZone: "Asia/Shanghai",
    language: "en",
    link: "https://app.example/supplier/abc",
    ...fields,
  };
}
