/**
 * Reads a CSV file record by record and survives broken quotes: a quote that never closes costs its own line, not the
 * rest of the file. Knows CSV, not what the columns mean.
 */
import { CsvError, parse } from "csv-parse/sync";

export type CsvSource = string | Uint8Array | AsyncIterable<string | Uint8Array>;
export type CsvRecord = { line: number; cells: string[] };
export type CsvFault = { line: number; fault: string };

/** Longer than any note a shopper types; beyond it an open quote is taken for a mistake. */
const MAX_LINES_IN_RECORD = 500;

/** Yields the records from the first on (the header is one), with the 1-based line each starts on. */
export async function* readCsvRecords(source: CsvSource): AsyncGenerator<CsvRecord | CsvFault> {
  let delimiter: string | null = null;
  let width: number | null = null;
  let waiting: PhysicalLine[] = [];
  let quotes = 0;

  function* settle(atEnd: boolean): Generator<CsvRecord | CsvFault> {
    const queue = waiting;
    waiting = [];
    quotes = 0;
    for (const [index, line] of queue.entries()) {
      waiting.push(line);
      quotes += countQuotes(line.text);
      const isLast = index === queue.length - 1;
      const giveUp = waiting.length > MAX_LINES_IN_RECORD || (atEnd && isLast);
      if (quotes % 2 === 1 && !giveUp) continue;
      const outcome = readRecord(waiting, (delimiter ??= guessDelimiter(line.text)), width);
      const rest = waiting.slice(outcome.used);
      waiting = [];
      quotes = 0;
      if (outcome.result) {
        if ("cells" in outcome.result) width ??= outcome.result.cells.length;
        yield outcome.result;
      }
      if (rest.length === 0) continue;
      waiting = [...rest, ...queue.slice(index + 1)];
      yield* settle(atEnd);
      return;
    }
  }

  for await (const line of readLines(source)) {
    waiting.push(line);
    quotes += countQuotes(line.text);
    if (quotes % 2 === 0 || waiting.length > MAX_LINES_IN_RECORD) yield* settle(false);
  }
  if (waiting.length > 0) yield* settle(true);
}

type PhysicalLine = { number: number; text: string };

/** Splits into lines with their ends kept, so that a quoted line break survives as it was written. */
async function* readLines(source: CsvSource): AsyncGenerator<PhysicalLine> {
  const decoder = new TextDecoder("utf-8"); // drops a byte order mark
  let number = 0;
  let rest = "";
  for await (const chunk of chunks(source)) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    if (number === 0 && rest.startsWith("\uFEFF")) rest = rest.slice(1);
    const parts = rest.split(/(?<=\r\n|\n|\r(?!\n))/);
    // The last part may go on in the next chunk; so may a lone \r.
    rest = parts.pop() ?? "";
    if (rest === "" && parts.at(-1)?.endsWith("\r")) rest = parts.pop() ?? "";
    for (const text of parts) yield { number: ++number, text };
  }
  rest += decoder.decode();
  for (const text of rest.split(/(?<=\r\n|\n|\r(?!\n))/))
    if (text) yield { number: ++number, text };
}

async function* chunks(source: CsvSource): AsyncGenerator<string | Uint8Array> {
  if (typeof source === "string" || source instanceof Uint8Array) yield source;
  else yield* source;
}

/** How many of the lines one record used, and the record; null for a blank line. */
function readRecord(lines: readonly PhysicalLine[], delimiter: string, width: number | null) {
  const first = lines[0];
  if (!first) return { used: 0, result: null };
  const whole = parseStrictly(lines.map(({ text }) => text).join(""), delimiter);
  if (whole && (lines.length === 1 || width === null || whole.length === width)) {
    return { used: lines.length, result: asRecord(first.number, whole) };
  }
  // A stray quote opened a cell that was never meant: read the first line by itself, give the others another chance.
  const alone = parseLoosely(first.text, delimiter);
  if (alone && width !== null && alone.length === width) {
    return { used: 1, result: asRecord(first.number, alone) };
  }
  const fault = "A quotation mark opens a cell and is never closed.";
  return { used: 1, result: { line: first.number, fault } };
}

function asRecord(line: number, cells: string[]): CsvRecord | null {
  return cells.every((cell) => cell.trim() === "") ? null : { line, cells };
}

function parseStrictly(text: string, delimiter: string): string[] | null {
  return parseOne(text, delimiter, false);
}

function parseLoosely(text: string, delimiter: string): string[] | null {
  return parseOne(text, delimiter, true);
}

/** One record; null when its quotes do not fit or it is not one record. */
function parseOne(text: string, delimiter: string, looseQuotes: boolean): string[] | null {
  const body = text.replace(/(\r\n|\n|\r)$/, "");
  // Most lines hold no quote at all: nothing to parse.
  if (!body.includes('"')) return body.split(delimiter);
  try {
    const records: string[][] = parse(body, {
      delimiter,
      relax_quotes: looseQuotes,
      relax_column_count: true,
      record_delimiter: "\u0000\u0001", // one record: line breaks inside are data
    });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at !== -1; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

/** Shopify writes commas; spreadsheets of some countries save semicolons or tabs. */
function guessDelimiter(header: string): string {
  const counts = [",", ";", "\t"].map((mark) => [mark, header.split(mark).length] as const);
  return counts.reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}
