/**
 * A routing rule as it is stored: conditions that narrow who may ship, and how those who are left are ranked. Versions are
 * never changed, so every field that is added later needs a default here. Pure.
 */
import { z } from "zod";

/** Facts of the order or its products; compared as words, without case. */
export const WORD_FACTS = [
  "country",
  "region",
  "order_tag",
  "customer_tag",
  "sku",
  "product_tag",
  "product_type",
  "vendor",
] as const;

/** Facts that are numbers. The last four are a supplier's, the first is the order's. */
export const NUMBER_FACTS = ["order_value", "stock", "lead_time", "cost", "margin"] as const;

export const ACTIONS = ["leave_out", "only", "prefer"] as const;
export const RANKS = ["cost", "parcels", "lead_time", "priority", "score"] as const;
export const PARCELS = ["any", "single_preferred", "single_required"] as const;

export type WordFact = (typeof WORD_FACTS)[number];
export type NumberFact = (typeof NUMBER_FACTS)[number];
export type Action = (typeof ACTIONS)[number];
export type Rank = (typeof RANKS)[number];

// More would be a program, not a rule.
const MOST_CONDITIONS = 50;
const MOST_TESTS = 10;
const MOST_WORDS = 200;
const MOST_SUPPLIERS = 200;
const MOST_NUMBER = 1_000_000_000_000;

const testSchema = z.discriminatedUnion("fact", [
  z.object({
    fact: z.enum(WORD_FACTS),
    op: z.enum(["is", "is_not"]),
    /** one of them is enough */
    words: z.array(z.string().trim().min(1).max(120)).min(1).max(MOST_WORDS),
  }),
  z.object({
    fact: z.enum(NUMBER_FACTS),
    op: z.enum(["at_least", "below"]),
    /** money: minor units of the shop's currency; `margin`: per cent of the price; `lead_time`: working days */
    number: z.number().int().min(-MOST_NUMBER).max(MOST_NUMBER),
  }),
]);

const conditionSchema = z.object({
  /** all of them must hold; none: always */
  tests: z.array(testSchema).max(MOST_TESTS),
  action: z.enum(ACTIONS),
  /** our ids as digits; empty with `leave_out`: every supplier that the tests are true of */
  supplierIds: z.array(z.string().regex(/^\d{1,18}$/)).max(MOST_SUPPLIERS),
});

export const ruleBodySchema = z.object({
  format: z.literal(1),
  conditions: z.array(conditionSchema).max(MOST_CONDITIONS),
  /** compared in this order; cost decides last where it is not named */
  rank: z.array(z.enum(RANKS)).min(1).max(RANKS.length),
  parcels: z.enum(PARCELS),
  /** part of the price that must be left after the goods' cost */
  marginFloorPercent: z.number().int().min(0).max(95),
  maxLeadTimeDays: z.number().int().min(0).max(365).nullable(),
  /** Orders whose payment is only authorised are routed too. */
  routesOnAuthorisation: z.boolean(),
});

export type RuleTest = Readonly<z.output<typeof testSchema>>;
export type RuleCondition = Readonly<z.output<typeof conditionSchema>>;
export type RuleBody = Readonly<z.output<typeof ruleBodySchema>>;

/** Version 0: what holds until a rule is published. Cheapest supplier that can ship it. */
export const FIRST_RULE: RuleBody = {
  format: 1,
  conditions: [],
  rank: ["cost"],
  parcels: "any",
  marginFloorPercent: 0,
  maxLeadTimeDays: null,
  routesOnAuthorisation: false,
};

export type RuleVersion = {
  readonly version: number;
  readonly body: RuleBody;
  readonly publishedAt: Date | null;
  /** staff id; null: the product's own */
  readonly publishedBy: string | null;
};

export const VERSION_0: RuleVersion = {
  version: 0,
  body: FIRST_RULE,
  publishedAt: null,
  publishedBy: null,
};

export const isWordTest = (test: RuleTest): test is Extract<RuleTest, { words: string[] }> =>
  "words" in test;

/** What makes a rule no rule although its shape is right. */
export type RuleRefusal = { readonly code: string; readonly sentence: string };

export function findRuleRefusal({ conditions, rank }: RuleBody): RuleRefusal | null {
  if (new Set(rank).size !== rank.length)
    return { code: "rank_twice", sentence: "Each way of ranking can stand in the list once." };
  const position = conditions.findIndex(
    ({ action, supplierIds, tests }) =>
      supplierIds.length === 0 && (action !== "leave_out" || tests.length === 0),
  );
  if (position >= 0)
    return {
      code: "condition_without_supplier",
      sentence: `Condition ${position + 1} names no supplier. Choose at least one.`,
    };
  const foreign = conditions.findIndex(({ tests }) =>
    tests.some(
      (test) =>
        test.fact === "country" &&
        isWordTest(test) &&
        !test.words.every((w) => /^[a-z]{2}$/i.test(w)),
    ),
  );
  if (foreign >= 0)
    return {
      code: "country_unknown",
      sentence: `Condition ${foreign + 1}: write countries as two letters, for example US or DE.`,
    };
  return null;
}
