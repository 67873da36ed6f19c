import type { NumberFact, WordFact } from "#app/dropship/routing/rules/rule-body.ts";
import { isWordFact } from "#app/dropship/routing/rules/rule-form.ts";

export const FACT_OPTIONS: readonly { label: string; value: WordFact | NumberFact }[] = [
  { label: "Country", value: "country" },
  { label: "Region", value: "region" },
  { label: "Order value", value: "order_value" },
  { label: "Order tag", value: "order_tag" },
  { label: "Customer tag", value: "customer_tag" },
  { label: "SKU", value: "sku" },
  { label: "Product tag", value: "product_tag" },
  { label: "Product type", value: "product_type" },
  { label: "Vendor", value: "vendor" },
  { label: "Supplier's stock", value: "stock" },
  { label: "Supplier's lead time", value: "lead_time" },
  { label: "Supplier's cost", value: "cost" },
  { label: "Margin in per cent", value: "margin" },
];

const WORD_OPS = [
  { label: "is", value: "is" },
  { label: "is not", value: "is_not" },
];
const NUMBER_OPS = [
  { label: "is at least", value: "at_least" },
  { label: "is below", value: "below" },
];

export const opsOf = (fact: string) => (isWordFact(fact) ? WORD_OPS : NUMBER_OPS);

export const ACTION_OPTIONS = [
  { label: "leave out", value: "leave_out" },
  { label: "use only", value: "only" },
  { label: "use first", value: "prefer" },
];
