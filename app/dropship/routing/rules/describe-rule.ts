/** A routing rule as people read it: one sentence a line, in the order in which it is applied. Pure. */
import { formatMoney } from "#app/platform/money.ts";
import {
  isWordTest,
  type Rank,
  type RuleBody,
  type RuleCondition,
  type RuleTest,
} from "./rule-body.ts";

export type RuleNames = {
  readonly currency: string;
  /** by our id as digits */
  readonly suppliers: ReadonlyMap<string, string>;
};

export function describeRule(body: RuleBody, names: RuleNames): string[] {
  return [
    ...body.conditions.map((condition) => describeCondition(condition, names)),
    ...(body.marginFloorPercent > 0
      ? [
          `Never ship where less than ${body.marginFloorPercent} % of the price is left after the goods' cost.`,
        ]
      : []),
    ...(body.maxLeadTimeDays === null
      ? []
      : [
          `Never use a supplier that needs more than ${countDays(body.maxLeadTimeDays)} until it ships.`,
        ]),
    PARCEL_WORDS[body.parcels],
    describeRank(body.rank),
    body.routesOnAuthorisation
      ? "Order as soon as the payment is authorised."
      : "Order once the payment has been captured in full.",
    "What nobody may ship waits for a person.",
  ];
}

const PARCEL_WORDS: Readonly<Record<RuleBody["parcels"], string>> = {
  any: "An order may come in several parcels.",
  single_preferred: "One parcel where one supplier can send everything, several where none can.",
  single_required: "One parcel only: what no single supplier can send whole waits for a person.",
};

const RANK_WORDS: Readonly<Record<Rank, string>> = {
  cost: "the lowest cost (goods, shipping, fees and expected trouble)",
  parcels: "the fewest parcels",
  lead_time: "the shortest lead time",
  priority: "your order of suppliers",
  score: "the best score",
};

export const RANK_LABELS: Readonly<Record<Rank, string>> = {
  cost: "Lowest cost",
  parcels: "Fewest parcels",
  lead_time: "Shortest lead time",
  priority: "Your order of suppliers",
  score: "Best score",
};

function describeRank(rank: readonly Rank[]): string {
  const all = rank.includes("cost") ? rank : [...rank, "cost" as const];
  return `Choose by ${all.map((one) => RANK_WORDS[one]).join("; between equals by ")}.`;
}

/** A rule with its conditions' sentences, made once for all orders that it routes. */
export type ReadRule = {
  readonly version: number;
  readonly body: RuleBody;
  readonly sentences: readonly string[];
};

export const readRule = (
  { version, body }: { readonly version: number; readonly body: RuleBody },
  names: RuleNames,
): ReadRule => ({
  version,
  body,
  sentences: body.conditions.map((condition) => describeCondition(condition, names)),
});

/** One condition as a sentence. */
export function describeCondition(condition: RuleCondition, names: RuleNames): string {
  const { tests, action, supplierIds } = condition;
  const who = joinWords(
    supplierIds.map((id) => names.suppliers.get(id) ?? `supplier ${id}`),
    "and",
  );
  const what = {
    leave_out: `leave out ${supplierIds.length === 0 ? "suppliers of which this is true" : who}`,
    only: `use only ${who}`,
    prefer: `use ${who} first, others only for what would have to wait`,
  }[action];
  if (tests.length === 0) return `Always ${what}.`;
  return `When ${tests.map((test) => describeTest(test, names)).join(" and ")}: ${what}.`;
}

const WORD_FACT_WORDS: Readonly<Record<string, readonly [is: string, isNot: string]>> = {
  country: ["it goes to", "it does not go to"],
  region: ["it goes to", "it does not go to"],
  order_tag: ["the order is tagged", "the order is not tagged"],
  customer_tag: ["the customer is tagged", "the customer is not tagged"],
  sku: ["the SKU is", "the SKU is not"],
  product_tag: ["the product is tagged", "the product is not tagged"],
  product_type: ["the product's type is", "the product's type is not"],
  vendor: ["the product's vendor is", "the product's vendor is not"],
};

function describeTest(test: RuleTest, names: RuleNames): string {
  if (isWordTest(test)) {
    const [is = "", isNot = ""] = WORD_FACT_WORDS[test.fact] ?? [];
    return `${test.op === "is" ? is : isNot} ${joinWords(test.words, "or")}`;
  }
  const { fact, op, number } = test;
  const than = op === "below" ? "less than" : "at least";
  switch (fact) {
    case "order_value":
      return `the order is worth ${than} ${money(number, names)}`;
    case "stock":
      return `the supplier has ${op === "below" ? "fewer than" : "at least"} ${number} in stock`;
    case "lead_time":
      return `the supplier needs ${than} ${countDays(number)}`;
    case "cost":
      return `the supplier asks ${than} ${money(number, names)} a unit`;
    case "margin":
      return `${than} ${number} % of the price is left`;
  }
}

const money = (number: number, { currency }: RuleNames) =>
  formatMoney({ amountMinor: BigInt(number), currency });

const countDays = (days: number) => (days === 1 ? "1 working day" : `${days} working days`);

function joinWords(words: readonly string[], last: "and" | "or"): string {
  if (words.length < 2) return words[0] ?? "nobody";
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1) ?? ""}`;
}

/** What a new version changes, sentence by sentence. */
export function compareRules(
  before: RuleBody,
  after: RuleBody,
  names: RuleNames,
): { readonly gone: string[]; readonly added: string[]; readonly isReordered: boolean } {
  const old = describeRule(before, names);
  const now = describeRule(after, names);
  const gone = old.filter((sentence) => !now.includes(sentence));
  const added = now.filter((sentence) => !old.includes(sentence));
  const isReordered = gone.length + added.length === 0 && old.join() !== now.join();
  return { gone, added, isReordered };
}
