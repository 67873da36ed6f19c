/**
 * The order list's query as an address and back. Addresses come from people and old bookmarks: what does not fit is left
 * out, never refused. The order and default of everything here decide what the page opens on.
 */
import { EXCEPTION_FLAGS } from "#app/orders/exception-flags.ts";
import type {
  OrderListFilters,
  OrderListQuery,
  OrderListView,
  OrderSort,
} from "#app/orders/views.ts";

const VIEWS: readonly OrderListView[] = ["exceptions", "all", "open", "cancelled"];
const SORTS: readonly OrderSort[] = ["worst", "newest", "oldest", "total_high", "total_low"];
const TEXT_FILTERS = ["financial", "fulfillment", "vendor", "country", "tag"] as const;
const DATE_FILTERS = ["placedFrom", "placedTo"] as const;
const CALENDAR_DATE = /^\d{4}-\d{2}-\d{2}$/;
// Longer than any order name, e-mail or tracking number; more only costs the database.
const LONGEST_TEXT = 200;

export const PAGE_SIZE = 50;

export const defaultSort = (view: OrderListView): OrderSort =>
  view === "exceptions" ? "worst" : "newest";

export function parseOrderListParams(params: URLSearchParams): OrderListQuery {
  const view = VIEWS.find((known) => known === params.get("view")) ?? "exceptions";
  const sort = SORTS.find((known) => known === params.get("sort")) ?? defaultSort(view);
  return {
    view,
    search: clip(params.get("q")) ?? "",
    filters: parseFilters(params),
    sort: sort === "worst" && view !== "exceptions" ? defaultSort(view) : sort,
    cursor: params.get("cursor"),
    pageSize: PAGE_SIZE,
  };
}

/** Only what differs from the defaults, so that the shortest address is the plain list. */
export function formatOrderListParams(
  query: Omit<OrderListQuery, "pageSize" | "cursor"> & { cursor?: string | null },
): URLSearchParams {
  const params = new URLSearchParams();
  if (query.view !== "exceptions") params.set("view", query.view);
  if (query.search) params.set("q", query.search);
  for (const [name, value] of Object.entries(query.filters)) if (value) params.set(name, value);
  if (query.sort !== defaultSort(query.view)) params.set("sort", query.sort);
  if (query.cursor) params.set("cursor", query.cursor);
  return params;
}

function parseFilters(params: URLSearchParams): OrderListFilters {
  const flag = EXCEPTION_FLAGS.find((known) => known === params.get("flag"));
  const texts = TEXT_FILTERS.flatMap((name) => entry(name, clip(params.get(name))));
  const dates = DATE_FILTERS.flatMap((name) => entry(name, calendarDate(params.get(name))));
  return { ...(flag ? { flag } : {}), ...Object.fromEntries([...texts, ...dates]) };
}

const entry = (name: string, value: string | null) => (value ? [[name, value] as const] : []);

// PostgreSQL's texts hold no NUL: nothing could be found with one.
const clip = (text: string | null) =>
  text?.replaceAll("\0", "").trim().slice(0, LONGEST_TEXT) ?? null;

function calendarDate(text: string | null) {
  return text && CALENDAR_DATE.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}
