/** What a program may send to POST /api/offers, and how each row of it is judged. Pure. */
import { z } from "zod";
import { currencyExponent } from "#app/platform/money.ts";
import { toMinor } from "#app/dropship/suppliers/feeds/read-row.ts";

const sku = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^\0]*$/);
// Text as written, or a JSON number, which is read by its own shortest digits.
const amount = z.union([
  z.string().regex(/^\d{1,9}(\.\d{1,10})?$/),
  z.number().nonnegative().max(1_000_000),
]);

export const offersRequestSchema = z.object({
  /** the supplier's name, or its id as it stands in the address of its page */
  supplier: z.string().trim().min(1).max(120),
  offers: z.array(z.record(z.string(), z.unknown())).min(1).max(1_000),
});

export const offerRowSchema = z
  .object({
    sku: sku.optional(),
    supplierSku: sku.nullable().optional(),
    cost: amount.nullable().optional(),
    stock: z.number().int().min(0).max(10_000_000).nullable().optional(),
    leadTimeDays: z.number().int().min(0).max(365).nullable().optional(),
    minimum: z.number().int().min(1).max(10_000_000).optional(),
    minimumAdvertised: amount.nullable().optional(),
  })
  .strict()
  .refine((row) => row.sku !== undefined || row.supplierSku, {
    message: "needs sku or supplierSku",
  });

export type OfferRow = z.output<typeof offerRowSchema>;

const MOST_MAJOR = 1_000_000n;

/** Minor units; undefined = above what a unit may cost. */
export function amountOf(
  value: string | number | null,
  currency: string,
): bigint | null | undefined {
  if (value === null) return null;
  const exponent = currencyExponent(currency);
  const plain = typeof value === "string" ? value : value.toFixed(6);
  const minor = toMinor(plain, exponent);
  return minor > MOST_MAJOR * 10n ** BigInt(exponent) ? undefined : minor;
}
