/**
 * What one order looks like after a source has spoken: the rows we know, the words we heard, and for each row whether
 * the word is later. Returns, fulfilment orders, fulfilments and disputes are guarded each by themselves: Shopify
 * changes them without moving the order's `updatedAt`. Pure.
 */
import type {
  OrderReading,
  ShopifyLine,
  ShopifyOrder,
} from "#app/shopify/mappers/shopify-order.ts";
import { assessShipmentFacts } from "./assess-shipment-facts.ts";
import { closeShipped } from "./close-shipped.ts";
import { goneGids, isLaterWord } from "./is-later-word.ts";
import { mergeFulfillments } from "./merge-fulfillments.ts";
import {
  NO_CHILDREN,
  type ChildRows,
  type DisputeRow,
  type LineRow,
  type OrderMirror,
  type OrderRow,
  type RefundRow,
  type RowSource,
  type TransactionRow,
} from "./mirror-rows.ts";
import { withoutPerson, withoutPersonBelow } from "./without-person.ts";

export type HeardFrom = {
  readonly source: RowSource;
  /** API version that wrote it; null when unknown */
  readonly sourceVersion: string | null;
  /** our clock */
  readonly heardAt: Date;
};

/** The mirror after the reading; null when the order is unknown and the reading does not describe it. */
export function mergeReading(
  known: OrderMirror | null,
  reading: OrderReading,
  from: HeardFrom,
): OrderMirror | null {
  if (!known && !reading.order) return null;
  const isOrderLater =
    reading.order !== undefined &&
    isLaterWord(known?.order ?? null, { updatedAt: reading.order.updatedAt, asOf: reading.asOf });
  const merged = mergeChildren(known ?? NO_CHILDREN, reading, isOrderLater);
  // Whatever is sent again or read again: who was erased stays erased.
  const children = known?.order.personalErasedAt ? withoutPersonBelow(merged) : merged;
  const order =
    isOrderLater && reading.order
      ? mergeOrder(known?.order ?? null, reading.order, reading, from)
      : known && withStatus(known.order, reading);
  return order ? { ...children, order: deriveOrder(order, children, from) } : null;
}

/** The exact word that came with the fulfilment orders, unless the order was heard of later. */
const withStatus = (known: OrderRow, { fulfillmentStatus, asOf }: OrderReading): OrderRow =>
  fulfillmentStatus && asOf >= known.asOf ? { ...known, fulfillmentStatus } : known;

// A row in which nothing was told. Rows are made by filling a copy: an import makes millions of them, and an object
// that is spread together from parts costs several times as much.
const NEVER = new Date(0);
const EMPTY_ORDER: OrderRow = {
  gid: "",
  name: "",
  createdAt: NEVER,
  placedAt: NEVER,
  updatedAt: NEVER,
  closedAt: null,
  cancelledAt: null,
  cancelReason: null,
  isTest: false,
  isEdited: false,
  requiresShipping: false,
  financialStatus: null,
  fulfillmentStatus: "unfulfilled",
  // Webhooks do not tell; an order begins without returns.
  returnStatus: "no_return",
  sourceName: null,
  tags: [],
  currency: "",
  presentmentCurrency: "",
  totalMinor: 0n,
  presentmentTotalMinor: 0n,
  currentTotalMinor: 0n,
  presentmentCurrentTotalMinor: 0n,
  shippingMinor: 0n,
  presentmentShippingMinor: 0n,
  taxesIncluded: null,
  taxMinor: 0n,
  presentmentTaxMinor: 0n,
  discountsMinor: 0n,
  presentmentDiscountsMinor: 0n,
  refundedMinor: 0n,
  presentmentRefundedMinor: 0n,
  outstandingMinor: 0n,
  presentmentOutstandingMinor: 0n,
  customerGid: null,
  customerName: null,
  email: null,
  phone: null,
  locale: null,
  note: null,
  shipName: null,
  shipCompany: null,
  shipAddress1: null,
  shipAddress2: null,
  shipCity: null,
  shipProvince: null,
  shipZip: null,
  shipPhone: null,
  shipCountry: null,
  lineCount: 0,
  units: 0,
  vendors: [],
  isDisputed: false,
  returnedAt: null,
  exceptionAt: null,
  unfulfilledSince: null,
  noTrackingSince: null,
  labelWithoutScanSince: null,
  undeliveredSince: null,
  asOf: NEVER,
  fetchedAt: NEVER,
  source: "webhook",
  sourceVersion: null,
  deletedAt: null,
  personalErasedAt: null,
};

/** A copy of the row with the told fields in their places. */
function filled(row: OrderRow, told: Partial<OrderRow>): OrderRow {
  const copy: Record<string, unknown> = { ...row };
  for (const field in told) copy[field] = told[field as keyof OrderRow];
  // Every field of the row was there before.
  return copy as OrderRow;
}

function mergeOrder(
  known: OrderRow | null,
  told: ShopifyOrder,
  { asOf, isComplete, words }: OrderReading,
  { source, sourceVersion, heardAt }: HeardFrom,
): OrderRow {
  const merged = filled(filled(known ?? EMPTY_ORDER, told), {
    fulfillmentStatus:
      words === "coarse"
        ? refineStatus(known?.fulfillmentStatus ?? null, told.fulfillmentStatus)
        : told.fulfillmentStatus,
    asOf,
    source,
    sourceVersion,
    fetchedAt: heardAt,
    // A late webhook does not bring a deleted order back; a read that finds it does.
    deletedAt: isComplete ? null : (known?.deletedAt ?? null),
  });
  return merged.personalErasedAt ? withoutPerson(merged) : merged;
}

// What webhooks call null or "partial" a read may call by one of these.
const FINER_WORDS = new Set([
  "open",
  "in_progress",
  "on_hold",
  "scheduled",
  "pending_fulfillment",
  "request_declined",
]);

const refineStatus = (known: string | null, told: string) =>
  known && FINER_WORDS.has(known) && (told === "unfulfilled" || told === "partially_fulfilled")
    ? known
    : told;

function mergeChildren(known: ChildRows, reading: OrderReading, isOrderLater: boolean): ChildRows {
  return {
    ...mergeFulfillments(known, reading),
    ...mergeFulfillmentOrders({ ...closeShipped(known, reading), holds: known.holds }, reading),
    ...mergeRefunds(known, reading),
    ...mergeReturns(known, reading),
    lines: isOrderLater && reading.lines ? mergeLines(known, reading.lines) : known.lines,
    transactions: mergeTransactions(known, reading),
    disputes: mergeDisputes(known, reading),
  };
}

/** Who does not tell a line's tax leaves it as it is, unless the line's sum is another now. */
const mergeLines = (known: ChildRows, told: readonly ShopifyLine[]): LineRow[] =>
  told.map((line) => {
    const before = known.lines.find(({ gid }) => gid === line.gid);
    const kept = before?.totalMinor === line.totalMinor ? before.taxMinor : null;
    return { ...line, taxMinor: line.taxMinor === undefined ? kept : line.taxMinor };
  });

function mergeFulfillmentOrders(
  known: Pick<ChildRows, "fulfillmentOrders" | "fulfillmentOrderLines" | "holds">,
  reading: OrderReading,
) {
  const { fulfillmentOrders: told = [], asOf } = reading;
  const later = told.filter((one) =>
    isLaterWord(known.fulfillmentOrders.find(({ gid }) => gid === one.gid) ?? null, {
      ...one,
      asOf,
    }),
  );
  const gone =
    reading.isComplete && reading.fulfillmentOrders
      ? goneGids(known.fulfillmentOrders, told, asOf)
      : [];
  const replaced = new Set([...later.map(({ gid }) => gid), ...gone]);
  const isKept = ({ fulfillmentOrderGid }: { fulfillmentOrderGid: string }) =>
    !replaced.has(fulfillmentOrderGid);
  // A hold or a line that moved to another fulfilment order keeps its gid: it leaves the old parent's rows.
  const movedLines = new Set(later.flatMap(({ lines }) => lines.map(({ gid }) => gid)));
  const movedHolds = new Set(later.flatMap(({ holds }) => holds.map(({ gid }) => gid)));
  return {
    fulfillmentOrders: [
      ...known.fulfillmentOrders.filter(({ gid }) => !replaced.has(gid)),
      ...later.map(({ lines: _lines, holds: _holds, ...row }) => ({ ...row, asOf })),
    ],
    fulfillmentOrderLines: [
      ...known.fulfillmentOrderLines.filter((row) => isKept(row) && !movedLines.has(row.gid)),
      ...later.flatMap(({ gid, lines }) =>
        lines.map((line) => ({ ...line, fulfillmentOrderGid: gid })),
      ),
    ],
    holds: [
      ...known.holds.filter((row) => isKept(row) && !movedHolds.has(row.gid)),
      ...later.flatMap(({ gid, holds }) =>
        holds.map((hold) => ({ ...hold, fulfillmentOrderGid: gid })),
      ),
    ],
  };
}

function mergeReturns(known: ChildRows, reading: OrderReading) {
  const { returns: told = [], asOf } = reading;
  const later = told.filter((one) => {
    const row = known.returns.find(({ gid }) => gid === one.gid);
    return isLaterWord(row ? { updatedAt: null, asOf: row.asOf } : null, { updatedAt: null, asOf });
  });
  const gone = reading.isComplete && reading.returns ? goneGids(known.returns, told, asOf) : [];
  const replaced = new Set([...later.map(({ gid }) => gid), ...gone]);
  return {
    returns: [
      ...known.returns.filter(({ gid }) => !replaced.has(gid)),
      ...later.map(({ lines: _lines, ...row }) => ({ ...row, asOf })),
    ],
    returnLines: [
      ...known.returnLines.filter(({ returnGid }) => !replaced.has(returnGid)),
      ...later.flatMap(({ gid, lines }) => lines.map((line) => ({ ...line, returnGid: gid }))),
    ],
  };
}

/** Refunds never change and never vanish; a later word may only know more of them. */
function mergeRefunds(known: ChildRows, { refunds: told = [] }: OrderReading) {
  const rows = new Map(known.refunds.map((row) => [row.gid, row]));
  const lines = new Map(
    known.refunds.map(({ gid }) => [
      gid,
      known.refundLines.filter(({ refundGid }) => refundGid === gid),
    ]),
  );
  for (const { lines: toldLines, ...refund } of told) {
    const before = rows.get(refund.gid);
    const untold: Pick<RefundRow, "returnGid" | "totalMinor" | "presentmentTotalMinor"> = {
      returnGid: null,
      totalMinor: 0n,
      presentmentTotalMinor: 0n,
    };
    rows.set(refund.gid, { ...(before ?? untold), ...refund });
    if (toldLines && (toldLines.length > 0 || !before))
      lines.set(
        refund.gid,
        toldLines.map((line, position) => ({ ...line, refundGid: refund.gid, position })),
      );
  }
  return { refunds: [...rows.values()], refundLines: [...lines.values()].flat() };
}

/** A settled transaction does not become pending again. */
function mergeTransactions(
  known: ChildRows,
  { transactions: told = [] }: OrderReading,
): TransactionRow[] {
  const rows = new Map(known.transactions.map((row) => [row.gid, row]));
  for (const transaction of told) {
    const before = rows.get(transaction.gid);
    if (before && isPending(transaction) && !isPending(before)) continue;
    rows.set(transaction.gid, { ...before, ...transaction });
  }
  return [...rows.values()];
}

const isPending = ({ status }: TransactionRow) =>
  status === "pending" || status === "awaiting_response";

function mergeDisputes(
  known: ChildRows,
  { disputes: told = [], asOf }: OrderReading,
): DisputeRow[] {
  const untold = {
    reason: null,
    currency: null,
    amountMinor: null,
    evidenceDueBy: null,
    initiatedAt: null,
    finalizedOn: null,
  };
  const rows = new Map(known.disputes.map((row) => [row.gid, row]));
  for (const dispute of told) {
    const before = rows.get(dispute.gid);
    if (before && before.asOf > asOf) continue;
    rows.set(dispute.gid, { ...(before ?? untold), ...dispute, asOf });
  }
  return [...rows.values()];
}

const LIVE_DISPUTE = new Set(["needs_response", "under_review"]);

/** Fills the columns that are ours: counts, vendors, flags' facts. */
export function deriveOrder(
  order: OrderRow,
  children: ChildRows,
  { heardAt }: Pick<HeardFrom, "heardAt">,
): OrderRow {
  return filled(order, {
    ...assessShipmentFacts(order, children),
    lineCount: children.lines.length,
    units: children.lines.reduce((sum, { currentQuantity }) => sum + currentQuantity, 0),
    vendors: [...new Set(children.lines.flatMap(({ vendor }) => vendor ?? []))].sort(),
    isDisputed: children.disputes.some(({ status }) => LIVE_DISPUTE.has(status)),
    fetchedAt: heardAt > order.fetchedAt ? heardAt : order.fetchedAt,
  });
}
