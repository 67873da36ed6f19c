/** A price as suppliers write it. Pure. */
import { currencyExponent, parseMoney } from "#app/platform/money.ts";

/** `12.50` and `12,50` alike; thousands are not written. Null = nothing was. */
export function readPrice(text: string, currency: string): bigint | null | "bad" {
  if (text.trim() === "") return null;
  const bare = text.normalize("NFKC").replace(/[\s$€£¥]/g, "");
  const hasComma = /^\d+,\d{1,3}$/.test(bare) && currencyExponent(currency) > 0;
  const read = parseMoney(hasComma ? bare.replace(",", ".") : bare, currency);
  return read.ok && read.value.amountMinor >= 0n ? read.value.amountMinor : "bad";
}
