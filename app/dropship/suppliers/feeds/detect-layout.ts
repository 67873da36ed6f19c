/** How a delimited file is laid out: its delimiter, what stands before the table, and the row of headers. Pure. */
import { nameField } from "./feed-fields.ts";
import { CellTooLong, createRecordReader, type FeedRecord } from "./read-records.ts";

export type Delimiter = "," | ";" | "\t" | "|";

export type FeedLayout = {
  readonly delimiter: Delimiter;
  /** columns as the file names them; `Column 3` where it does not */
  readonly headers: readonly string[];
  /** the row of headers; 0 = there is none, and data begins on the first line */
  readonly headerLine: number;
  /** the first rows of data */
  readonly sample: readonly FeedRecord[];
};

const DELIMITERS: readonly Delimiter[] = [",", ";", "\t", "|"];
// Titles, dates and addresses above a table; more lines than this are the table.
const MOST_PREAMBLE = 30;
const SAMPLE_ROWS = 50;

/**
 * `text`: the beginning of the file, at least its first rows. null when no table can be found in it. Throws CellTooLong when
 * it does not get past a cell, whatever the delimiter.
 */
export function detectLayout(text: string): FeedLayout | null {
  const declared = /^\uFEFF?sep=([,;\t|])\r?(?:\n|$)/i.exec(text);
  const delimiters = declared ? [declared[1] as Delimiter] : DELIMITERS; // the pattern allows these alone
  const samples = delimiters.map((delimiter) => ({ delimiter, ...readSample(text, delimiter) }));
  const endless = samples.map(({ endless: error }) => error);
  if (endless[0] && endless.every((error) => error !== null)) throw endless[0];
  const tables = samples.flatMap(({ delimiter, records }) => {
    const table = scoreTable(records, delimiter);
    return table ? [table] : [];
  });
  const [best] = tables.sort((one, other) => other.score - one.score);
  return best ? best.layout : null;
}

/** The first line of the text that belongs to no table: `sep=;`. */
export const isSeparatorLine = ({ cells }: FeedRecord): boolean =>
  /^\uFEFF?sep=/i.test(cells[0] ?? "");

function scoreTable(records: readonly FeedRecord[], delimiter: Delimiter) {
  const layout = detectTable(records, delimiter);
  if (!layout) return null;
  const width = layout.headers.length;
  const { sample } = layout;
  const regular = sample.filter(({ cells }) => cells.length === width).length;
  const known = layout.headers.filter((name) => nameField(name) !== null).length;
  // A known header outweighs everything: a comma inside every price makes a regular table, too.
  const regularRatio = sample.length === 0 ? 0 : regular / sample.length;
  return { layout, score: known * 10 + regularRatio * 5 + Math.min(width, 20) / 10 };
}

/** The table among the first records of a file; null when there are none. */
export function detectTable(
  records: readonly FeedRecord[],
  delimiter: Delimiter = ",",
): FeedLayout | null {
  const width = findWidth(records);
  // One column says nothing of anything.
  if (width < 2) return null;
  const header = findHeader(records, width);
  const rows = records.filter(({ line }) => line > (header?.line ?? 0));
  return {
    delimiter,
    headers: nameColumns(header?.cells ?? [], width),
    headerLine: header?.line ?? 0,
    sample: rows.slice(0, SAMPLE_ROWS),
  };
}

type Sample = { readonly records: readonly FeedRecord[]; readonly endless: CellTooLong | null };

function readSample(text: string, delimiter: Delimiter): Sample {
  const reader = createRecordReader(delimiter);
  try {
    const records = reader.push(text.replace(/^\uFEFF/, ""));
    // The last one may be cut off where the sample ends; alone it is all there is.
    const all = records.length > 1 ? records : [...records, ...reader.end()];
    const kept = all.filter((record) => !isSeparatorLine(record));
    return { records: kept.slice(0, SAMPLE_ROWS + MOST_PREAMBLE), endless: null };
  } catch (error) {
    if (error instanceof CellTooLong) return { records: [], endless: error };
    throw error;
  }
}

/** The commonest number of cells a record has. */
function findWidth(records: readonly FeedRecord[]): number {
  const counts = new Map<number, number>();
  for (const { cells } of records) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [best] = [...counts].sort(([width, count], [otherWidth, otherCount]) =>
    otherCount === count ? otherWidth - width : otherCount - count,
  );
  return best?.[0] ?? 0;
}

/** The row that names most columns we know; else the first full row without a digit among its cells. */
function findHeader(records: readonly FeedRecord[], width: number): FeedRecord | null {
  const head = records.slice(0, MOST_PREAMBLE);
  const scored = head
    .map((record) => ({
      record,
      known: new Set(record.cells.map(nameField).filter((field) => field !== null)).size,
    }))
    .sort((one, other) => other.known - one.known);
  const [best] = scored;
  if (best && best.known >= 2) return best.record;
  if (best?.known === 1 && best.record.cells.length === width) return best.record;
  const first = head.find(({ cells }) => cells.length === width);
  return first?.cells.every((cell) => cell.trim() !== "" && !/\d/.test(cell)) ? first : null;
}

function nameColumns(cells: readonly string[], width: number): string[] {
  const names = Array.from({ length: Math.max(width, cells.length) }, (_, at) =>
    (cells[at] ?? "").trim() === "" ? `Column ${at + 1}` : (cells[at] ?? "").trim(),
  );
  // Two columns of one name are told apart by their place.
  return names.map((name, at) => (names.indexOf(name) === at ? name : `${name} (${at + 1})`));
}
