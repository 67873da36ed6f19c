import { expect, test } from "vitest";
import type { Offer } from "#app/dropship/planner/routing-question.ts";
import {
  compareRules,
  describeCondition,
  describeRule,
  readRule,
} from "#app/dropship/routing/rules/describe-rule.ts";
import { narrowRule } from "#app/dropship/routing/rules/narrow-rule.ts";
import { planByRule } from "#app/dropship/routing/rules/plan-by-rule.ts";
import {
  findRuleRefusal,
  FIRST_RULE,
  ruleBodySchema,
  type RuleBody,
  type RuleCondition,
} from "#app/dropship/routing/rules/rule-body.ts";
import { parseRuleForm, toRuleForm } from "#app/dropship/routing/rules/rule-form.ts";

const names = {
  currency: "USD",
  suppliers: new Map([
    ["1", "Alpha"],
    ["2", "Beta"],
    ["3", "Gamma"],
  ]),
};
const VARIANT = "gid://shopify/ProductVariant/1";

const offer = (supplierId: bigint, change: Partial<Offer> = {}): Offer => ({
  supplierId,
  variantGid: VARIANT,
  unitCostMinor: 1_000n,
  stockUnits: 5,
  minimumUnits: 1,
  leadTimeDays: 2,
  minimumAdvertisedMinor: null,
  risk: null,
  ...change,
});
const order = {
  orderGid: "gid://shopify/Order/1",
  destination: { countryCode: "US", provinceCode: "CA" },
  lines: [
    {
      lineGid: "gid://shopify/LineItem/1",
      variantGid: VARIANT,
      units: 2,
      unitPriceMinor: 2_000n,
      unitWeightGrams: null,
    },
  ],
};
const facts = {
  orderValueMinor: 4_000n,
  orderTags: ["VIP"],
  customerTags: ["wholesale"],
  products: new Map([
    [VARIANT, { sku: "MUG-1", vendor: "Oak", productType: "Mug", tags: ["fragile"] }],
  ]),
};
const suppliers = [1n, 2n, 3n].map((supplierId) => ({
  supplierId,
  isActive: true,
  priority: 1,
  score: null,
  dropFeeMinor: 0n,
  minimumOrderMinor: 0n,
  tariffs: [{ region: "*", parcelMinor: 500n, kilogramMinor: 0n }],
  ordersLeft: null,
}));

type Tests = RuleCondition["tests"];
const condition = (
  tests: Tests,
  action: RuleCondition["action"] = "leave_out",
  supplierIds: string[] = ["1"],
): RuleCondition => ({ tests, action, supplierIds });

const narrow = (conditions: RuleCondition[], offers = [offer(1n), offer(2n), offer(3n)]) =>
  narrowRule({
    rule: readRule({ version: 1, body: { ...FIRST_RULE, conditions } }, names),
    order,
    supplierIds: [1n, 2n, 3n],
    offers,
    facts,
  });
const barred = (conditions: RuleCondition[], offers?: Offer[]) =>
  narrow(conditions, offers).rule.exclusions.map(({ supplierId }) => supplierId);

test.each<[string, Tests, boolean]>([
  ["the country", [{ fact: "country", op: "is", words: ["ca", "us"] }], true],
  ["another country", [{ fact: "country", op: "is", words: ["DE"] }], false],
  ["not a country", [{ fact: "country", op: "is_not", words: ["DE"] }], true],
  ["the region", [{ fact: "region", op: "is", words: ["us-ca"] }], true],
  ["a value just reached", [{ fact: "order_value", op: "at_least", number: 4_000 }], true],
  ["a value just missed", [{ fact: "order_value", op: "at_least", number: 4_001 }], false],
  ["a value not below itself", [{ fact: "order_value", op: "below", number: 4_000 }], false],
  ["an order tag without case", [{ fact: "order_tag", op: "is", words: ["vip"] }], true],
  ["a customer tag", [{ fact: "customer_tag", op: "is", words: ["wholesale"] }], true],
  ["a SKU", [{ fact: "sku", op: "is", words: ["mug-1"] }], true],
  ["a product tag", [{ fact: "product_tag", op: "is", words: ["fragile"] }], true],
  ["a product type", [{ fact: "product_type", op: "is", words: ["mug"] }], true],
  ["a vendor", [{ fact: "vendor", op: "is_not", words: ["Oak"] }], false],
  ["stock below", [{ fact: "stock", op: "below", number: 6 }], true],
  ["stock not below", [{ fact: "stock", op: "below", number: 5 }], false],
  ["a lead time", [{ fact: "lead_time", op: "at_least", number: 2 }], true],
  ["a cost", [{ fact: "cost", op: "at_least", number: 1_001 }], false],
  ["a margin of half", [{ fact: "margin", op: "below", number: 51 }], true],
  ["a margin not below half", [{ fact: "margin", op: "below", number: 50 }], false],
  [
    "all tests together",
    [
      { fact: "country", op: "is", words: ["US"] },
      { fact: "stock", op: "below", number: 5 },
    ],
    false,
  ],
])("leaves a supplier out by %s", (_what, tests, isBarred) => {
  expect(barred([condition(tests)])).toEqual(isBarred ? [1n] : []);
});

test("does not take what is unknown for little", () => {
  const unknown = [offer(1n, { stockUnits: null, leadTimeDays: null, unitCostMinor: null })];
  for (const fact of ["stock", "lead_time", "cost", "margin"] as const)
    expect(barred([condition([{ fact, op: "below", number: 100 }])], unknown)).toEqual([]);
});

test("uses only the suppliers that are named", () => {
  expect(barred([condition([], "only", ["2"])])).toEqual([1n, 3n]);
});

test("leaves out whoever the tests are true of when none is named", () => {
  const offers = [offer(1n, { stockUnits: 1 }), offer(2n), offer(3n, { stockUnits: 2 })];
  expect(
    barred([condition([{ fact: "stock", op: "below", number: 3 }], "leave_out", [])], offers),
  ).toEqual([1n, 3n]);
});

test("prefers a supplier as long as nothing has to wait for it", () => {
  const prefer = [condition([], "prefer", ["3"])];
  const plan = (stockUnits: number) => {
    const offers = [offer(1n), offer(2n), offer(3n, { unitCostMinor: 1_500n, stockUnits })];
    return planByRule({ order, suppliers, offers }, narrow(prefer, offers)).plan;
  };
  expect(plan(2).assignments.map(({ supplierId }) => supplierId)).toEqual([3n]);
  expect(plan(1).held).toEqual([]);
  expect(plan(0).assignments.map(({ supplierId }) => supplierId)).toEqual([1n]);
});

const BODY: RuleBody = {
  format: 1,
  conditions: [
    condition([{ fact: "country", op: "is", words: ["US", "CA"] }], "only", ["1", "2"]),
    condition([{ fact: "order_value", op: "at_least", number: 10_000 }], "prefer", ["3"]),
    condition([{ fact: "stock", op: "below", number: 3 }], "leave_out", []),
  ],
  rank: ["priority", "cost"],
  parcels: "single_preferred",
  marginFloorPercent: 20,
  maxLeadTimeDays: 1,
  routesOnAuthorisation: true,
};

test("reads a rule in plain words", () => {
  expect(describeRule(BODY, names)).toEqual([
    "When it goes to US or CA: use only Alpha and Beta.",
    "When the order is worth at least $100.00: use Gamma first, others only for what would have to wait.",
    "When the supplier has fewer than 3 in stock: leave out suppliers of which this is true.",
    "Never ship where less than 20 % of the price is left after the goods' cost.",
    "Never use a supplier that needs more than 1 working day until it ships.",
    "One parcel where one supplier can send everything, several where none can.",
    "Choose by your order of suppliers; between equals by the lowest cost (goods, shipping, fees and expected trouble).",
    "Order as soon as the payment is authorised.",
    "What nobody may ship waits for a person.",
  ]);
  expect(describeCondition(condition([], "only", ["9"]), names)).toBe(
    "Always use only supplier 9.",
  );
});

test("tells two versions apart sentence by sentence", () => {
  const changes = compareRules(BODY, { ...BODY, marginFloorPercent: 0 }, names);
  expect(changes).toEqual({
    gone: ["Never ship where less than 20 % of the price is left after the goods' cost."],
    added: [],
    isReordered: false,
  });
  const turned = { ...BODY, conditions: [...BODY.conditions].reverse() };
  expect(compareRules(BODY, turned, names).isReordered).toBe(true);
});

test("types a rule as it was stored, and back", () => {
  expect(parseRuleForm(toRuleForm(BODY, "USD"), "USD")).toEqual({ ok: true, value: BODY });
  expect(ruleBodySchema.parse(FIRST_RULE)).toEqual(FIRST_RULE);
});

test.each([
  ["", "value_wrong"],
  [" , ", "value_wrong"],
])("refuses a condition without words: %j", (value, code) => {
  const form = toRuleForm(BODY, "USD");
  const tests = [{ fact: "country" as const, op: "is", value }];
  const refused = parseRuleForm(
    { ...form, conditions: [{ tests, action: "only", supplierIds: ["1"] }] },
    "USD",
  );
  expect(refused).toMatchObject({ ok: false, refusal: { code } });
});

test("refuses a rule that names nobody, a way to rank twice, and a country in words", () => {
  const codes = [
    { ...BODY, conditions: [condition([], "only", [])] },
    { ...BODY, rank: ["cost" as const, "cost" as const] },
    { ...BODY, conditions: [condition([{ fact: "country", op: "is", words: ["Germany"] }])] },
  ].map((body) => findRuleRefusal(body)?.code);
  expect(codes).toEqual(["condition_without_supplier", "rank_twice", "country_unknown"]);
  expect(findRuleRefusal(BODY)).toBeNull();
});

test("a margin is what is left of the earnings without tax, exact at its boundary", () => {
  const earning = (earnedMinor: bigint) => ({
    ...order,
    lines: order.lines.map((line) => ({ ...line, earnedMinor })),
  });
  const condition: RuleCondition = {
    tests: [{ fact: "margin", op: "below", number: 29 }],
    action: "leave_out",
    supplierIds: [],
  };
  const barred = (earnedMinor: bigint, unitCostMinor: bigint) =>
    narrowRule({
      rule: readRule({ version: 1, body: { ...FIRST_RULE, conditions: [condition] } }, names),
      order: earning(earnedMinor),
      supplierIds: [1n],
      offers: [offer(1n, { unitCostMinor })],
      facts,
    }).rule.exclusions.length;
  expect([barred(200n, 71n), barred(200n, 72n), barred(0n, 1n)]).toEqual([0, 1, 1]);
});
