/** Reads the scorecard's lines, a page of the database at a time: a shop's half year is more than one answer should hold. */
import { runSql, type ShopTx, type Sql } from "#app/platform/db.server.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import type { LineRecord } from "./line-record.ts";
import {
  orderedLinesSql,
  pastLinesSql,
  type LineQuery,
  type OrderedRow,
  type PastRow,
} from "./line-rows-sql.ts";
import { toOrderedLine, toPastLine } from "./to-line-record.ts";

const ROWS_AT_ONCE = 5_000;

export type LineSpan = {
  readonly shopId: bigint;
  readonly from: Date;
  /** null = every one of `suppliers` */
  readonly supplierId: bigint | null;
};

/** `suppliers`: those whose lines are wanted, with their calendars. */
export async function* readLines(
  tx: ShopTx,
  span: LineSpan,
  suppliers: readonly Supplier[],
): AsyncGenerator<LineRecord> {
  const known = new Map(suppliers.map((supplier) => [supplier.supplierId, supplier]));
  yield* readPages<OrderedRow>(tx, span, orderedLinesSql, (row) => {
    const terms = known.get(row.supplierId);
    return terms ? toOrderedLine(row, terms) : null;
  });
  yield* readPages<PastRow>(tx, span, pastLinesSql, (row) => {
    const terms = known.get(row.supplierId);
    return terms ? toPastLine(row, terms) : null;
  });
}

async function* readPages<Row extends { readonly id: bigint }>(
  tx: ShopTx,
  span: LineSpan,
  sqlOf: (query: LineQuery) => Sql,
  toLine: (row: Row) => LineRecord | null,
): AsyncGenerator<LineRecord> {
  for (let after = 0n; ;) {
    const rows = await runSql<Row>(tx, sqlOf({ ...span, after, take: ROWS_AT_ONCE }));
    for (const row of rows) {
      const line = toLine(row);
      if (line) yield line;
    }
    const last = rows.at(-1);
    if (!last || rows.length < ROWS_AT_ONCE) return;
    after = last.id;
  }
}
