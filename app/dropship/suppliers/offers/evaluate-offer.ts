/** Whether an offer entered by hand can be saved: the values it means, or a sentence beside a field. Pure. */
import { z } from "zod";
import { createNotes, parseCount } from "#app/dropship/suppliers/form-notes.ts";
import { parseMoney } from "#app/platform/money.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";

const text = z.string().max(300);

export const offerFormSchema = z.object({
  variantGid: z.string().regex(/^gid:\/\/shopify\/ProductVariant\/\d{1,20}$/),
  supplierSku: text,
  cost: text,
  stock: text,
  leadTime: text,
  minimum: text,
  minimumAdvertised: text,
});

export type OfferForm = z.output<typeof offerFormSchema>;

export type OfferFields = {
  readonly variantGid: string;
  readonly supplierSku: string | null;
  readonly costMinor: bigint | null;
  readonly stockUnits: number | null;
  readonly leadTimeDays: number | null;
  readonly minimumUnits: number;
  readonly minimumAdvertisedMinor: bigint | null;
};

// The same as for a row of a list.
const MOST_MAJOR = "1000000";
const MOST_UNITS = 10_000_000;

export function evaluateOffer(
  form: OfferForm,
  currency: string,
): Result<OfferFields, Readonly<Record<string, string>>> {
  const notes = createNotes();
  const most = parseMoney(MOST_MAJOR, currency);
  function amount(path: "cost" | "minimumAdvertised"): bigint | null {
    const typed = form[path].trim();
    if (typed === "") return null;
    const parsed = parseMoney(typed.includes(".") ? typed : typed.replace(",", "."), currency);
    if (!parsed.ok) notes.add(path, "Enter an amount such as 4.50.");
    else if (parsed.value.amountMinor < 0n) notes.add(path, "A cost cannot be negative.");
    else if (most.ok && parsed.value.amountMinor > most.value.amountMinor)
      notes.add(path, `An amount above 1,000,000 ${currency} must be a mistake.`);
    else return parsed.value.amountMinor;
    return null;
  }
  const count = (path: "stock" | "leadTime" | "minimum", least: number, to: number) =>
    form[path].trim() === "" ? null : parseCount(notes, path, form[path], { least, most: to });
  const fields: OfferFields = {
    variantGid: form.variantGid,
    supplierSku: form.supplierSku.replaceAll("\0", "").trim() || null,
    costMinor: amount("cost"),
    stockUnits: count("stock", 0, MOST_UNITS),
    leadTimeDays: count("leadTime", 0, 365),
    minimumUnits: count("minimum", 1, MOST_UNITS) ?? 1,
    minimumAdvertisedMinor: amount("minimumAdvertised"),
  };
  return notes.isEmpty() ? accept(fields) : refuse(notes.all());
}
