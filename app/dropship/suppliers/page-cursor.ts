/** Where a page of a list ended: the row's sorted text and its id. Opaque to pages; what cannot be read is the first page. Pure. */
export type PageCursor = {
  readonly direction: "next" | "previous";
  readonly text: string;
  readonly key: string;
};

export const encodePageCursor = ({ direction, text, key }: PageCursor): string =>
  encodeURIComponent(JSON.stringify([direction, text, key]));

export function decodePageCursor(cursor: string | null): PageCursor | null {
  if (cursor === null || cursor.length > 2_000) return null;
  try {
    const parts: unknown = JSON.parse(decodeURIComponent(cursor));
    if (!Array.isArray(parts)) return null;
    const [direction, text, key] = parts as unknown[];
    if (direction !== "next" && direction !== "previous") return null;
    // PostgreSQL's text holds no NUL.
    if (typeof text !== "string" || typeof key !== "string" || (text + key).includes("\0"))
      return null;
    return { direction, text, key };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError) return null;
    throw error;
  }
}

/** Rows read in the cursor's direction with one to spare, put in order and given the cursors around them. */
export function cutPage<Row>(
  rows: readonly Row[],
  {
    size,
    cursor,
    edgeOf,
  }: {
    readonly size: number;
    readonly cursor: PageCursor | null;
    readonly edgeOf: (row: Row) => Omit<PageCursor, "direction">;
  },
) {
  const isBackward = cursor?.direction === "previous";
  const hasMore = rows.length > size;
  const kept = rows.slice(0, size);
  const page = isBackward ? kept.reverse() : kept;
  const [first] = page;
  const last = page.at(-1);
  const at = (row: Row, direction: PageCursor["direction"]) =>
    encodePageCursor({ direction, ...edgeOf(row) });
  const hasNext = isBackward || hasMore;
  const hasPrevious = isBackward ? hasMore : cursor !== null;
  return {
    rows: page,
    nextCursor: hasNext && last ? at(last, "next") : null,
    previousCursor: hasPrevious && first ? at(first, "previous") : null,
  };
}
