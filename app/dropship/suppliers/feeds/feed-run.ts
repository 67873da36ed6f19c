/** One file of a supplier, from its arrival until it was applied or dropped: what pages and jobs say of it. Pure. */
import type { FeedLayout } from "./detect-layout.ts";
import type { FeedEncoding } from "./detect-encoding.ts";

export type FeedRunState =
  "arriving" | "reading" | "unclear" | "ready" | "applying" | "applied" | "failed" | "dropped";

export type FeedCounts = {
  readonly new: number;
  readonly changed: number;
  readonly same: number;
  readonly refused: number;
  readonly vanished: number;
};

export type StoredLayout = Pick<FeedLayout, "headers" | "headerLine"> & {
  readonly kind: "text" | "xlsx";
  readonly encoding: FeedEncoding | null;
  readonly delimiter: string | null;
  /** the first rows, cells clipped */
  readonly rows: readonly (readonly string[])[];
};

export const MOST_FILE_BYTES = 50 * 1024 * 1024;
// A list of 100,000 rows is 5 MB; what unpacks to more than this is not one.
export const MOST_XLSX_BYTES = 20 * 1024 * 1024;
export const MOST_ROWS = 500_000;

export type FeedProblemCode =
  | "file_too_large"
  | "xlsx_too_large"
  | "too_many_rows"
  | "file_empty"
  | "no_table"
  | "cell_too_long"
  | "xlsx_broken"
  | "columns_missing"
  | "no_key"
  | "nothing_said"
  | "looks_wrong"
  | "offers_changed"
  | "nothing_to_apply"
  | "being_applied"
  | "fetch_failed"
  | "supplier_archived";

export type FeedProblem = {
  readonly code: FeedProblemCode;
  readonly sentence: string;
};

export const FEED_PROBLEMS: Readonly<
  Record<FeedProblemCode, { readonly status: number; readonly sentence: string }>
> = {
  file_too_large: {
    status: 413,
    sentence:
      "The file is larger than 50 MB. Leave out columns that are not needed, or send it in parts.",
  },
  xlsx_too_large: {
    status: 413,
    sentence: "The workbook is larger than 20 MB. Save the sheet as CSV and send that.",
  },
  too_many_rows: {
    status: 422,
    sentence: "The file has more than 500,000 rows. Send it in parts.",
  },
  file_empty: { status: 422, sentence: "The file is empty. Ask the supplier for a new one." },
  no_table: {
    status: 422,
    sentence: "There is no table in this file. Send a CSV or xlsx file with a row of headers.",
  },
  cell_too_long: {
    status: 422,
    sentence: "A quotation mark in the file is never closed. Ask the supplier for a new export.",
  },
  xlsx_broken: {
    status: 422,
    sentence:
      "This workbook cannot be read. Open it, save it again as .xlsx or CSV, and send that.",
  },
  columns_missing: {
    status: 422,
    sentence: "Columns that were there before are missing. Say what the columns mean now.",
  },
  no_key: {
    status: 422,
    sentence: "Choose the column that holds your SKU or the supplier's.",
  },
  nothing_said: {
    status: 422,
    sentence: "Choose at least one column to read: cost, stock, lead time or minimum.",
  },
  looks_wrong: {
    status: 409,
    sentence:
      "This file would take away many offers at once. Look through it, then apply it yourself.",
  },
  offers_changed: {
    status: 409,
    sentence: "Offers were changed while you looked. Read the file again, then apply it.",
  },
  nothing_to_apply: {
    status: 409,
    sentence: "This file is not waiting to be applied. Reload the page.",
  },
  being_applied: {
    status: 409,
    sentence: "This file is being applied. Wait until it has been, then save again.",
  },
  fetch_failed: {
    status: 502,
    sentence: "The file could not be fetched. Check the address and the password.",
  },
  supplier_archived: {
    status: 409,
    sentence: "This supplier is archived. Restore it first.",
  },
};

export const problemOf = (code: FeedProblemCode): FeedProblem => ({
  code,
  sentence: FEED_PROBLEMS[code].sentence,
});

/** Too much would vanish for a machine to decide: a cut-off file looks just like this. */
export function looksWrong({ vanished, new: added, changed, same }: FeedCounts): boolean {
  const before = vanished + changed + same;
  return (vanished >= 10 && vanished > before * 0.2) || added + changed + same === 0;
}
