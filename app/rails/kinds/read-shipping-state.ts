/** What the kinds about shipping compare: shipments, and units per fulfillment order, place and order line. Small enough to keep. */
import type { GetShippingStateQuery } from "#app/shopify/generated/operations.ts";

export type ShippingState = {
  readonly fulfillments: readonly {
    readonly gid: string;
    readonly trackingNumbers: readonly string[];
    readonly lines: readonly UnitsOfLine[];
  }[];
  readonly fulfillmentOrders: readonly {
    readonly gid: string;
    readonly status: string;
    readonly locationGid: string | null;
    readonly holds: readonly { readonly gid: string; readonly handle: string | null }[];
    readonly lines: readonly (UnitsOfLine & { readonly gid: string })[];
  }[];
};
export type UnitsOfLine = { readonly lineGid: string; readonly quantity: number };

export function readShippingState({ order }: GetShippingStateQuery): ShippingState {
  return {
    fulfillments: (order?.fulfillments ?? []).map((fulfillment) => ({
      gid: fulfillment.id,
      trackingNumbers: fulfillment.trackingInfo.flatMap(({ number }) => number ?? []),
      lines: fulfillment.fulfillmentLineItems.nodes.map(({ lineItem, quantity }) => ({
        lineGid: lineItem.id,
        quantity: quantity ?? 0,
      })),
    })),
    fulfillmentOrders: (order?.fulfillmentOrders.nodes ?? []).map((entry) => ({
      gid: entry.id,
      status: entry.status,
      locationGid: entry.assignedLocation.location?.id ?? null,
      holds: entry.fulfillmentHolds.map(({ id, handle }) => ({ gid: id, handle })),
      lines: entry.lineItems.nodes.map(({ id, remainingQuantity, lineItem }) => ({
        gid: id,
        lineGid: lineItem.id,
        quantity: remainingQuantity,
      })),
    })),
  };
}

/** A part of a fulfillment order, named by its lines. */
export type PartOfOrder = {
  readonly fulfillmentOrderGid: string;
  readonly lines: readonly { readonly gid: string; readonly quantity: number }[];
};

/** The same part, named by the order's lines: those keep their ids when Shopify splits and moves. */
export function unitsOfParts(state: ShippingState, parts: readonly PartOfOrder[]): UnitsOfLine[] {
  return parts.flatMap(({ fulfillmentOrderGid, lines }) => {
    const known = state.fulfillmentOrders.find(({ gid }) => gid === fulfillmentOrderGid);
    return lines.flatMap(({ gid, quantity }) => {
      const line = known?.lines.find((one) => one.gid === gid);
      return line ? [{ lineGid: line.lineGid, quantity }] : [];
    });
  });
}

/** One text per order line with its units, zeros left out: comparable as a bag. */
export function bagOfUnits(units: readonly UnitsOfLine[]): string[] {
  const totals = new Map<string, number>();
  for (const { lineGid, quantity } of units)
    totals.set(lineGid, (totals.get(lineGid) ?? 0) + quantity);
  return [...totals].filter(([, total]) => total !== 0).map(([gid, total]) => `${gid} ${total}`);
}
