/**
 * Explains the totals of an exported order by its lines: discounts, shipping, tax, and what remains. Pure, in minor
 * units of the order's currency. The file's Total is the truth; the parts are made to add up to it.
 */
import { allocate } from "#sandbox/domain/money.ts";
import type { ExportedOrder } from "./exported-order.ts";

export type PricedOrder = {
  taxesIncluded: boolean;
  /** Discount of each line by itself, by index. */
  ownDiscounts: number[];
  /** Taken off all lines together. */
  orderDiscountMinor: number;
  shippingMinor: number;
  shippingDiscountMinor: number;
  /** Tax lines of each line item, by index; empty lists when the tax belongs to no line. */
  lineTaxes: { title: string; ratePpm: number; amountMinor: number }[][];
  /** Tax that no line carries. */
  orderTaxes: { title: string; ratePpm: number; amountMinor: number }[];
  /** Duties, tips, rounding: whatever Total holds beyond the rest. */
  extraMinor: number;
  totalMinor: number;
  /** Null, or why the file's totals do not follow from its lines. */
  doubt: string | null;
};

export function priceExportedOrder(order: ExportedOrder): PricedOrder {
  const gross = order.lines.map(({ quantity, unitPriceMinor }) => quantity * unitPriceMinor);
  const goods = sum(gross);
  const stated = order.isIncomplete ? null : order.subtotalMinor;
  const own = order.lines.map(({ discountMinor }, index) =>
    Math.min(discountMinor, gross[index] ?? 0),
  );
  const discounts = splitDiscounts(order, goods, stated, own);
  const subtotal = goods - sum(discounts.own) - discounts.across;
  const taxes = order.taxesMinor;
  const beside = subtotal + order.shippingMinor;
  const total = order.isIncomplete || order.totalMinor === null ? beside + taxes : order.totalMinor;
  const taxesIncluded = taxes > 0 && Math.abs(total - beside) < Math.abs(total - beside - taxes);
  const rest = total - beside - (taxesIncluded ? 0 : taxes);
  const shippingDiscountMinor = Math.min(order.shippingMinor, Math.max(0, -rest));
  const shortfall = Math.max(0, -rest - shippingDiscountMinor);
  const orderDiscountMinor = discounts.across + Math.min(shortfall, subtotal);
  const nets = allocateNets(gross, discounts.own, orderDiscountMinor);
  return {
    taxesIncluded,
    ownDiscounts: discounts.own,
    orderDiscountMinor,
    shippingMinor: order.shippingMinor,
    shippingDiscountMinor,
    ...spreadTaxes(order, nets),
    extraMinor: Math.max(0, rest),
    totalMinor: total,
    doubt: doubtOf(order, { stated, goods, subtotal, shortfall }),
  };
}

/** Subtotal tells what all line discounts came to; the lines tell which of it was their own. */
function splitDiscounts(order: ExportedOrder, goods: number, stated: number | null, own: number[]) {
  const ownTotal = sum(own);
  if (stated === null) {
    const across = order.discountMinor - ownTotal;
    return { own, across: Math.min(Math.max(0, across), goods - ownTotal) };
  }
  const all = Math.max(0, goods - stated);
  if (ownTotal <= all) return { own, across: all - ownTotal };
  return { own: own.map(() => 0), across: all };
}

function allocateNets(gross: readonly number[], own: readonly number[], across: number): number[] {
  const bases = gross.map((minor, index) => minor - (own[index] ?? 0));
  const parts = allocate(Math.min(across, sum(bases)), bases);
  return bases.map((base, index) => base - (parts[index] ?? 0));
}

/** By value over the taxed lines; on the order where no line is taxed or worth anything. */
function spreadTaxes(
  order: ExportedOrder,
  nets: readonly number[],
): Pick<PricedOrder, "lineTaxes" | "orderTaxes"> {
  const taxes = namedTaxes(order);
  const weights = nets.map((net, index) => (order.lines[index]?.taxable ? net : 0));
  if (sum(weights) === 0) return { lineTaxes: order.lines.map(() => []), orderTaxes: taxes };
  const shares = taxes.map(({ amountMinor }) => allocate(amountMinor, weights));
  return {
    orderTaxes: [],
    lineTaxes: order.lines.map((_, line) =>
      taxes.flatMap((tax, index) => {
        const amountMinor = shares[index]?.[line] ?? 0;
        return amountMinor === 0 ? [] : [{ ...tax, amountMinor }];
      }),
    ),
  };
}

/** The tax columns when they add up to Taxes, else one line for all of it. */
function namedTaxes({ taxLines, taxesMinor }: ExportedOrder): PricedOrder["orderTaxes"] {
  if (taxesMinor === 0) return [];
  const named = sum(taxLines.map(({ amountMinor }) => amountMinor));
  return named === taxesMinor ? taxLines : [{ title: "Tax", ratePpm: 0, amountMinor: taxesMinor }];
}

function doubtOf(
  order: ExportedOrder,
  {
    stated,
    goods,
    subtotal,
    shortfall,
  }: { stated: number | null; goods: number; subtotal: number; shortfall: number },
): string | null {
  if (stated !== null && stated > goods)
    return "Subtotal is more than the lines come to; the difference is kept apart.";
  if (shortfall > subtotal)
    return `Total is less than zero for ${order.name}; it is taken as zero.`;
  return shortfall > 0
    ? "Total is less than its parts; the difference is taken as a discount."
    : null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
