/** The order page's view, from the rows of the mirror and the ledger. Pure. */
import type { OrderMirror, OrderRow } from "./mirror-rows.ts";
import { fulfillmentOrderViews, fulfillmentViews } from "./fulfillment-views.ts";
import { moneyView, orderRowView, type ViewSettings } from "./order-row-view.ts";
import type { AddressView, OrderDetailView, OrderLineView, TimelineEntryView } from "./views.ts";

export type TimelineRow = {
  readonly seq: number;
  readonly kind: string;
  readonly actor: string;
  readonly lineGid: string | null;
  readonly facts: unknown;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
};

type DetailRows = {
  readonly mirror: OrderMirror & { readonly orderId: bigint };
  readonly timeline: readonly TimelineRow[];
  readonly settings: ViewSettings;
};

export function orderDetailView({ mirror, timeline, settings }: DetailRows): OrderDetailView {
  const { order, orderId } = mirror;
  const inShop = (minor: bigint) => moneyView(minor, order.currency);
  return {
    ...orderRowView(
      {
        ...order,
        orderId,
        country: order.shipCountry,
        totalMinor: order.currentTotalMinor,
        sortTotalMinor: order.totalMinor,
      },
      settings,
    ),
    cancelledAt: iso(order.cancelledAt),
    cancelReason: order.cancelReason,
    closedAt: iso(order.closedAt),
    isEdited: order.isEdited,
    isDeleted: order.deletedAt !== null,
    note: order.note,
    email: order.email,
    phone: order.phone,
    customerGid: order.customerGid,
    shippingAddress: addressView(order),
    isPersonalWithheld: isPersonalWithheld(order),
    money: {
      total: inShop(order.totalMinor),
      currentTotal: inShop(order.currentTotalMinor),
      shipping: inShop(order.shippingMinor),
      tax: inShop(order.taxMinor),
      discounts: inShop(order.discountsMinor),
      refunded: inShop(order.refundedMinor),
      outstanding: inShop(order.outstandingMinor),
      presentmentTotal:
        order.presentmentCurrency === order.currency
          ? null
          : moneyView(order.presentmentCurrentTotalMinor, order.presentmentCurrency),
    },
    lines: lineViews(mirror),
    fulfillments: fulfillmentViews(mirror),
    fulfillmentOrders: fulfillmentOrderViews(mirror),
    ...moneyMovements(mirror),
    returns: [...mirror.returns].sort(byInstant(({ createdAt }) => createdAt)).map((one) => ({
      returnId: one.gid.slice(one.gid.lastIndexOf("/") + 1),
      name: one.name,
      status: one.status,
      units: one.totalQuantity,
      createdAt: iso(one.createdAt),
      closedAt: iso(one.closedAt),
    })),
    timeline: timeline.map((row) => timelineView(row, mirror)),
    fetchedAt: order.fetchedAt.toISOString(),
  };
}

const iso = (instant: Date | null) => instant?.toISOString() ?? null;

const byInstant =
  <Row>(instantOf: (row: Row) => Date | null) =>
  (one: Row, other: Row) =>
    (instantOf(other)?.getTime() ?? 0) - (instantOf(one)?.getTime() ?? 0);

function addressView(order: OrderRow): AddressView | null {
  const lines = [order.shipAddress1, order.shipAddress2].flatMap((line) => line ?? []);
  const isEmpty = !order.shipName && !order.shipCity && !order.shipCountry && lines.length === 0;
  if (isEmpty) return null;
  return {
    name: order.shipName,
    company: order.shipCompany,
    lines,
    city: order.shipCity,
    province: order.shipProvince,
    zip: order.shipZip,
    country: order.shipCountry,
    phone: order.shipPhone,
  };
}

/** A shipped order always has a name on it; without one Shopify keeps it from us, or it was erased. */
const isPersonalWithheld = (order: OrderRow) =>
  order.personalErasedAt !== null ||
  (order.requiresShipping && !order.shipName && !order.customerName && !order.email);

function lineViews(mirror: OrderMirror): OrderLineView[] {
  const live = new Set(
    mirror.fulfillments
      .filter(({ status }) => status !== "cancelled" && status !== "error" && status !== "failure")
      .map(({ gid }) => gid),
  );
  const units = <Row extends { readonly quantity: number }>(
    rows: readonly Row[],
    isWanted: (row: Row) => boolean,
  ) => rows.filter(isWanted).reduce((sum, { quantity }) => sum + quantity, 0);
  const deadReturns = new Set(
    mirror.returns
      .filter(({ status }) => status === "declined" || status === "canceled")
      .map(({ gid }) => gid),
  );
  return mirror.lines.map((line) => ({
    lineId: line.gid.slice(line.gid.lastIndexOf("/") + 1),
    lineGid: line.gid,
    title: line.title,
    variantTitle: line.variantTitle,
    sku: line.sku,
    vendor: line.vendor,
    units: line.quantity,
    currentUnits: line.currentQuantity,
    unfulfilledUnits: line.unfulfilledQuantity,
    fulfilledUnits: units(
      mirror.fulfillmentLines,
      (row) => row.lineGid === line.gid && live.has(row.fulfillmentGid),
    ),
    refundedUnits: units(mirror.refundLines, (row) => row.lineGid === line.gid),
    returnedUnits: units(
      mirror.returnLines,
      (row) => row.lineGid === line.gid && !deadReturns.has(row.returnGid),
    ),
    requiresShipping: line.requiresShipping,
    isGiftCard: line.isGiftCard,
    unitPrice: moneyView(line.unitPriceMinor, mirror.order.currency),
    total: moneyView(line.totalMinor, mirror.order.currency),
  }));
}

function moneyMovements(
  mirror: OrderMirror,
): Pick<OrderDetailView, "refunds" | "transactions" | "disputes"> {
  const titles = new Map(mirror.lines.map(({ gid, title }) => [gid, title]));
  const { currency } = mirror.order;
  return {
    refunds: [...mirror.refunds]
      .sort(byInstant(({ processedAt }) => processedAt))
      .map((refund) => ({
        refundId: refund.gid.slice(refund.gid.lastIndexOf("/") + 1),
        processedAt: refund.processedAt.toISOString(),
        note: refund.note,
        total: moneyView(refund.totalMinor, currency),
        lines: mirror.refundLines
          .filter(({ refundGid }) => refundGid === refund.gid)
          .map(({ lineGid, quantity, subtotalMinor }) => ({
            title: titles.get(lineGid) ?? "",
            units: quantity,
            subtotal: moneyView(subtotalMinor, currency),
          })),
      })),
    transactions: [...mirror.transactions]
      .sort(byInstant(({ processedAt }) => processedAt))
      .map((one) => ({
        kind: one.kind,
        status: one.status,
        gateway: one.gateway,
        amount: moneyView(one.amountMinor, one.currency),
        processedAt: iso(one.processedAt),
      })),
    disputes: mirror.disputes.map((one) => ({
      kind: one.kind,
      status: one.status,
      reason: one.reason,
      amount:
        one.amountMinor !== null && one.currency !== null
          ? moneyView(one.amountMinor, one.currency)
          : null,
      evidenceDueBy: iso(one.evidenceDueBy),
      initiatedAt: iso(one.initiatedAt),
      finalizedOn: iso(one.finalizedOn),
    })),
  };
}

function timelineView(row: TimelineRow, { lines }: Pick<OrderMirror, "lines">): TimelineEntryView {
  const line = row.lineGid === null ? undefined : lines.find(({ gid }) => gid === row.lineGid);
  return {
    seq: String(row.seq),
    kind: row.kind,
    actor: row.actor,
    occurredAt: row.occurredAt.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    line: line ? { title: line.title, sku: line.sku } : null,
    facts: smallFacts(row.facts),
  };
}

/** The plain values among the facts; lists and groups are for the evidence file. */
function smallFacts(facts: unknown): TimelineEntryView["facts"] {
  if (typeof facts !== "object" || facts === null) return {};
  const small: Record<string, string | number | boolean | null> = {};
  for (const [name, value] of Object.entries(facts))
    if (
      value === null ||
      typeof value === "string" ||
      typeof value === "number" ||
      typeof value === "boolean"
    )
      small[name] = value;
  return small;
}
