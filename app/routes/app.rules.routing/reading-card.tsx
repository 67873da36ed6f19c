import { BlockStack, Card, List, Text } from "@shopify/polaris";
import { describeRule } from "#app/dropship/routing/rules/describe-rule.ts";
import { parseRuleForm } from "#app/dropship/routing/rules/rule-form.ts";
import type { RuleFormState } from "./use-rule-form.ts";

type ReadingCardProps = {
  form: RuleFormState;
  names: { currency: string; suppliers: readonly { label: string; value: string }[] };
};

/** The rule as it stands in the form, in plain words, while it is typed. */
export function ReadingCard({ form, names }: ReadingCardProps) {
  const parsed = parseRuleForm(form.form, names.currency);
  const suppliers = new Map(names.suppliers.map(({ value, label }) => [value, label]));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          In plain words
        </Text>
        <div aria-live="polite">
          {parsed.ok ? (
            <List type="number">
              {describeRule(parsed.value, { currency: names.currency, suppliers }).map(
                (sentence) => (
                  <List.Item key={sentence}>{sentence}</List.Item>
                ),
              )}
            </List>
          ) : (
            <Text as="p" tone="subdued">
              {parsed.refusal.sentence}
            </Text>
          )}
        </div>
      </BlockStack>
    </Card>
  );
}
