/** The order list of one shop. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, runSql, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { EXCEPTION_FLAGS, evaluateExceptionFlag, type ExceptionFlag } from "./exception-flags.ts";
import { decodeCursor, encodeCursor, type ListCursor } from "./list-cursor.ts";
import {
  choicesSql,
  countSql,
  flagCountsSql,
  listFlagPageSql,
  listPageSql,
  type ListSettings,
} from "./order-list-sql.ts";
import { orderRowView, type ListRow } from "./order-row-view.ts";
import { MATCH_LIMIT, matchSql, type Matched } from "./order-match-sql.ts";
import { getShopSettings } from "./shop-settings.server.ts";
import { COUNT_LIMIT, type FlagCounts, type OrderListPage, type OrderListQuery } from "./views.ts";

export type OrderReadDeps = { readonly db: Db; readonly clock: Clock };

const MAX_PAGE_SIZE = 250;

/** One page of the list. A cursor that does not fit the query gives the first page. */
export function listOrders(
  deps: OrderReadDeps,
  shopId: bigint,
  query: OrderListQuery,
): Promise<OrderListPage> {
  return inShop(deps.db, shopId, async (tx) => {
    const shop = await getShopSettings(tx, shopId);
    const matched = await findMatched(tx, query);
    const settings = { ...shop, now: deps.clock.now(), matched };
    const page = await readPage(tx, shopId, query, settings);
    const [counted] = await runSql<{ rows: number }>(tx, countSql(shopId, query, settings));
    const rows = counted?.rows ?? 0;
    return {
      rows: page.rows.map((row) => orderRowView(row, settings)),
      nextCursor: page.nextCursor,
      previousCursor: page.previousCursor,
      count: { rows: Math.min(rows, COUNT_LIMIT), isAtLeast: rows > COUNT_LIMIT },
      flagCounts: await readFlagCounts(tx, shopId, settings),
      choices: await readChoices(tx, shopId),
    };
  });
}

/** The ids that the query's words, tag and vendor fit; null when it is no use to know them. */
export async function findMatched(tx: ShopTx, query: OrderListQuery): Promise<Matched> {
  const sql = matchSql(query);
  const ids = sql ? await runSql<{ id: bigint }>(tx, sql) : [];
  return sql && ids.length <= MATCH_LIMIT ? ids.map(({ id }) => id) : null;
}

export type RawPage = {
  readonly rows: readonly ListRow[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
};

/** The rows of one page without counts; exports walk these. */
export async function readPage(
  tx: ShopTx,
  shopId: bigint,
  query: OrderListQuery,
  settings: ListSettings,
): Promise<RawPage> {
  const size = Math.min(Math.max(1, Math.trunc(query.pageSize)), MAX_PAGE_SIZE);
  const cursor = decodeCursor(query);
  const isBackwards = cursor?.direction === "previous";
  const found = isWorstFirst(query)
    ? await readWorstFirst(tx, shopId, query, settings, { cursor, limit: size + 1 })
    : await runSql<ListRow>(tx, listPageSql(shopId, query, settings, { cursor, limit: size + 1 }));
  const hasMore = found.length > size;
  const kept = found.slice(0, size);
  const rows = isBackwards ? kept.reverse() : kept;
  const [first, last] = [rows[0], rows.at(-1)];
  const edge = (row: ListRow | undefined, direction: ListCursor["direction"]) =>
    row ? encodeCursor(query, { direction, ...sortKey(row, query, settings) }) : null;
  return {
    rows,
    nextCursor: isBackwards || hasMore ? edge(last, "next") : null,
    previousCursor: (isBackwards ? hasMore : cursor !== null) ? edge(first, "previous") : null,
  };
}

const isWorstFirst = ({ sort, view, filters }: OrderListQuery) =>
  sort === "worst" && (view === "exceptions" || filters.flag !== undefined);

/** One flag's list after the other, worst first, until the page is full. */
async function readWorstFirst(
  tx: ShopTx,
  shopId: bigint,
  query: OrderListQuery,
  settings: ListSettings,
  { cursor, limit }: { readonly cursor: ListCursor | null; readonly limit: number },
): Promise<ListRow[]> {
  const isBackwards = cursor?.direction === "previous";
  const ranks = EXCEPTION_FLAGS.map((flag, rank) => ({ flag, rank })).filter(({ rank }) =>
    cursor ? (isBackwards ? rank <= cursor.rank : rank >= cursor.rank) : true,
  );
  const rows: ListRow[] = [];
  for (const { flag, rank } of isBackwards ? ranks.reverse() : ranks) {
    if (query.filters.flag && query.filters.flag !== flag) continue;
    const inside = cursor?.rank === rank ? cursor : null;
    rows.push(
      ...(await runSql<ListRow>(
        tx,
        listFlagPageSql(shopId, query, settings, {
          flag,
          cursor: inside,
          limit: limit - rows.length,
          isBackwards,
        }),
      )),
    );
    if (rows.length >= limit) break;
  }
  return rows;
}

function sortKey(
  row: ListRow,
  query: OrderListQuery,
  { thresholds, now }: ListSettings,
): Omit<ListCursor, "direction"> {
  const orderId = row.orderId.toString();
  if (query.sort === "total_high" || query.sort === "total_low")
    return { rank: 0, value: row.sortTotalMinor.toString(), orderId };
  const verdict = isWorstFirst(query) ? evaluateExceptionFlag(row, thresholds, now) : null;
  if (!verdict) return { rank: 0, value: row.placedAt.toISOString(), orderId };
  return {
    rank: EXCEPTION_FLAGS.indexOf(verdict.flag),
    value: verdict.since.toISOString(),
    orderId,
  };
}

async function readFlagCounts(
  tx: ShopTx,
  shopId: bigint,
  settings: ListSettings,
): Promise<FlagCounts> {
  const [row] = await runSql<Record<ExceptionFlag, number>>(tx, flagCountsSql(shopId, settings));
  const counts = row ?? {
    returned: 0,
    exception: 0,
    unfulfilled: 0,
    no_tracking: 0,
    label_without_scan: 0,
    undelivered: 0,
  };
  return { ...counts, total: EXCEPTION_FLAGS.reduce((sum, flag) => sum + counts[flag], 0) };
}

async function readChoices(tx: ShopTx, shopId: bigint): Promise<OrderListPage["choices"]> {
  const rows = await runSql<{ kind: keyof OrderListPage["choices"]; value: string }>(
    tx,
    choicesSql(shopId),
  );
  const of = (wanted: keyof OrderListPage["choices"]) =>
    rows.filter(({ kind }) => kind === wanted).map(({ value }) => value);
  return {
    vendors: of("vendors"),
    countries: of("countries"),
    tags: of("tags"),
    financialStatuses: of("financialStatuses"),
    fulfillmentStatuses: of("fulfillmentStatuses"),
  };
}
