/** Facts of an order as Shopify would tell them, for routing. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { RoutingFacts } from "#app/shopify/mappers/routing-facts.ts";
import { SHIP_TO } from "./purchase-orders.ts";

type Line = Partial<RoutingFacts["lines"][number]> & { readonly lineGid: string };

/** A paid order to Boston, one open fulfillment order over all its units. */
export function routingFacts({
  lines,
  ...fields
}: Partial<Omit<RoutingFacts, "lines">> & {
  readonly orderGid: string;
  readonly lines: readonly Line[];
}): RoutingFacts {
  const whole = lines.map((line) => {
    const currentUnits = line.currentUnits ?? 1;
    return {
      currentUnits,
      unfulfilledUnits: currentUnits,
      requiresShipping: true,
      customAttributes: [],
      ...line,
    };
  });
  return {
    isTest: false,
    isEdited: false,
    cancelledAt: null,
    financialStatus: "PAID",
    isCapturable: false,
    note: null,
    tags: [],
    customer: null,
    address: SHIP_TO,
    shippingRate: "Standard",
    isHighRisk: false,
    isRiskPending: false,
    hasOpenDispute: false,
    isWhole: true,
    fulfillmentOrders: [
      {
        gid: "gid://shopify/FulfillmentOrder/1",
        status: "OPEN",
        requestStatus: "UNSUBMITTED",
        deliveryMethod: "SHIPPING",
        holds: [],
        lines: whole.map(({ lineGid, unfulfilledUnits }) => ({
          lineGid,
          remainingUnits: unfulfilledUnits,
        })),
      },
    ],
    ...fields,
    lines: whole,
  };
}

type AddedLine = {
  readonly gid: string;
  readonly variantGid: string;
  readonly quantity: number;
  /** of all its units; absent: not told */
  readonly taxMinor?: bigint;
};

/** Lines at 25.00 a unit in the mirror. */
export async function addOrderLines(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
  lines: readonly AddedLine[],
): Promise<void> {
  await tx.orderLine.createMany({
    data: lines.map(({ gid, variantGid, quantity, taxMinor = null }, position) => ({
      shopId,
      orderId,
      gid,
      variantGid,
      position,
      title: `Product ${position + 1}`,
      sku: `SKU-${position + 1}`,
      vendor: "Oak",
      quantity,
      currentQuantity: quantity,
      unfulfilledQuantity: quantity,
      requiresShipping: true,
      isGiftCard: false,
      unitPriceMinor: 2_500n,
      presentmentUnitPriceMinor: 2_500n,
      totalMinor: 2_500n * BigInt(quantity),
      presentmentTotalMinor: 2_500n * BigInt(quantity),
      taxMinor,
    })),
  });
}
