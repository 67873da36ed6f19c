import { BlockStack, Button, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import type { ConditionForm } from "#app/dropship/routing/rules/rule-form.ts";
import { ConditionFields } from "./condition-fields.tsx";
import type { RuleFormState } from "./use-rule-form.ts";

type ConditionsCardProps = {
  form: RuleFormState;
  suppliers: readonly { label: string; value: string }[];
  isDisabled: boolean;
};

/** Who may ship: each condition narrows the suppliers of the lines it is true of. */
export function ConditionsCard({ form, suppliers, isDisabled }: ConditionsCardProps) {
  const { conditions } = form.form;
  const replace = (index: number, condition: ConditionForm | null) =>
    form.change({
      conditions: conditions.flatMap((one, position) =>
        position === index ? (condition ?? []) : [one],
      ),
    });
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          Who may ship
        </Text>
        {conditions.length === 0 ? (
          <Text as="p" tone="subdued">
            Every supplier that offers a product and ships to its destination may be chosen. Add a
            condition to narrow that.
          </Text>
        ) : null}
        {conditions.map((condition, index) => (
          <BlockStack key={index} gap="300">
            {index > 0 ? <Divider /> : null}
            <ConditionFields
              position={index + 1}
              condition={condition}
              suppliers={suppliers}
              isDisabled={isDisabled}
              onChange={(changed) => replace(index, changed)}
            />
          </BlockStack>
        ))}
        <InlineStack>
          <Button
            disabled={isDisabled}
            onClick={() => form.change({ conditions: [...conditions, NEW_CONDITION] })}
          >
            Add condition
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

const NEW_CONDITION: ConditionForm = {
  tests: [{ fact: "country", op: "is", value: "" }],
  action: "leave_out",
  supplierIds: [],
};
