/** Generated routing questions: small enough for an oracle, mean enough to meet every rule of the planner. */
import fc from "fast-check";
import type {
  Offer,
  RankCriterion,
  RoutingQuestion,
  RoutingSupplier,
} from "#app/dropship/planner/routing-question.ts";

const minor = (max: number) => fc.integer({ min: 0, max }).map(BigInt);

const supplier = (supplierId: bigint): fc.Arbitrary<RoutingSupplier> =>
  fc.record({
    supplierId: fc.constant(supplierId),
    isActive: fc.integer({ min: 0, max: 19 }).map((n) => n > 0),
    priority: fc.integer({ min: 1, max: 5 }),
    score: fc.option(fc.integer({ min: 0, max: 100 })),
    dropFeeMinor: minor(600),
    minimumOrderMinor: fc.oneof(
      { weight: 4, arbitrary: fc.constant(0n) },
      { weight: 1, arbitrary: minor(9_000) },
    ),
    tariffs: fc
      .constantFrom("*", "US", "US-CA", "CA")
      .chain((region) =>
        fc
          .tuple(minor(1_200), minor(400))
          .map(([parcelMinor, kilogramMinor]) => [{ region, parcelMinor, kilogramMinor }]),
      ),
    ordersLeft: fc.constantFrom(null, null, null, 3, 0),
  });

const offer = (supplierId: bigint, variantGid: string): fc.Arbitrary<Offer> =>
  fc.record({
    supplierId: fc.constant(supplierId),
    variantGid: fc.constant(variantGid),
    unitCostMinor: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 300, max: 2_500 }).map(BigInt) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    stockUnits: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 0, max: 9 }) },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    minimumUnits: fc.constantFrom(1, 1, 1, 1, 2, 3),
    leadTimeDays: fc.option(fc.integer({ min: 0, max: 20 })),
    minimumAdvertisedMinor: fc.constantFrom(null, null, null, 2_000n),
    risk: fc.option(
      fc.record({ unitCostMinor: minor(300), samples: fc.integer({ min: 0, max: 60 }) }),
    ),
  });

export type QuestionSize = {
  readonly maxLines: number;
  readonly maxSuppliers: number;
  readonly maxUnits: number;
  readonly rank?: readonly RankCriterion[];
};

export function routingQuestions({
  maxLines,
  maxSuppliers,
  maxUnits,
  rank,
}: QuestionSize): fc.Arbitrary<RoutingQuestion> {
  return fc
    .record({
      // Fewer variants than lines: some lines share one variant at different prices.
      variants: fc.array(fc.integer({ min: 0, max: maxLines }), {
        minLength: 1,
        maxLength: maxLines,
      }),
      supplierCount: fc.integer({ min: 1, max: maxSuppliers }),
      density: fc.integer({ min: 20, max: 100 }),
    })
    .chain(({ variants, supplierCount, density }) => {
      const ids = Array.from({ length: supplierCount }, (_, index) => BigInt(index + 1));
      const gids = [...new Set(variants)].map((n) => `gid://shopify/ProductVariant/${n}`);
      const pairs = ids.flatMap((id) => gids.map((gid) => [id, gid] as const));
      return fc.record({
        order: fc.record({
          orderGid: fc.constant("gid://shopify/Order/1"),
          destination: fc.constant({ countryCode: "US", provinceCode: "CA" }),
          lines: fc.tuple(
            ...variants.map((n, index) =>
              fc.record({
                lineGid: fc.constant(`gid://shopify/LineItem/${index + 1}`),
                variantGid: fc.constant(`gid://shopify/ProductVariant/${n}`),
                units: fc.integer({ min: 1, max: maxUnits }),
                unitPriceMinor: fc.integer({ min: 800, max: 4_000 }).map(BigInt),
                unitWeightGrams: fc.constant((n * 370) % 2_000),
              }),
            ),
          ),
        }),
        suppliers: fc.tuple(...ids.map(supplier)),
        offers: fc
          .tuple(
            ...pairs.map(([id, gid]) => fc.tuple(fc.integer({ min: 1, max: 100 }), offer(id, gid))),
          )
          .map((drawn) => drawn.flatMap(([die, one]) => (die <= density ? [one] : []))),
        rule: fc.record({
          version: fc.constant(1),
          exclusions: fc.constant([]),
          rank: rank
            ? fc.constant(rank)
            : fc.shuffledSubarray<RankCriterion>([
                "cost",
                "parcels",
                "lead_time",
                "priority",
                "score",
              ]),
          parcels: fc.constantFrom("any", "any", "any", "single_preferred", "single_required"),
          marginFloorRatio: fc.constantFrom(0, 0, 0.1, 0.3),
          maxLeadTimeDays: fc.constantFrom(null, null, null, 12),
        }),
      });
    });
}
