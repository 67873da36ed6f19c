/** Pages of lists: first/last, cursors, and Shopify's refusals. */
import { numericId } from "#sandbox/store/ids.ts";
import type { Context } from "./context.ts";
import { apiError } from "./errors.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";

export const PAGE_MAX = 250;

export type PageArgs = {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
};

/** One page of `items`, already filtered and sorted. `sortValue` goes into the cursor. */
export function connect<Item extends { id?: string | null }>(
  context: Context,
  items: readonly Item[],
  args: PageArgs,
  sortValue: (item: Item) => unknown = (item) => Number(numericId(item.id ?? "")) || 0,
) {
  const list = args.reverse ? [...items].reverse() : items;
  const cursorOf = (item: Item, at: number) => encodeCursor(item, at, sortValue(item));
  const window = context.isBulk ? { from: 0, to: list.length } : slice(list, args, cursorOf);
  const nodes = list.slice(window.from, window.to);
  const edges = nodes.map((node, at) => ({ node, cursor: cursorOf(node, window.from + at) }));
  return {
    nodes,
    edges,
    totalCount: list.length,
    pageInfo: {
      hasNextPage: window.to < list.length,
      hasPreviousPage: window.from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges[edges.length - 1]?.cursor ?? null,
    },
  };
}

function slice<Item>(
  list: readonly Item[],
  args: PageArgs,
  cursorOf: (item: Item, at: number) => string,
) {
  const { first, last } = args;
  if (!isGiven(first) && !isGiven(last))
    throw apiError("you must provide one of first or last", "BAD_REQUEST");
  if (isGiven(first) && isGiven(last)) {
    throw apiError("providing both first and last is not supported", "BAD_REQUEST");
  }
  checkSize("first", first);
  checkSize("last", last);
  let from = 0;
  let to = list.length;
  if (args.after) from = indexOfCursor(list, args.after, cursorOf) + 1;
  if (args.before) to = indexOfCursor(list, args.before, cursorOf);
  if (isGiven(first)) to = Math.min(to, from + first);
  if (isGiven(last)) from = Math.max(from, to - last);
  return { from, to: Math.max(from, to) };
}

/** Guess: the wording above the limit. */
function checkSize(name: string, size: number | null | undefined): void {
  if (!isGiven(size)) return;
  if (size > PAGE_MAX) {
    throw apiError(`${name} cannot exceed ${PAGE_MAX}`, "BAD_REQUEST");
  }
  if (size < 0) throw apiError(`${name} must be greater than or equal to 0`, "BAD_REQUEST");
}

/** The place of a cursor; a cursor of something gone stands where its sort value would. */
function indexOfCursor<Item>(
  list: readonly Item[],
  cursor: string,
  cursorOf: (item: Item, at: number) => string,
): number {
  const wanted = decodeCursor(cursor);
  if (wanted === null) throw apiError(`Invalid cursor for current pagination sort.`, "BAD_REQUEST"); // guess: text
  const exact = list.findIndex((item, at) => decodeCursor(cursorOf(item, at)) === wanted);
  if (exact >= 0) return exact;
  const later = list.findIndex((item, at) => (decodeCursor(cursorOf(item, at)) ?? 0) > wanted);
  return later < 0 ? list.length - 1 : later - 1;
}

function encodeCursor(item: { id?: string | null }, at: number, value: unknown): string {
  const id = item.id ? Number(numericId(item.id)) || at : at;
  return Buffer.from(JSON.stringify({ last_id: id, last_value: value })).toString("base64");
}

function decodeCursor(cursor: string): number | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64").toString("utf8"));
    const id = (parsed as { last_id?: unknown } | null)?.last_id;
    return typeof id === "number" ? id : null;
  } catch {
    return null;
  }
}
