/** Reads single cells of an export row: amounts, counts, dates, yes and no. Throws `CellFault` with a plain sentence. */
import { TZDate } from "@date-fns/tz";
import { exponentOf } from "#sandbox/domain/money.ts";
import { CellFault } from "./csv-problem.ts";

export type Row = {
  line: number;
  /** The trimmed cell; empty when the column is missing. */
  text: (column: string) => string;
};

/** Minor units, exact; null when the cell is empty. Shopify writes a dot and no grouping. */
export function readAmount(row: Row, column: string, currency: string): number | null {
  const text = row.text(column);
  if (text === "") return null;
  const parts = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text);
  if (!parts) throw new CellFault(column, `“${text}” is not an amount. Shopify writes 1234.50.`);
  const [, sign, whole = "0", fraction = ""] = parts;
  const exponent = exponentOf(currency);
  if (/[1-9]/.test(fraction.slice(exponent))) {
    throw new CellFault(column, `“${text}” has more decimals than ${currency} has.`);
  }
  const minor = Number(`${whole}${fraction.slice(0, exponent).padEnd(exponent, "0")}`);
  if (!Number.isSafeInteger(minor)) throw new CellFault(column, `“${text}” is too large.`);
  return sign === "-" && minor !== 0 ? -minor : minor;
}

/** A whole number of at least `min`; null when the cell is empty. */
export function readCount(row: Row, column: string, min: number): number | null {
  const text = row.text(column);
  if (text === "") return null;
  const count = /^-?\d{1,9}(\.0+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(count)) throw new CellFault(column, `“${text}” is not a whole number.`);
  if (count < min) throw new CellFault(column, `“${text}” is less than ${min}.`);
  return count;
}

/** `2026-03-04 10:11:12 -0500`, with a colon in the offset, `UTC` or ISO; without an offset, in the shop's zone. */
export function readInstant(row: Row, column: string, zone: string): string | null {
  const text = row.text(column);
  if (text === "") return null;
  const parts =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?)?$/i.exec(
      text,
    );
  if (!parts) {
    const reason = `“${text}” is not a date. Shopify writes 2026-03-04 10:11:12 -0500.`;
    throw new CellFault(column, reason);
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const utc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const isReal =
    utc.getUTCMonth() === month - 1 &&
    utc.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!isReal) throw new CellFault(column, `“${text}” is not a day of the calendar.`);
  const offset = parts[7];
  const ms = offset
    ? utc.getTime() - offsetMs(offset)
    : new TZDate(year, month - 1, day, hour, minute, second, zone).getTime();
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Shopify writes `yes` and `no` for customers, `true` and `false` for lines and products. */
export function readFlag(row: Row, column: string): boolean | null {
  const text = row.text(column).toLowerCase();
  if (text === "") return null;
  if (["true", "yes", "1"].includes(text)) return true;
  if (["false", "no", "0"].includes(text)) return false;
  throw new CellFault(column, `“${row.text(column)}” is neither true nor false.`);
}

/** The cell in lower case, when it is one of the words; null when empty. */
export function readWord<Word extends string>(
  row: Row,
  column: string,
  words: readonly Word[],
): Word | null {
  const text = row.text(column).toLowerCase().replaceAll(" ", "_");
  if (text === "") return null;
  const word = words.find((candidate) => candidate === text);
  if (!word)
    throw new CellFault(column, `“${row.text(column)}” is not one of ${words.join(", ")}.`);
  return word;
}

/** Text as typed; null when empty. Drops the apostrophe Shopify puts before digits so that spreadsheets keep zeros. */
export function readText(row: Row, column: string): string | null {
  return row.text(column).replace(/^'(?=[\d+=@-])/, "") || null;
}

/** `-0500`, `+05:30`, `Z`, `UTC`. */
function offsetMs(offset: string): number {
  const parts = /^([+-])(\d\d):?(\d\d)$/.exec(offset);
  if (!parts) return 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return (parts[1] === "-" ? -minutes : minutes) * 60_000;
}
