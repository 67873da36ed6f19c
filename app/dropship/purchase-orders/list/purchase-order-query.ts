/** The list of purchase orders as a query: the queue, search, supplier, order, place in it. Pure. */

/** What a purchase order waits for; each is in one of the first six at most, `breached` and `all` go across. */
export const QUEUES = [
  "all",
  "approval",
  "to_send",
  "to_acknowledge",
  "to_ship",
  "tracking_missing",
  "failed",
  "breached",
] as const;
export type Queue = (typeof QUEUES)[number];

export const QUEUE_LABELS: Readonly<Record<Queue, string>> = {
  all: "All",
  approval: "Approval",
  to_send: "To send",
  to_acknowledge: "To be acknowledged",
  to_ship: "To ship",
  tracking_missing: "Tracking missing",
  failed: "Failed",
  breached: "Breached",
};

export const SORTS = ["newest", "oldest"] as const;
export type Sort = (typeof SORTS)[number];

export type PurchaseOrderListQuery = {
  readonly queue: Queue;
  /** number, order, or supplier */
  readonly search: string;
  /** digits; null = all */
  readonly supplierId: string | null;
  readonly sort: Sort;
  readonly cursor: string | null;
};

const DIGITS = /^\d{1,18}$/;

/** From an address; what cannot be read is left out. */
export function parsePurchaseOrderQuery(params: URLSearchParams): PurchaseOrderListQuery {
  const supplier = params.get("supplier") ?? "";
  return {
    queue: QUEUES.find((queue) => queue === params.get("queue")) ?? "all",
    // PostgreSQL's text holds no NUL.
    search: (params.get("q") ?? "").replaceAll("\0", "").trim().slice(0, 200),
    supplierId: DIGITS.test(supplier) ? supplier : null,
    sort: SORTS.find((sort) => sort === params.get("sort")) ?? "newest",
    cursor: params.get("cursor"),
  };
}

export const formatPurchaseOrderQuery = ({
  queue,
  search,
  supplierId,
  sort,
}: Omit<PurchaseOrderListQuery, "cursor">): string => {
  const params = new URLSearchParams({ queue, sort });
  if (search !== "") params.set("q", search);
  if (supplierId !== null) params.set("supplier", supplierId);
  return params.toString();
};
