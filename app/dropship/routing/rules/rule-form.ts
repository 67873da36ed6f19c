/** A rule as it is typed: every field a text, so that nothing is lost while it is wrong. Pure. */
import { moneyToDecimal, parseMoney } from "#app/platform/money.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import {
  isWordTest,
  NUMBER_FACTS,
  WORD_FACTS,
  type Action,
  type NumberFact,
  type Rank,
  type RuleBody,
  type RuleRefusal,
  type RuleTest,
  type WordFact,
} from "./rule-body.ts";

export type TestForm = {
  readonly fact: WordFact | NumberFact;
  readonly op: string;
  readonly value: string;
};
export type ConditionForm = {
  readonly tests: readonly TestForm[];
  readonly action: Action;
  readonly supplierIds: readonly string[];
};
export type RuleForm = {
  readonly conditions: readonly ConditionForm[];
  readonly rank: readonly Rank[];
  readonly parcels: RuleBody["parcels"];
  readonly marginFloor: string;
  readonly maxLeadTime: string;
  readonly routesOnAuthorisation: boolean;
};

const MONEY_FACTS: ReadonlySet<string> = new Set(["order_value", "cost"]);

export const isWordFact = (fact: string): fact is WordFact =>
  WORD_FACTS.some((one) => one === fact);
export const isNumberFact = (fact: string): fact is NumberFact =>
  NUMBER_FACTS.some((one) => one === fact);

export function toRuleForm(body: RuleBody, currency: string): RuleForm {
  return {
    conditions: body.conditions.map(({ tests, action, supplierIds }) => ({
      action,
      supplierIds,
      tests: tests.map((test) => ({ ...test, value: valueOf(test, currency) })),
    })),
    rank: body.rank,
    parcels: body.parcels,
    marginFloor: body.marginFloorPercent === 0 ? "" : String(body.marginFloorPercent),
    maxLeadTime: body.maxLeadTimeDays === null ? "" : String(body.maxLeadTimeDays),
    routesOnAuthorisation: body.routesOnAuthorisation,
  };
}

function valueOf(test: RuleTest, currency: string): string {
  if (isWordTest(test)) return test.words.join(", ");
  if (!MONEY_FACTS.has(test.fact)) return String(test.number);
  return moneyToDecimal({ amountMinor: BigInt(test.number), currency });
}

/** The rule that was typed; its limits are the schema's to check. */
export function parseRuleForm(form: RuleForm, currency: string): Result<RuleBody, RuleRefusal> {
  const conditions: RuleBody["conditions"] = [];
  for (const [index, condition] of form.conditions.entries()) {
    const tests: RuleTest[] = [];
    for (const test of condition.tests) {
      const parsed = parseTest(test, currency);
      if (!parsed) return refuse(wrongValue(index, test));
      tests.push(parsed);
    }
    conditions.push({ tests, action: condition.action, supplierIds: [...condition.supplierIds] });
  }
  const marginFloorPercent = parseWhole(form.marginFloor.trim() || "0");
  if (marginFloorPercent === null || marginFloorPercent > 95)
    return refuse({ code: "margin_wrong", sentence: "The margin is a whole number from 0 to 95." });
  const maxLeadTimeDays = form.maxLeadTime.trim() === "" ? null : parseWhole(form.maxLeadTime);
  if (form.maxLeadTime.trim() !== "" && (maxLeadTimeDays === null || maxLeadTimeDays > 365))
    return refuse({
      code: "lead_time_wrong",
      sentence: "The lead time is a whole number of days, 365 at most. Empty means any.",
    });
  return accept({
    format: 1,
    conditions,
    rank: [...form.rank],
    parcels: form.parcels,
    marginFloorPercent,
    maxLeadTimeDays,
    routesOnAuthorisation: form.routesOnAuthorisation,
  });
}

const wrongValue = (index: number, { fact }: TestForm): RuleRefusal => ({
  code: "value_wrong",
  sentence: `Condition ${index + 1}: ${VALUE_HELP[fact]}`,
});

const LIST = "write one or more words, with commas between them.";
export const VALUE_HELP: Readonly<Record<WordFact | NumberFact, string>> = {
  country: "write countries as two letters, for example US, CA.",
  region: "write regions as country and code, for example US-CA.",
  order_tag: LIST,
  customer_tag: LIST,
  sku: LIST,
  product_tag: LIST,
  product_type: LIST,
  vendor: LIST,
  order_value: "write a sum, for example 100.00.",
  cost: "write a sum, for example 12.50.",
  stock: "write a whole number of units.",
  lead_time: "write a whole number of working days.",
  margin: "write per cent as a whole number.",
};

function parseTest({ fact, op, value }: TestForm, currency: string): RuleTest | null {
  if (isWordFact(fact)) {
    const words = value
      .split(",")
      .map((word) => word.trim())
      .filter(Boolean);
    if (words.length === 0) return null;
    return { fact, op: op === "is_not" ? "is_not" : "is", words };
  }
  const number = MONEY_FACTS.has(fact) ? parseSum(value, currency) : parseWhole(value);
  if (number === null) return null;
  return { fact, op: op === "below" ? "below" : "at_least", number };
}

function parseWhole(text: string): number | null {
  return /^\s*-?\d{1,6}\s*$/.test(text) ? Number(text) : null;
}

function parseSum(text: string, currency: string): number | null {
  const money = parseMoney(text.trim().replace(",", "."), currency);
  if (!money.ok || money.value.amountMinor < 0n || money.value.amountMinor > 10n ** 12n)
    return null;
  return Number(money.value.amountMinor);
}
