/** The catalogue an order export implies, for merchants who bring no product file: one product a line name. Pure. */
import { toHandle, type ProductDraft } from "#sandbox/domain/catalogue.ts";
import type { ExportedLine, ExportedOrder } from "./exported-order.ts";

/** The latest order tells the price. Orders of other currencies count when a thing was sold in no order of the shop's. */
export function deriveProducts(orders: readonly ExportedOrder[], currency: string): ProductDraft[] {
  const latest = new Map<string, { line: ExportedLine; rank: string }>();
  for (const order of orders) {
    const rank = `${order.currency === currency ? 1 : 0} ${order.createdAt}`;
    for (const line of order.lines) {
      const key = `${line.name}\n${line.sku ?? ""}`;
      const known = latest.get(key);
      if (!known || known.rank <= rank) latest.set(key, { line, rank });
    }
  }
  const handles = new Map<string, number>();
  return [...latest.values()].map(({ line }) => ({
    title: line.name,
    handle: takeHandle(handles, line.name),
    ...(line.vendor ? { vendor: line.vendor } : {}),
    variants: [
      {
        sku: line.sku,
        priceMinor: line.unitPriceMinor,
        compareAtPriceMinor: line.compareAtMinor,
        taxable: line.taxable,
        requiresShipping: line.requiresShipping,
        tracked: false,
      },
    ],
  }));
}

/** A title that occurs again gets a number, as Shopify does it. */
function takeHandle(taken: Map<string, number>, title: string): string {
  const base = toHandle(title);
  const count = taken.get(base) ?? 0;
  taken.set(base, count + 1);
  return count === 0 ? base : `${base}-${count}`;
}
