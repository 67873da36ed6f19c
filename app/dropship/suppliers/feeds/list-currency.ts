/** The currency a price list names in a column of its own. Costs are never read in another one than they are written in. Pure. */
import { isCurrency } from "#app/dropship/suppliers/evaluate-supplier-form.ts";
import type { FeedLayout } from "./detect-layout.ts";
import { normaliseHeader } from "./feed-fields.ts";

// English, German, French, Spanish, Italian, Portuguese, Dutch, Chinese, Japanese; without case, spaces and punctuation.
const HEADERS: ReadonlySet<string> = new Set(
  "currency currencycode ccy curr währung waehrung devise monnaie moneda divisa valuta moeda munteenheid 币种 货币 幣別 通貨".split(
    " ",
  ),
);

/** Where the column stands; -1 = the list has none. */
export const findCurrencyColumn = (headers: readonly string[]): number =>
  headers.findIndex((header) => HEADERS.has(normaliseHeader(header)));

/** The code a cell names; null for an empty cell and for what is no code. */
export function readCurrency(cell: string): string | null {
  const typed = cell.trim().toUpperCase();
  // What a list from China calls it; the code is CNY.
  const code = typed === "RMB" ? "CNY" : typed;
  return isCurrency(code) ? code : null;
}

/** The one currency of the list, by its first rows; null where it says none, or several. */
export function findListCurrency({
  headers,
  sample,
}: Pick<FeedLayout, "headers" | "sample">): string | null {
  const at = findCurrencyColumn(headers);
  if (at === -1) return null;
  const codes = new Set(sample.flatMap(({ cells }) => readCurrency(cells[at] ?? "") ?? []));
  const [code = null] = codes;
  return codes.size === 1 ? code : null;
}
