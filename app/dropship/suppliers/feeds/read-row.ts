/** One row of a price list as values, or why it is refused: which column, and what to do. Pure. */
import { currencyExponent } from "#app/platform/money.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { FIELD_WORDS, type FeedField } from "./feed-fields.ts";
import type { FeedMapping, FieldPlaces } from "./feed-mapping.ts";
import { readCurrency } from "./list-currency.ts";
import { readDate } from "./read-date.ts";
import { readDecimal } from "./read-number.ts";

export type FeedValues = {
  readonly sku: string | null;
  readonly supplierSku: string | null;
  /** null = the cell is empty or the file has no such column */
  readonly costMinor: bigint | null;
  readonly stockUnits: number | null;
  /** calendar date */
  readonly stockOn: string | null;
  readonly leadTimeDays: number | null;
  readonly minimumUnits: number | null;
  readonly minimumAdvertisedMinor: bigint | null;
};

export type RowRefusal = { readonly field: FeedField; readonly reason: string };

export type RowReader = (cells: readonly string[]) => Result<FeedValues, RowRefusal>;

// A unit dearer than this in major units is a wrong column, a wrong decimal sign, or needs a person to look.
const MOST_MAJOR = 1_000_000n;
const MOST_UNITS = 10_000_000;
const LONGEST_SKU = 255;

export type RowCurrency = {
  /** the supplier's */
  readonly currency: string;
  /** column that names each row's; -1 = none does */
  readonly currencyAt: number;
};

export function createRowReader(
  { decimal, dateOrder }: Pick<FeedMapping, "decimal" | "dateOrder">,
  places: FieldPlaces,
  { currency, currencyAt }: RowCurrency,
): RowReader {
  // Nearly always the same cell as the row before.
  let known = { cell: "", other: null as string | null };

  function findOtherCurrency(cell: string): string | null {
    if (cell === known.cell) return known.other;
    const code = readCurrency(cell);
    known = { cell, other: code === currency ? null : code };
    return known.other;
  }

  return (cells) => {
    const refusals: RowRefusal[] = [];
    const note = (field: FeedField, reason: string) => void refusals.push({ field, reason });
    const text = (field: FeedField) => (cells[places[field]] ?? "").trim();
    const amount = (field: "cost" | "minimumAdvertised") => readAmount(text(field), field);
    const whole = (field: FeedField, most: number) => readWhole(text(field), field, most);

    function readAmount(cell: string, field: FeedField): bigint | null {
      if (cell === "") return null;
      const plain = readDecimal(cell, decimal);
      if (plain === null) note(field, describeNoNumber(cell, decimal));
      else if (plain.startsWith("-")) note(field, `${FIELD_WORDS[field]} is negative.`);
      else {
        const minor = toMinor(plain, currencyExponent(currency));
        if (minor <= MOST_MAJOR * 10n ** BigInt(currencyExponent(currency))) return minor;
        note(field, `${FIELD_WORDS[field]} is above 1,000,000 ${currency}.`);
      }
      return null;
    }

    function readWhole(cell: string, field: FeedField, most: number): number | null {
      if (cell === "") return null;
      // "50+" and ">50" promise fifty.
      const plain = readDecimal(cell.replace(/^[>≥]=?|\+$/g, "").trim(), decimal);
      if (plain === null || /\.\d*[1-9]/.test(plain))
        note(field, `“${clip(cell)}” is not a whole number.`);
      else if (Number(plain) > most) note(field, `${FIELD_WORDS[field]} is above ${most}.`);
      // More sold than there is: nothing left.
      else if (plain.startsWith("-") && field === "stock") return 0;
      else if (plain.startsWith("-")) note(field, `${FIELD_WORDS[field]} is negative.`);
      else return Number.parseInt(plain, 10);
      return null;
    }

    const stockCell = text("stockAsOf");
    const stockOn = stockCell === "" ? null : readDate(stockCell, dateOrder);
    const values: FeedValues = {
      sku: text("sku") || null,
      supplierSku: text("supplierSku") || null,
      costMinor: amount("cost"),
      stockUnits: whole("stock", MOST_UNITS),
      stockOn,
      leadTimeDays: whole("leadTime", 365),
      minimumUnits: whole("minimum", MOST_UNITS) || null,
      minimumAdvertisedMinor: amount("minimumAdvertised"),
    };
    if (stockCell !== "" && stockOn === null)
      note("stockAsOf", `“${clip(stockCell)}” is not a date.`);
    const other = findOtherCurrency(cells[currencyAt] ?? "");
    if (other !== null && (values.costMinor ?? values.minimumAdvertisedMinor) !== null)
      note("cost", describeOtherCurrency(other, currency));
    const key = values.sku ?? values.supplierSku;
    if (key === null) note(places.sku === -1 ? "supplierSku" : "sku", "The row has no SKU.");
    if ((values.sku?.length ?? 0) > LONGEST_SKU || (values.supplierSku?.length ?? 0) > LONGEST_SKU)
      note("sku", `The SKU is longer than ${LONGEST_SKU} characters.`);
    if (`${values.sku}${values.supplierSku}`.includes("\0"))
      note("sku", "The SKU has a character that is none.");
    const [first] = refusals;
    return first ? refuse(first) : accept(values);
  };
}

/** Minor units, half of one up: lists calculate with more places than a currency has. */
export function toMinor(plain: string, exponent: number): bigint {
  const [whole = "0", fraction = ""] = plain.split(".");
  const kept = BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, "0"));
  return /^[5-9]/.test(fraction.slice(exponent)) ? kept + 1n : kept;
}

const describeOtherCurrency = (other: string, currency: string): string =>
  `The list counts in ${other}, this supplier in ${currency}. Change its currency, then send the list again.`;

const describeNoNumber = (cell: string, decimal: FeedMapping["decimal"]): string =>
  decimal === null && /^[\d\s]+[.,]\d{3}$/.test(cell)
    ? `“${clip(cell)}” can be read two ways. Choose the decimal sign.`
    : `“${clip(cell)}” is not a number.`;

const clip = (cell: string): string => (cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
