/**
 * What a parcel that a webhook tells does to fulfilment orders. Webhooks tell fulfilments, and of fulfilment orders nothing when
 * one is shipped. Where the parcel is all that one has left, Shopify closes it and so do we; everything else only a
 * read can tell. Pure.
 */
import { MS_PER_SECOND } from "#app/platform/time.ts";
import type { OrderReading, ShopifyFulfillment } from "#app/shopify/mappers/shopify-order.ts";
import type { ChildRows, FulfillmentOrderRow } from "./mirror-rows.ts";

type FulfillmentOrderRows = Pick<ChildRows, "fulfillmentOrders" | "fulfillmentOrderLines">;

export type Shipped = FulfillmentOrderRows & {
  /** Fulfilment orders are to be read: what became of them cannot be told from here. */
  readonly isOpen: boolean;
};

const SHIPPABLE = new Set(["open", "in_progress"]);
const MADE_NOTHING = new Set(["error", "failure"]);

/** `known`: the rows before the reading. A read tells its fulfilment orders itself. */
export function closeShipped(known: ChildRows, reading: OrderReading): Shipped {
  const { words, fulfillments = [], asOf } = reading;
  const { fulfillmentOrders, fulfillmentOrderLines } = known;
  let rows: Shipped = { fulfillmentOrders, fulfillmentOrderLines, isOpen: false };
  if (words === "exact" || fulfillmentOrders.length === 0) return rows;
  for (const told of fulfillments) {
    const before = known.fulfillments.find(({ gid }) => gid === told.gid);
    if (told.status === "cancelled") {
      // Its units are in a fulfilment order of which nobody tells.
      if (before?.status !== "cancelled") rows = { ...rows, isOpen: true };
    } else if (!before && !MADE_NOTHING.has(told.status)) rows = ship(rows, told, asOf);
  }
  return rows;
}

function ship(rows: Shipped, parcel: ShopifyFulfillment, asOf: Date): Shipped {
  // Shopify tells whole seconds: what was read in the second after may or may not know of the parcel.
  const madeBefore = parcel.createdAt.getTime() + MS_PER_SECOND;
  if (rows.fulfillmentOrders.every((one) => one.asOf.getTime() >= madeBefore)) return rows;
  const open = { ...rows, isOpen: true };
  const [candidate, another] = rows.fulfillmentOrders.filter((one) => mayHold(rows, one, parcel));
  if (!candidate || another || candidate.asOf >= parcel.createdAt) return open;
  if (!isAllThatIsLeft(rows, candidate, parcel)) return open;
  const { gid } = candidate;
  const closed = { ...candidate, status: "closed", updatedAt: latest(candidate, parcel), asOf };
  return {
    ...rows,
    fulfillmentOrders: rows.fulfillmentOrders.map((one) => (one.gid === gid ? closed : one)),
    fulfillmentOrderLines: rows.fulfillmentOrderLines.map((line) =>
      line.fulfillmentOrderGid === gid ? { ...line, remainingQuantity: 0 } : line,
    ),
  };
}

/** Whether the parcel may have been taken from it: it has units left, and they are where the parcel left. */
function mayHold(
  rows: FulfillmentOrderRows,
  one: FulfillmentOrderRow,
  { locationGid }: ShopifyFulfillment,
): boolean {
  if (one.status === "closed" || one.status === "cancelled") return false;
  if (locationGid && one.locationGid && locationGid !== one.locationGid) return false;
  return listLeft(rows, one).length > 0;
}

const listLeft = ({ fulfillmentOrderLines }: FulfillmentOrderRows, { gid }: FulfillmentOrderRow) =>
  fulfillmentOrderLines.filter(
    (line) => line.fulfillmentOrderGid === gid && line.remainingQuantity > 0,
  );

function isAllThatIsLeft(
  rows: FulfillmentOrderRows,
  one: FulfillmentOrderRow,
  { lines = [] }: ShopifyFulfillment,
): boolean {
  const left = listLeft(rows, one);
  return (
    SHIPPABLE.has(one.status) &&
    left.length === lines.length &&
    left.every(({ lineGid, remainingQuantity }) =>
      lines.some((line) => line.lineGid === lineGid && line.quantity === remainingQuantity),
    )
  );
}

const latest = ({ updatedAt }: FulfillmentOrderRow, { createdAt }: ShopifyFulfillment): Date =>
  updatedAt && updatedAt > createdAt ? updatedAt : createdAt;
