/** What the inbox can be asked and what it answers. Pure. */

export const INBOX_FILTERS = ["open", "mine", "unanswered", "done", "parked"] as const;

export type InboxFilter = (typeof INBOX_FILTERS)[number];

export type InboxQuery = {
  readonly filter: InboxFilter;
  readonly search: string;
  /** the last row of the page before; null: the first page */
  readonly cursor: { readonly at: Date; readonly orderId: bigint } | null;
};

export type InboxRow = {
  readonly orderId: string;
  readonly orderName: string;
  readonly customerName: string | null;
  readonly isDone: boolean;
  /** somebody has waited for 24 hours */
  readonly isLate: boolean;
  readonly waitsSince: string | null;
  readonly lastAt: string;
  /** staff id */
  readonly ownerId: string | null;
  readonly snippet: string;
  /** who said the last word */
  readonly from: "team" | "shopper" | "supplier";
  /** mails put aside */
  readonly parked: number;
};

export type InboxView = {
  readonly rows: readonly InboxRow[];
  readonly nextCursor: string | null;
  readonly counts: Readonly<Record<InboxFilter, number>>;
};

const MAX_SEARCH = 100;
const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,18})$/;

/** What an address asks for; what it does not understand is left out. */
export function parseInboxQuery(params: URLSearchParams): InboxQuery {
  const filter = INBOX_FILTERS.find((one) => one === params.get("filter")) ?? "open";
  const search = (params.get("q") ?? "").replaceAll("\u0000", "").trim().slice(0, MAX_SEARCH);
  const [, at, orderId] = CURSOR.exec(params.get("cursor") ?? "") ?? [];
  const isDate = at !== undefined && !Number.isNaN(Date.parse(at));
  const cursor = isDate && orderId ? { at: new Date(at), orderId: BigInt(orderId) } : null;
  return { filter, search, cursor };
}
