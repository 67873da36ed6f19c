/** Statements of the order list. Each starts from the shop, reads in the order of an index and stops at its limit. Pure. */
import { startOfDate, addDays } from "#app/platform/time.ts";
import {
  EXCEPTION_FLAGS,
  type ExceptionFlag,
  type ExceptionThresholds,
} from "./exception-flags.ts";
import { FLAG_COLUMNS, flagCutoffs, hasAnyFlagSql, hasFlagSql } from "./exception-flag-sql.ts";
import type { ListCursor } from "./list-cursor.ts";
import type { Sql } from "./mirror-sql.ts";
import { matchConditions, type Matched } from "./order-match-sql.ts";
import { COUNT_LIMIT, type OrderListQuery, type OrderSort } from "./views.ts";

export type ListSettings = {
  readonly thresholds: ExceptionThresholds;
  /** IANA zone of the shop: dates of filters are its dates */
  readonly zone: string;
  readonly now: Date;
  /** what the query's words, tag and vendor fit, where it was looked up */
  readonly matched?: Matched;
};

const COLUMNS = `o.id as "orderId", o.gid, o.name, o.placed_at as "placedAt", o.customer_name as "customerName",
  o.ship_country as "country", o.current_total_minor as "totalMinor", o.total_minor as "sortTotalMinor", o.currency,
  o.financial_status as "financialStatus", o.fulfillment_status as "fulfillmentStatus", o.line_count as "lineCount",
  o.units, o.vendors, o.tags, o.cancelled_at as "cancelledAt", o.is_test as "isTest", o.is_disputed as "isDisputed",
  o.returned_at as "returnedAt", o.exception_at as "exceptionAt", o.unfulfilled_since as "unfulfilledSince",
  o.no_tracking_since as "noTrackingSince", o.label_without_scan_since as "labelWithoutScanSince",
  o.undelivered_since as "undeliveredSince"`;

const SORTS: Readonly<
  Record<Exclude<OrderSort, "worst">, { column: string; type: string; isDescending: boolean }>
> = {
  newest: { column: "placed_at", type: "timestamptz", isDescending: true },
  oldest: { column: "placed_at", type: "timestamptz", isDescending: false },
  total_high: { column: "total_minor", type: "bigint", isDescending: true },
  total_low: { column: "total_minor", type: "bigint", isDescending: false },
};

/** Builds a statement while collecting its values. */
function createBinder(shopId: bigint) {
  const values: unknown[] = [shopId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  return { values, bind };
}

/** At most `limit` rows from the cursor on, in list order; rows before a cursor come in reverse. */
export function listPageSql(
  shopId: bigint,
  query: OrderListQuery,
  settings: ListSettings,
  { cursor, limit }: { readonly cursor: ListCursor | null; readonly limit: number },
): Sql {
  const sort = SORTS[query.sort === "worst" ? "newest" : query.sort];
  return pageSql(shopId, query, settings, { ...sort, cursor, limit, flag: null });
}

/** The same inside one flag, oldest first: the `worst` order is one such list after the other. */
export function listFlagPageSql(
  shopId: bigint,
  query: OrderListQuery,
  settings: ListSettings,
  {
    flag,
    cursor,
    limit,
    isBackwards,
  }: {
    readonly flag: ExceptionFlag;
    readonly cursor: ListCursor | null;
    readonly limit: number;
    readonly isBackwards: boolean;
  },
): Sql {
  const base = {
    column: FLAG_COLUMNS[flag],
    type: "timestamptz",
    isDescending: false,
    flag,
    limit,
  };
  if (cursor) return pageSql(shopId, query, settings, { ...base, cursor });
  return pageSql(shopId, query, settings, { ...base, cursor: null, isBackwards });
}

type PageShape = {
  readonly column: string;
  readonly type: string;
  readonly isDescending: boolean;
  readonly cursor: ListCursor | null;
  readonly limit: number;
  readonly flag: ExceptionFlag | null;
  readonly isBackwards?: boolean;
};

function pageSql(
  shopId: bigint,
  query: OrderListQuery,
  settings: ListSettings,
  page: PageShape,
): Sql {
  const { values, bind } = createBinder(shopId);
  const isBackwards = page.cursor
    ? page.cursor.direction === "previous"
    : (page.isBackwards ?? false);
  const order = page.isDescending !== isBackwards ? "desc" : "asc";
  const conditions = listConditions(query, settings, bind, page.flag);
  if (page.cursor)
    conditions.push(
      `(o.${page.column}, o.id) ${order === "desc" ? "<" : ">"} (${bind(page.cursor.value)}::${page.type}, ${bind(page.cursor.orderId)}::bigint)`,
    );
  return {
    text: `select ${COLUMNS} from orders o where ${conditions.join(" and ")}
      order by o.${page.column} ${order}, o.id ${order} limit ${bind(page.limit)}::int`,
    values,
  };
}

/** How many rows match; counting stops one above COUNT_LIMIT. */
export function countSql(shopId: bigint, query: OrderListQuery, settings: ListSettings): Sql {
  const { values, bind } = createBinder(shopId);
  const where = listConditions(query, settings, bind, null).join(" and ");
  return {
    text: `select count(*)::int as rows from (select 1 from orders o where ${where} limit ${bind(COUNT_LIMIT + 1)}::int) capped`,
    values,
  };
}

/** One row: the count of each flag in the whole shop, each stopping at COUNT_LIMIT. */
export function flagCountsSql(shopId: bigint, { thresholds, now }: ListSettings): Sql {
  const { values, bind } = createBinder(shopId);
  const cutoffs = flagCutoffs(thresholds, now);
  const counts = EXCEPTION_FLAGS.map(
    (
      flag,
    ) => `(select count(*)::int from (select 1 from orders o where o.shop_id = $1 and o.deleted_at is null
      and ${hasFlagSql(flag, cutoffs, bind)} limit ${COUNT_LIMIT}) capped) as "${flag}"`,
  );
  return { text: `select ${counts.join(", ")}`, values };
}

// Choices of filters are taken from this many newest orders: grouping a million would take a second on every page.
const CHOICES_FROM = 1_000;
const MAX_CHOICES = 100;

/** Rows (kind, value): what the filters can be set to, most frequent first. */
export const choicesSql = (shopId: bigint): Sql => ({
  text: `
    with newest as materialized (
      select vendors, ship_country, tags, financial_status, fulfillment_status from orders
      where shop_id = $1 and deleted_at is null order by placed_at desc, id desc limit ${CHOICES_FROM}),
    told as (
      select 'vendors' as kind, v as value from newest, unnest(vendors) v
      union all select 'countries', ship_country from newest
      union all select 'tags', t from newest, unnest(tags) t
      union all select 'financialStatuses', financial_status from newest
      union all select 'fulfillmentStatuses', fulfillment_status from newest),
    ranked as (
      select kind, value, row_number() over (partition by kind order by count(*) desc, value) as place
      from told where value is not null group by kind, value)
    select kind, value from ranked where place <= ${MAX_CHOICES} order by kind, place`,
  values: [shopId],
});

function listConditions(
  { view, search, filters }: OrderListQuery,
  { thresholds, zone, now, matched }: ListSettings,
  bind: (value: unknown) => string,
  flag: ExceptionFlag | null,
): string[] {
  const cutoffs = flagCutoffs(thresholds, now);
  const conditions = ["o.shop_id = $1", "o.deleted_at is null"];
  const wanted = flag ?? filters.flag ?? null;
  if (wanted) conditions.push(hasFlagSql(wanted, cutoffs, bind));
  if (flag && filters.flag && filters.flag !== flag) conditions.push("false");
  if (!wanted && view === "exceptions") conditions.push(hasAnyFlagSql(cutoffs, bind));
  if (view === "open") conditions.push("o.cancelled_at is null and o.closed_at is null");
  if (view === "cancelled") conditions.push("o.cancelled_at is not null");
  if (filters.financial) conditions.push(`o.financial_status = ${bind(filters.financial)}`);
  if (filters.fulfillment) conditions.push(`o.fulfillment_status = ${bind(filters.fulfillment)}`);
  if (filters.country) conditions.push(`o.ship_country = ${bind(filters.country)}`);
  if (filters.placedFrom)
    conditions.push(`o.placed_at >= ${bind(startOfDate(filters.placedFrom, zone))}::timestamptz`);
  if (filters.placedTo)
    conditions.push(
      `o.placed_at < ${bind(startOfDate(dayAfter(filters.placedTo), zone))}::timestamptz`,
    );
  conditions.push(...matchConditions({ search, filters }, matched ?? null, bind));
  return conditions;
}

/** The next calendar date; noon keeps clear of any zone's midnight. */
const dayAfter = (date: string) =>
  addDays(new Date(`${date}T12:00:00Z`), 1)
    .toISOString()
    .slice(0, 10);
