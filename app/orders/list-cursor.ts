/** Cursors of the order list: where a page ended, and which query it belongs to. Opaque to pages. Pure. */
import type { OrderListQuery } from "./views.ts";

export type ListCursor = {
  readonly direction: "next" | "previous";
  /** rank of the flag in the `worst` order, otherwise 0 */
  readonly rank: number;
  /** the sorted value of the row at the edge: an ISO instant, or minor units as digits */
  readonly value: string;
  readonly orderId: string;
};

/** Fits the query it was made for; any other query reads it as null, which is the first page. */
export function encodeCursor(
  query: OrderListQuery,
  { direction, rank, value, orderId }: ListCursor,
): string {
  return encodeURIComponent(JSON.stringify([fingerprint(query), direction, rank, value, orderId]));
}

export function decodeCursor(query: OrderListQuery): ListCursor | null {
  if (query.cursor === null) return null;
  const parts = parse(query.cursor);
  if (!Array.isArray(parts) || parts.length !== 5) return null;
  const [print, direction, rank, value, orderId] = parts as unknown[];
  if (print !== fingerprint(query)) return null;
  if (direction !== "next" && direction !== "previous") return null;
  if (typeof rank !== "number" || !Number.isInteger(rank) || rank < 0 || rank > 5) return null;
  if (typeof orderId !== "string" || !/^\d{1,19}$/.test(orderId)) return null;
  if (typeof value !== "string" || !isSortValue(query, value)) return null;
  return { direction, rank, value, orderId };
}

const isSortValue = ({ sort }: OrderListQuery, value: string) =>
  sort === "total_high" || sort === "total_low"
    ? /^-?\d{1,19}$/.test(value)
    : value.length <= 30 && !Number.isNaN(Date.parse(value));

function parse(text: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(text)) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError) return null;
    throw error;
  }
}

/** FNV-1a, 32 bits: tells queries apart, guards nothing. */
function fingerprint({ view, search, filters, sort }: OrderListQuery): string {
  const text = JSON.stringify([view, search, sort, Object.entries(filters).sort()]);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(36);
}
