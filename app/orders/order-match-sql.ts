/**
 * What is looked up by operators that may not use their indexes under row-level security: words, tags, vendors. A lookup
 * gives ids (app.match_orders); a query that fits more orders than that walks the list instead. Pure.
 */
import type { Sql } from "./mirror-sql.ts";
import type { OrderListQuery } from "./views.ts";

// Ids looked up at most: more fit so much of a shop that walking its list finds a page soon.
export const MATCH_LIMIT = 10_000;

/** Ids of the orders that fit, or null: nothing is looked up, or so much fits that walking the list finds it soon. */
export type Matched = readonly bigint[] | null;

type Asked = Pick<OrderListQuery, "search" | "filters">;

/** Rows (id); null when the query asks for nothing of the kind. One row above MATCH_LIMIT says that there are more. */
export function matchSql({ search, filters }: Asked): Sql | null {
  const patterns = patternsOf(search);
  if (patterns.length === 0 && !filters.tag && !filters.vendor) return null;
  return {
    text: "select app.match_orders($1::text[], $2::text, $3::text, $4::int) as id",
    values: [patterns, filters.tag ?? null, filters.vendor ?? null, MATCH_LIMIT + 1],
  };
}

/** Conditions on `orders o`, whose shop is `$1`. */
export function matchConditions(
  { search, filters }: Asked,
  matched: Matched,
  bind: (value: unknown) => string,
): string[] {
  if (matched) return [`o.id = any(${bind(`{${matched.join(",")}}`)}::bigint[])`];
  const conditions: string[] = [];
  if (filters.vendor) conditions.push(`o.vendors @> array[${bind(filters.vendor)}::text]`);
  if (filters.tag) conditions.push(`o.tags @> array[${bind(filters.tag)}::text]`);
  const likes = patternsOf(search).map((pattern) => `s.text like ${bind(pattern)}`);
  // `offset 0` keeps it a look at each order's own text: read as a set, all texts of the shop are gone through first.
  if (likes.length > 0)
    conditions.push(
      `exists (select from order_search_texts s where s.shop_id = $1 and s.order_id = o.id and ${likes.join(" and ")} offset 0)`,
    );
  return conditions;
}

// More words than a person types; each is one more condition on the index.
const MAX_WORDS = 6;

/** Every word must occur; lower case as the text is kept. */
const patternsOf = (search: string): string[] =>
  search
    .toLowerCase()
    .replaceAll("\u0000", "")
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, MAX_WORDS)
    .map((word) => `%${escapeLike(word)}%`);

const escapeLike = (word: string) => word.replace(/[\\%_]/g, (sign) => `\\${sign}`);
