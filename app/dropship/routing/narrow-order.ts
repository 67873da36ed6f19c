/** Asks the planner about the units of one order that may be routed: facts of the order, of its products, and the rule. Pure. */
import type { RoutingLine, RoutingOrder } from "#app/dropship/planner/routing-question.ts";
import type { RoutingAddress } from "#app/shopify/mappers/routing-facts.ts";
import { findService, type Supplier } from "#app/dropship/suppliers/supplier.ts";
import { earnedByUnits } from "./add-earnings.ts";
import type { RoutableLine } from "./assess-routable.ts";
import type { Supply } from "./build-supply.ts";
import {
  narrowRule,
  type NarrowedRule,
  type ProductFacts,
  type RuleFacts,
} from "./rules/narrow-rule.ts";
import type { ReadRule } from "./rules/describe-rule.ts";

export type VariantFacts = ProductFacts & {
  readonly weightGrams: number | null;
  readonly imageUrl: string | null;
  readonly hsCode: string | null;
  readonly originCountry: string | null;
};

export type PricedLine = {
  readonly gid: string;
  readonly variantGid: string | null;
  readonly quantity: number;
  /** of all its units, after discounts, as the shop shows prices */
  readonly totalMinor: bigint;
  /** the same without tax */
  readonly earnedMinor: bigint;
  readonly sku: string | null;
  readonly vendor: string | null;
};

type OrderQuestion = {
  readonly orderGid: string;
  readonly address: Pick<RoutingAddress, "countryCode" | "provinceCode">;
  readonly lines: readonly PricedLine[];
  readonly routable: readonly RoutableLine[];
  readonly variants: ReadonlyMap<string, VariantFacts>;
};

export function toRoutingOrder({
  orderGid,
  address,
  lines,
  routable,
  variants,
}: OrderQuestion): RoutingOrder {
  return {
    orderGid,
    destination: {
      countryCode: address.countryCode ?? "",
      provinceCode: address.provinceCode,
    },
    lines: routable.flatMap(({ lineGid, units }): RoutingLine[] => {
      const line = lines.find(({ gid }) => gid === lineGid);
      if (!line?.variantGid) return [];
      return [
        {
          lineGid,
          variantGid: line.variantGid,
          units,
          unitPriceMinor: line.quantity > 0 ? line.totalMinor / BigInt(line.quantity) : 0n,
          earnedMinor: earnedByUnits(line, units),
          unitWeightGrams: variants.get(line.variantGid)?.weightGrams ?? null,
        },
      ];
    }),
  };
}

/** By variant; what the catalogue does not know, the order's own line does. */
export function listProducts(
  lines: readonly PricedLine[],
  variants: ReadonlyMap<string, VariantFacts>,
): Map<string, ProductFacts> {
  return new Map(
    lines.flatMap(({ variantGid, sku, vendor }) => {
      if (!variantGid) return [];
      const known = variants.get(variantGid);
      const product = known ?? { sku, vendor, productType: null, tags: [] };
      return [[variantGid, product] as const];
    }),
  );
}

/** A supplier that names its services is left out where the shopper's rate means none of them. */
export function excludeUnmapped(
  order: RoutingOrder,
  suppliers: readonly Supplier[],
  rate: string | null,
): NarrowedRule["preferences"] {
  const unmapped = suppliers.filter(
    ({ services }) => services.length > 0 && findService(services, rate) === null,
  );
  const because =
    rate === null
      ? "The order has no shipping rate, and the supplier none for any"
      : `None of its services is set for “${rate}”`;
  return excludeAll(order, unmapped, because);
}

/** Suppliers that had a line and gave it back, or were too late with it, are not asked again. */
export function excludeFailed(
  order: RoutingOrder,
  failures: readonly {
    readonly lineGid: string;
    readonly supplierId: bigint;
    readonly why: string;
  }[],
): NarrowedRule["preferences"] {
  return failures.flatMap(({ lineGid, supplierId, why }) => {
    const line = order.lines.find((one) => one.lineGid === lineGid);
    return line ? [{ variantGid: line.variantGid, supplierId, because: why }] : [];
  });
}

const excludeAll = (order: RoutingOrder, suppliers: readonly Supplier[], because: string) =>
  suppliers.flatMap(({ supplierId }) =>
    [...new Set(order.lines.map(({ variantGid }) => variantGid))].map((variantGid) => ({
      variantGid,
      supplierId,
      because,
    })),
  );

export const narrowForOrder = (
  order: RoutingOrder,
  rule: ReadRule,
  supply: Supply,
  facts: RuleFacts,
): NarrowedRule =>
  narrowRule({
    rule,
    order,
    supplierIds: supply.suppliers.map(({ supplierId }) => supplierId),
    offers: supply.offers,
    facts,
  });
