import fc from "fast-check";
import { expect, test } from "vitest";
import { planOrder } from "#app/dropship/planner/plan-order.ts";
import type { RoutingPlan } from "#app/dropship/planner/routing-plan.ts";
import type {
  Offer,
  RoutingLine,
  RoutingQuestion,
  RoutingSupplier,
} from "#app/dropship/planner/routing-question.ts";
import { planByTrying } from "#tests/support/plan-by-trying.ts";
import { routingQuestions } from "#tests/support/routing-questions.ts";

const RUNS = process.env["PROVE"] ? 10_000 : 400;

const sumUnits = (list: readonly { readonly units: number }[]) =>
  list.reduce((sum, { units }) => sum + units, 0);

const find = (question: RoutingQuestion, plan: RoutingPlan) =>
  plan.assignments.map((assignment) => {
    const line = question.order.lines.find(({ lineGid }) => lineGid === assignment.lineGid)!;
    const supplier = question.suppliers.find((one) => one.supplierId === assignment.supplierId)!;
    const offer = question.offers.find(
      (one) => one.supplierId === assignment.supplierId && one.variantGid === line.variantGid,
    )!;
    return { ...assignment, line, supplier, offer };
  });

test("assigns each unit once or holds it, and never breaks a rule of supplier, offer or shop", () => {
  fc.assert(
    fc.property(routingQuestions({ maxLines: 6, maxSuppliers: 8, maxUnits: 5 }), (question) => {
      const plan = planOrder(question);
      for (const { lineGid, units } of question.order.lines)
        expect(
          sumUnits([...plan.assignments, ...plan.held].filter((one) => one.lineGid === lineGid)),
        ).toBe(units);
      const assigned = find(question, plan);
      for (const { line, supplier, offer, units, unitCostMinor } of assigned) {
        expect(units).toBeGreaterThan(0);
        expect(unitCostMinor).toBe(offer.unitCostMinor);
        expect(supplier.isActive && supplier.ordersLeft !== 0).toBe(true);
        expect(supplier.tariffs.some(({ region }) => ["*", "US", "US-CA"].includes(region))).toBe(
          true,
        );
        const all = assigned.filter(
          (one) =>
            one.supplierId === supplier.supplierId && one.line.variantGid === line.variantGid,
        );
        expect(sumUnits(all)).toBeLessThanOrEqual(offer.stockUnits ?? 0);
        expect(sumUnits(all)).toBeGreaterThanOrEqual(offer.minimumUnits);
        const floor = Number(line.unitPriceMinor) * (1 - question.rule.marginFloorRatio);
        if (question.rule.marginFloorRatio > 0)
          expect(Number(unitCostMinor)).toBeLessThanOrEqual(floor + 1e-9);
        const goods = assigned
          .filter((one) => one.supplierId === supplier.supplierId)
          .reduce((sum, one) => sum + one.unitCostMinor * BigInt(one.units), 0n);
        expect(goods >= supplier.minimumOrderMinor).toBe(true);
      }
      const parcels = new Set(assigned.map((one) => one.supplierId)).size;
      expect(plan.parcels).toBe(parcels);
      if (question.rule.parcels === "single_required") expect(parcels).toBeLessThanOrEqual(1);
      const { goodsMinor, shippingMinor, dropFeesMinor, riskMinor, totalMinor } = plan.cost;
      expect(goodsMinor + shippingMinor + dropFeesMinor + riskMinor).toBe(totalMinor);
      expect(plan.considered).toHaveLength(question.order.lines.length * question.suppliers.length);
      expect(plan.isProvenBest).toBe(true);
    }),
    { numRuns: RUNS },
  );
});

test("gives the same plan whatever the order of lines, suppliers and offers", () => {
  const shuffled = routingQuestions({ maxLines: 5, maxSuppliers: 8, maxUnits: 4 }).chain(
    (question) =>
      fc.record({
        question: fc.constant(question),
        lines: fc.shuffledSubarray([...question.order.lines], {
          minLength: question.order.lines.length,
        }),
        suppliers: fc.shuffledSubarray([...question.suppliers], {
          minLength: question.suppliers.length,
        }),
        offers: fc.shuffledSubarray([...question.offers], { minLength: question.offers.length }),
      }),
  );
  fc.assert(
    fc.property(shuffled, ({ question, lines, suppliers, offers }) => {
      const other = { ...question, order: { ...question.order, lines }, suppliers, offers };
      expect(planOrder(other)).toEqual(planOrder(question));
    }),
    { numRuns: RUNS },
  );
});

test("costs what trying every assignment finds, lines of one variant at two prices included", () => {
  fc.assert(
    fc.property(
      routingQuestions({ maxLines: 3, maxSuppliers: 3, maxUnits: 2, rank: ["cost"] }),
      (question) => {
        const plan = planOrder(question);
        const best = planByTrying(question);
        expect({ held: sumUnits(plan.held), total: plan.cost.totalMinor }).toEqual(best);
      },
    ),
    { numRuns: RUNS },
  );
});

const LINE: RoutingLine = {
  lineGid: "gid://shopify/LineItem/1",
  variantGid: "gid://shopify/ProductVariant/1",
  units: 2,
  unitPriceMinor: 2_000n,
  unitWeightGrams: 500,
};
const supplier = (over: Partial<RoutingSupplier> = {}): RoutingSupplier => ({
  supplierId: 1n,
  isActive: true,
  priority: 1,
  score: null,
  dropFeeMinor: 100n,
  minimumOrderMinor: 0n,
  tariffs: [{ region: "*", parcelMinor: 400n, kilogramMinor: 0n }],
  ordersLeft: null,
  ...over,
});
const offer = (over: Partial<Offer> = {}): Offer => ({
  supplierId: 1n,
  variantGid: LINE.variantGid,
  unitCostMinor: 1_000n,
  stockUnits: 10,
  minimumUnits: 1,
  leadTimeDays: 3,
  minimumAdvertisedMinor: null,
  risk: null,
  ...over,
});
const ask = (
  over: Partial<Omit<RoutingQuestion, "rule">> & { rule?: Partial<RoutingQuestion["rule"]> } = {},
): RoutingQuestion => ({
  order: {
    orderGid: "gid://shopify/Order/1",
    destination: { countryCode: "US", provinceCode: "NY" },
    lines: [LINE],
  },
  suppliers: [supplier()],
  offers: [offer()],
  ...over,
  rule: {
    version: 3,
    exclusions: [],
    rank: ["cost"],
    parcels: "any",
    marginFloorRatio: 0,
    maxLeadTimeDays: null,
    ...over.rule,
  },
});

const droppedBy = (question: RoutingQuestion) => {
  const [first] = planOrder(question).considered;
  return first?.verdict.kind === "dropped" ? first.verdict.reason.code : first?.verdict.kind;
};

test.each([
  ["no_offer", ask({ offers: [] })],
  ["inactive", ask({ suppliers: [supplier({ isActive: false })] })],
  ["no_orders_left", ask({ suppliers: [supplier({ ordersLeft: 0 })] })],
  [
    "region_not_served",
    ask({
      suppliers: [supplier({ tariffs: [{ region: "CA", parcelMinor: 1n, kilogramMinor: 0n }] })],
    }),
  ],
  ["cost_unknown", ask({ offers: [offer({ unitCostMinor: null })] })],
  ["stock_unknown", ask({ offers: [offer({ stockUnits: null })] })],
  ["out_of_stock", ask({ offers: [offer({ stockUnits: 0 })] })],
  [
    "weight_unknown",
    ask({
      order: {
        orderGid: "gid://shopify/Order/1",
        destination: { countryCode: "US", provinceCode: "NY" },
        lines: [{ ...LINE, unitWeightGrams: null }],
      },
      suppliers: [supplier({ tariffs: [{ region: "US", parcelMinor: 1n, kilogramMinor: 9n }] })],
    }),
  ],
  ["below_minimum_quantity", ask({ offers: [offer({ minimumUnits: 3 })] })],
  ["below_minimum_order", ask({ suppliers: [supplier({ minimumOrderMinor: 2_001n })] })],
  ["below_margin_floor", ask({ rule: { marginFloorRatio: 0.51 } })],
  ["possible", ask({ rule: { marginFloorRatio: 0.5 } })],
  ["below_advertised_price", ask({ offers: [offer({ minimumAdvertisedMinor: 2_001n })] })],
  [
    "lead_time_unknown",
    ask({ offers: [offer({ leadTimeDays: null })], rule: { maxLeadTimeDays: 5 } }),
  ],
  ["lead_time_too_long", ask({ rule: { maxLeadTimeDays: 2 } })],
  [
    "excluded_by_rule",
    ask({
      rule: {
        exclusions: [{ variantGid: LINE.variantGid, supplierId: 1n, because: "tag fragile" }],
      },
    }),
  ],
])("drops a supplier with the reason %s", (code, question) => {
  expect(droppedBy(question)).toBe(code);
});

test("adds up goods, shipping by weight, fee and expected risk", () => {
  const question = ask({
    suppliers: [
      supplier({ tariffs: [{ region: "US-NY", parcelMinor: 400n, kilogramMinor: 301n }] }),
    ],
    offers: [offer({ risk: { unitCostMinor: 25n, samples: 20 } })],
  });
  expect(planOrder(question).cost).toEqual({
    goodsMinor: 2_000n,
    // 500 g at 301 a kilogram: 150.5, rounded up for each of two units.
    shippingMinor: 400n + 151n * 2n,
    dropFeesMinor: 100n,
    riskMinor: 50n,
    totalMinor: 2_000n + 702n + 100n + 50n,
  });
});

test("leaves an estimate from fewer than 20 shipments out", () => {
  const question = ask({ offers: [offer({ risk: { unitCostMinor: 25n, samples: 19 } })] });
  expect(planOrder(question).cost.riskMinor).toBe(0n);
});

test("holds what the stock does not cover, and says how much there is", () => {
  const { assignments, held } = planOrder(ask({ offers: [offer({ stockUnits: 1 })] }));
  expect(assignments.map(({ units }) => units)).toEqual([1]);
  expect(held).toEqual([
    { lineGid: LINE.lineGid, units: 1, reason: { code: "not_enough_stock", availableUnits: 1 } },
  ]);
});

test("holds everything when one parcel is required and nobody has all", () => {
  const question = ask({
    suppliers: [supplier(), supplier({ supplierId: 2n })],
    offers: [offer({ stockUnits: 1 }), offer({ supplierId: 2n, stockUnits: 1 })],
    rule: { parcels: "single_required" },
  });
  expect(planOrder(question)).toMatchObject({
    assignments: [],
    parcels: 0,
    held: [{ units: 2, reason: { code: "no_single_supplier" } }],
  });
});

test("prefers fewer parcels over a lower cost only when the rule ranks them first", () => {
  const question = (rank: readonly ("cost" | "parcels")[]) =>
    ask({
      suppliers: [
        supplier(),
        supplier({
          supplierId: 2n,
          dropFeeMinor: 0n,
          tariffs: [{ region: "*", parcelMinor: 0n, kilogramMinor: 0n }],
        }),
      ],
      offers: [
        offer({ unitCostMinor: 1_900n }),
        offer({ supplierId: 2n, stockUnits: 1, unitCostMinor: 100n }),
      ],
      rule: { rank },
    });
  expect(planOrder(question(["cost"])).parcels).toBe(2);
  expect(planOrder(question(["parcels", "cost"])).parcels).toBe(1);
});

test("holds an order whose sums cannot be compared exactly", () => {
  const question = ask({ offers: [offer({ unitCostMinor: 9_000_000_000_000_000n })] });
  expect(planOrder(question).held).toMatchObject([{ units: 2, reason: { code: "too_large" } }]);
});

test("judges the margin by what is earned without tax, and the advertised price as it is shown", () => {
  const earning = (earnedMinor: bigint) =>
    ask({
      order: {
        orderGid: "gid://shopify/Order/1",
        destination: { countryCode: "US", provinceCode: "NY" },
        lines: [{ ...LINE, earnedMinor }],
      },
      offers: [offer({ minimumAdvertisedMinor: 2_000n })],
      rule: { marginFloorRatio: 0.4 },
    });
  // 10.00 of cost against 16.67 a unit: 40.012 %, and 39.99 % when they earn one cent less together.
  expect(droppedBy(earning(3_334n))).toBe("possible");
  expect(droppedBy(earning(3_333n))).toBe("below_margin_floor");
});

test("no supplier gets a line that it is barred from, whichever of two prices bars it", () => {
  // The first earns more, for it bears less tax, and is shown at less than what may be advertised.
  const lines = [
    { ...LINE, unitPriceMinor: 1_900n, earnedMinor: 3_600n },
    { ...LINE, lineGid: "gid://shopify/LineItem/2", unitPriceMinor: 2_000n, earnedMinor: 3_200n },
  ];
  const order = { ...ask().order, lines };
  const barred = offer({ minimumAdvertisedMinor: 2_000n });
  expect(planOrder(ask({ order, offers: [barred] })).assignments).toEqual([]);
  const second = supplier({ supplierId: 2n });
  const both = { order, suppliers: [supplier(), second] };
  const offers = [barred, offer({ supplierId: 2n, unitCostMinor: 1_200n })];
  const plan = planOrder(ask({ ...both, offers }));
  expect(plan.assignments.map(({ supplierId, units }) => [supplierId, units])).toEqual([
    [2n, 2],
    [2n, 2],
  ]);
});
