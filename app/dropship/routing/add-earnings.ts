/**
 * What the lines of an order earn: their sums after discounts, without the tax that prices contain in some shops. Pure.
 * Shopify tells the tax of each line; a webhook need not. Where it is not known, the order's sums tell whether prices contain
 * tax, and the order's tax is split over lines and shipping in proportion: exact where one rate holds for all of them.
 */
import { splitMinor } from "#app/platform/money.ts";

export type OrderSums = {
  /** null = not told */
  readonly taxesIncluded: boolean | null;
  /** as ordered */
  readonly totalMinor: bigint;
  readonly shippingMinor: bigint;
  /** after edits and refunds */
  readonly currentTotalMinor: bigint;
  readonly taxMinor: bigint;
};

export type TaxedLine = {
  /** of all its units as ordered, after discounts */
  readonly totalMinor: bigint;
  /** null = not told */
  readonly taxMinor: bigint | null;
};

/** `lines`: all of the order's. `earnedMinor` is of all units of a line as ordered. */
export function addEarnings<Line extends TaxedLine>(
  sums: OrderSums,
  lines: readonly Line[],
): (Line & { readonly earnedMinor: bigint })[] {
  const linesMinor = lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0n);
  if (!(sums.taxesIncluded ?? seemIncluded(sums, linesMinor)))
    return lines.map((line) => ({ ...line, earnedMinor: line.totalMinor }));
  const besides = sums.totalMinor > linesMinor ? sums.totalMinor - linesMinor : 0n;
  const shares = splitMinor(taxAsOrdered(sums), [
    ...lines.map(({ totalMinor }) => (totalMinor > 0n ? totalMinor : 0n)),
    besides,
  ]);
  return lines.map((line, index) => ({
    ...line,
    earnedMinor: line.totalMinor - (line.taxMinor ?? shares[index] ?? 0n),
  }));
}

/** Nothing was added to the prices but shipping, which may have been free, and yet there is tax. */
const seemIncluded = (
  { totalMinor, shippingMinor, taxMinor }: OrderSums,
  linesMinor: bigint,
): boolean =>
  taxMinor > 0n && (totalMinor === linesMinor || totalMinor === linesMinor + shippingMinor);

/** Shopify tells the tax that is left after edits and refunds. */
const taxAsOrdered = ({ totalMinor, currentTotalMinor, taxMinor }: OrderSums): bigint =>
  currentTotalMinor > 0n ? (taxMinor * totalMinor) / currentTotalMinor : taxMinor;

/** What some of a line's units earn, to the minor unit: the line's earnings in proportion. */
export function earnedByUnits(
  { earnedMinor, quantity }: { readonly earnedMinor: bigint; readonly quantity: number },
  units: number,
): bigint {
  const others = Math.max(0, quantity - units);
  return splitMinor(earnedMinor, [BigInt(units), BigInt(others)])[0] ?? 0n;
}
