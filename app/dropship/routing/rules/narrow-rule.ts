/**
 * Narrows a rule to one order: which suppliers its conditions bar from which variant, and whom they prefer. The planner
 * knows of exclusions alone; preferring is excluding the others as long as nothing has to wait for it. Pure.
 */
import { marginPercentOf } from "#app/dropship/planner/earned.ts";
import type { Offer, RoutingOrder, RoutingRule } from "#app/dropship/planner/routing-question.ts";
import type { ReadRule } from "./describe-rule.ts";
import { isWordTest, type RuleCondition, type RuleTest } from "./rule-body.ts";

/** What conditions may ask of an order beside what the planner knows. */
export type RuleFacts = {
  /** sum of the order's lines after discounts, in minor units of the shop's currency */
  readonly orderValueMinor: bigint;
  readonly orderTags: readonly string[];
  readonly customerTags: readonly string[];
  readonly products: ReadonlyMap<string, ProductFacts>;
};

/** By variant. */
export type ProductFacts = {
  readonly sku: string | null;
  readonly vendor: string | null;
  readonly productType: string | null;
  readonly tags: readonly string[];
};

export type NarrowedRule = {
  readonly rule: RoutingRule;
  /** Added to the rule's exclusions as long as no unit is held for them. */
  readonly preferences: RoutingRule["exclusions"];
};

type Narrowing = {
  readonly rule: ReadRule;
  readonly order: RoutingOrder;
  readonly supplierIds: readonly bigint[];
  readonly offers: readonly Offer[];
  readonly facts: RuleFacts;
};

export function narrowRule(asked: Narrowing): NarrowedRule {
  const { body, version, sentences } = asked.rule;
  const excludeBy = (isPreferring: boolean) =>
    body.conditions.flatMap((condition, index) =>
      (condition.action === "prefer") === isPreferring
        ? exclude(asked, condition, sentences[index] ?? "")
        : [],
    );
  return {
    rule: {
      version,
      exclusions: excludeBy(false),
      rank: body.rank,
      parcels: body.parcels,
      marginFloorRatio: body.marginFloorPercent / 100,
      maxLeadTimeDays: body.maxLeadTimeDays,
    },
    preferences: excludeBy(true),
  };
}

function exclude(
  asked: Narrowing,
  condition: RuleCondition,
  because: string,
): RoutingRule["exclusions"] {
  const { order, supplierIds, offers } = asked;
  const named = new Set(condition.supplierIds.map(BigInt));
  const orderTests = condition.tests.filter(({ fact }) => !OFFER_FACTS.has(fact));
  const offerTests = condition.tests.filter(({ fact }) => OFFER_FACTS.has(fact));
  const variants = [...new Set(order.lines.map(({ variantGid }) => variantGid))];
  return variants
    .filter((variantGid) => orderTests.every((test) => isTrueOfLine(asked, variantGid, test)))
    .flatMap((variantGid) => {
      const isTrueOf = (supplierId: bigint) => {
        const offer = offers.find(
          (one) => one.supplierId === supplierId && one.variantGid === variantGid,
        );
        return offerTests.every((test) => offer && isTrueOfOffer(order, offer, test));
      };
      const isNamed = (supplierId: bigint) => named.has(supplierId) || named.size === 0;
      // `only` and `prefer` name who stays; tests of an offer say of whom they stay.
      const isBarred = (supplierId: bigint) =>
        condition.action === "leave_out"
          ? isNamed(supplierId) && isTrueOf(supplierId)
          : !(named.has(supplierId) && isTrueOf(supplierId));
      return supplierIds
        .filter(isBarred)
        .map((supplierId) => ({ variantGid, supplierId, because }));
    });
}

const OFFER_FACTS: ReadonlySet<RuleTest["fact"]> = new Set([
  "stock",
  "lead_time",
  "cost",
  "margin",
]);

function isTrueOfLine({ order, facts }: Narrowing, variantGid: string, test: RuleTest): boolean {
  if (!isWordTest(test)) return compareNumber(test, Number(facts.orderValueMinor));
  const wanted = new Set(test.words.map(fold));
  const isAny = wordsOf(order, facts, variantGid, test.fact).some((word) => wanted.has(fold(word)));
  return test.op === "is" ? isAny : !isAny;
}

const fold = (text: string) => text.trim().toLowerCase();

function wordsOf(
  { destination }: RoutingOrder,
  facts: RuleFacts,
  variantGid: string,
  fact: Extract<RuleTest, { words: string[] }>["fact"],
): readonly string[] {
  const product = facts.products.get(variantGid);
  const one = (word: string | null | undefined) => (word ? [word] : []);
  switch (fact) {
    case "country":
      return [destination.countryCode];
    case "region":
      return destination.provinceCode
        ? [`${destination.countryCode}-${destination.provinceCode}`]
        : [];
    case "order_tag":
      return facts.orderTags;
    case "customer_tag":
      return facts.customerTags;
    case "sku":
      return one(product?.sku);
    case "product_tag":
      return product?.tags ?? [];
    case "product_type":
      return one(product?.productType);
    case "vendor":
      return one(product?.vendor);
  }
}

/** What is not known is neither at least nor below anything. */
function isTrueOfOffer(order: RoutingOrder, offer: Offer, test: RuleTest): boolean {
  if (isWordTest(test)) return false;
  const known = numberOf(order, offer, test.fact);
  return known !== null && compareNumber(test, known);
}

function numberOf(order: RoutingOrder, offer: Offer, fact: RuleTest["fact"]): number | null {
  const { stockUnits, leadTimeDays, unitCostMinor } = offer;
  if (fact === "stock") return stockUnits;
  if (fact === "lead_time") return leadTimeDays;
  if (unitCostMinor === null) return null;
  if (fact === "cost") return Number(unitCostMinor);
  // The line of the variant that earns least: a condition never lets through what one of its lines would not.
  const margins = order.lines
    .filter(({ variantGid }) => variantGid === offer.variantGid)
    .map((line) => marginPercentOf(line, unitCostMinor));
  return Math.min(...margins);
}

const compareNumber = (test: Exclude<RuleTest, { words: string[] }>, known: number): boolean =>
  test.op === "below" ? known < test.number : known >= test.number;
