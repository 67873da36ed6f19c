/** Loads who could ship an order's units, under the lock of the shop's stock, and plans them. Writes nothing. */
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { RoutableLine } from "./assess-routable.ts";
import type { OrderToRoute } from "./find-order-to-route.server.ts";
import type { RoutingReason } from "./hold-reasons.ts";
import { listFailures } from "./list-failures.server.ts";
import { loadSupply, lockStock, type LoadedSupply } from "./load-supply.server.ts";
import { loadVariants } from "./load-variants.server.ts";
import {
  excludeFailed,
  excludeUnmapped,
  listProducts,
  narrowForOrder,
  toRoutingOrder,
  type VariantFacts,
} from "./narrow-order.ts";
import type { RouteWish } from "./route-wish.ts";
import { readRule } from "./rules/describe-rule.ts";
import { planByRule, type PlannedByRule } from "./rules/plan-by-rule.ts";
import type { NarrowedRule } from "./rules/narrow-rule.ts";
import type { RuleVersion } from "./rules/rule-body.ts";

export type OrderPlan = {
  readonly byRule: PlannedByRule;
  readonly supply: LoadedSupply;
  readonly variants: ReadonlyMap<string, VariantFacts>;
  /** found beside the plan */
  readonly more: readonly RoutingReason[];
};

type Planning = {
  readonly wish: RouteWish;
  readonly order: OrderToRoute;
  readonly rule: RuleVersion;
  readonly lines: readonly RoutableLine[];
};

export async function planForOrder(
  { clock }: { readonly clock: Clock },
  tx: ShopTx,
  planning: Planning,
): Promise<OrderPlan> {
  const { wish, order } = planning;
  const { shopId, orderId } = wish;
  const failures = await listFailures(tx, shopId, orderId);
  const variants = await loadVariants(tx, shopId, order.lines);
  // From here on every other order of the shop waits: what is nobody else's was read before.
  await lockStock(tx, shopId);
  return planUnlocked(tx, planning, { now: clock.now(), failures, variants });
}

type Known = {
  readonly now: Date;
  readonly failures: Awaited<ReturnType<typeof listFailures>>;
  readonly variants: ReadonlyMap<string, VariantFacts>;
};

async function planUnlocked(
  tx: ShopTx,
  { wish, order, rule, lines }: Planning,
  { now, failures, variants }: Known,
): Promise<OrderPlan> {
  const { facts, shopId } = wish;
  const variantGids = [...new Set(order.lines.flatMap(({ variantGid }) => variantGid ?? []))];
  const country = facts.address?.countryCode ?? null;
  const supply = await loadSupply(tx, { shopId, variantGids, country, now });
  const offered = new Set(supply.offers.map(({ variantGid }) => variantGid));
  const sorted = sortLines(order, lines);
  const areAnyOurs =
    sorted.known.some(({ variantGid }) => offered.has(variantGid)) ||
    (await areVendorsKnown(tx, shopId, order));
  const routingOrder = toRoutingOrder({
    orderGid: order.gid,
    address: facts.address ?? { countryCode: null, provinceCode: null },
    lines: order.lines,
    routable: areAnyOurs ? lines : [],
    variants,
  });
  const products = listProducts(order.lines, variants);
  const orderValueMinor = order.lines.reduce((sum, { totalMinor }) => sum + totalMinor, 0n);
  const ruleFacts = {
    orderValueMinor,
    orderTags: facts.tags,
    customerTags: facts.customer?.tags ?? [],
    products,
  };
  const suppliers = new Map(supply.stored.map((one) => [one.supplierId.toString(), one.name]));
  const read = readRule(rule, { currency: order.currency, suppliers });
  const narrowed = narrowForOrder(routingOrder, read, supply, ruleFacts);
  const unmapped = excludeUnmapped(routingOrder, supply.stored, facts.shippingRate);
  const byRule = planByRule(
    { order: routingOrder, suppliers: supply.suppliers, offers: supply.offers },
    withExclusions(
      choose(
        withExclusions(narrowed, excludeFailed(routingOrder, failures)),
        routingOrder,
        supply,
        wish.person?.choices ?? [],
      ),
      unmapped,
    ),
  );
  const more: RoutingReason[] = areAnyOurs
    ? sorted.unknown.map((line) => ({ code: "unknown_variant", ...line }))
    : [{ code: supply.stored.length === 0 ? "no_suppliers" : "nobody_offers" }];
  return { byRule, supply, variants, more };
}

/** Lines whose product Shopify still knows, and the others. */
function sortLines(order: OrderToRoute, lines: readonly RoutableLine[]) {
  const known: { lineGid: string; variantGid: string }[] = [];
  const unknown: RoutableLine[] = [];
  for (const line of lines) {
    const variantGid = order.lines.find(({ gid }) => gid === line.lineGid)?.variantGid;
    if (variantGid) known.push({ lineGid: line.lineGid, variantGid });
    else unknown.push(line);
  }
  return { known, unknown };
}

/** Somebody has said that a vendor of the order is a supplier: then its products are to be ordered there. */
async function areVendorsKnown(tx: ShopTx, shopId: bigint, { lines }: OrderToRoute) {
  const vendors = lines.flatMap(({ vendor }) => vendor ?? []);
  return (await tx.supplierVendor.count({ where: { shopId, vendor: { in: vendors } } })) > 0;
}

const withExclusions = (
  { rule, preferences }: NarrowedRule,
  more: NarrowedRule["preferences"],
): NarrowedRule => ({
  rule: { ...rule, exclusions: [...rule.exclusions, ...more] },
  preferences,
});

/**
 * A person has chosen for some lines: nobody else is asked for these variants, and the rule's conditions and past failures do
 * not bind. Stock, regions, minimums, the margin floor and prices that may not be undercut do. Other lines go by the rule.
 */
function choose(
  { rule, preferences }: NarrowedRule,
  order: PlannedByRule["question"]["order"],
  supply: LoadedSupply,
  choices: NonNullable<RouteWish["person"]>["choices"],
): NarrowedRule {
  const chosen = new Map<string, bigint | null>();
  for (const { lineGid, supplierId } of choices) {
    const line = order.lines.find((one) => one.lineGid === lineGid);
    if (line) chosen.set(line.variantGid, supplierId);
  }
  const others = [...chosen].flatMap(([variantGid, wanted]) =>
    supply.suppliers
      .filter(({ supplierId }) => supplierId !== wanted)
      .map(({ supplierId }) => ({
        variantGid,
        supplierId,
        because: wanted === null ? "Somebody of your team lets it wait" : "Another one was chosen",
      })),
  );
  const isFree = ({ variantGid }: { readonly variantGid: string }) => !chosen.has(variantGid);
  return {
    rule: { ...rule, exclusions: [...rule.exclusions.filter(isFree), ...others] },
    preferences: preferences.filter(isFree),
  };
}
