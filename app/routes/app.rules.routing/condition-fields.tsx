import {
  BlockStack,
  Button,
  ChoiceList,
  FormLayout,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import type { Action } from "#app/dropship/routing/rules/rule-body.ts";
import {
  isNumberFact,
  isWordFact,
  VALUE_HELP,
  type ConditionForm,
  type TestForm,
} from "#app/dropship/routing/rules/rule-form.ts";
import { ACTION_OPTIONS, FACT_OPTIONS, opsOf } from "./fact-options.ts";

type ConditionFieldsProps = {
  position: number;
  condition: ConditionForm;
  suppliers: readonly { label: string; value: string }[];
  isDisabled: boolean;
  /** null: remove it */
  onChange: (condition: ConditionForm | null) => void;
};

export function ConditionFields(props: ConditionFieldsProps) {
  const { position, condition, suppliers, isDisabled, onChange } = props;
  const { tests, action, supplierIds } = condition;
  const replace = (index: number, test: TestForm | null) =>
    onChange({
      ...condition,
      tests: tests.flatMap((one, place) => (place === index ? (test ?? []) : [one])),
    });
  return (
    <BlockStack gap="300">
      <InlineStack align="space-between" blockAlign="center">
        <Text as="h3" variant="headingSm">{`Condition ${position}`}</Text>
        <Button
          variant="plain"
          tone="critical"
          disabled={isDisabled}
          accessibilityLabel={`Remove condition ${position}`}
          onClick={() => onChange(null)}
        >
          Remove
        </Button>
      </InlineStack>
      {tests.map((test, index) => (
        <TestFields
          key={index}
          test={test}
          label={index === 0 ? "When" : "and"}
          isDisabled={isDisabled}
          onChange={(changed) => replace(index, changed)}
        />
      ))}
      <InlineStack>
        <Button
          variant="plain"
          disabled={isDisabled}
          onClick={() =>
            onChange({ ...condition, tests: [...tests, { fact: "sku", op: "is", value: "" }] })
          }
        >
          {tests.length === 0 ? "Only when …" : "And when …"}
        </Button>
      </InlineStack>
      <Select
        label={tests.length === 0 ? "Always" : "Then"}
        disabled={isDisabled}
        options={ACTION_OPTIONS}
        value={action}
        // One of the options above.
        onChange={(value) => onChange({ ...condition, action: value as Action })}
      />
      {suppliers.length === 0 ? (
        <Text as="p" tone="subdued">
          There is no supplier yet.
        </Text>
      ) : (
        <ChoiceList
          allowMultiple
          title="Suppliers"
          disabled={isDisabled}
          choices={[...suppliers]}
          selected={[...supplierIds]}
          onChange={(selected) => onChange({ ...condition, supplierIds: selected })}
        />
      )}
    </BlockStack>
  );
}

type TestFieldsProps = {
  test: TestForm;
  label: string;
  isDisabled: boolean;
  onChange: (test: TestForm | null) => void;
};

function TestFields({ test, label, isDisabled, onChange }: TestFieldsProps) {
  const choose = (fact: string) => {
    if (!isWordFact(fact) && !isNumberFact(fact)) return;
    onChange({ ...test, fact, op: opsOf(fact)[0]?.value ?? "is" });
  };
  return (
    <FormLayout>
      <FormLayout.Group condensed>
        <Select
          label={label}
          disabled={isDisabled}
          options={[...FACT_OPTIONS]}
          value={test.fact}
          onChange={choose}
        />
        <Select
          label="Comparison"
          labelHidden
          disabled={isDisabled}
          options={opsOf(test.fact)}
          value={test.op}
          onChange={(op) => onChange({ ...test, op })}
        />
      </FormLayout.Group>
      <TextField
        label="Value"
        labelHidden
        autoComplete="off"
        disabled={isDisabled}
        value={test.value}
        helpText={capitalise(VALUE_HELP[test.fact])}
        onChange={(value) => onChange({ ...test, value })}
        connectedRight={
          <Button
            disabled={isDisabled}
            accessibilityLabel="Remove this test"
            onClick={() => onChange(null)}
          >
            Remove
          </Button>
        }
      />
    </FormLayout>
  );
}

const capitalise = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
