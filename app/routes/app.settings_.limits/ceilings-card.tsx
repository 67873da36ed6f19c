import { BlockStack, Card, TextField } from "@shopify/polaris";
import { COUNTER_LABELS, type CeilingView } from "./limits-draft.ts";
import type { LimitsForm } from "./use-limits-form.ts";

type CeilingsCardProps = {
  form: LimitsForm;
  ceilings: readonly CeilingView[];
  isDisabled: boolean;
};

/** The daily ceilings. An empty field stands for the default, which grows and shrinks with the store. */
export function CeilingsCard({ form, ceilings, isDisabled }: CeilingsCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        {ceilings.map(({ counter, defaultText, usedText }) => (
          <TextField
            key={counter}
            label={COUNTER_LABELS[counter]}
            inputMode={counter === "refund_sum" ? "decimal" : "numeric"}
            autoComplete="off"
            placeholder={defaultText}
            helpText={`Today: ${usedText}. Empty: ${defaultText}, the larger of ${counter === "refund_sum" ? "ten average orders" : "ten"} and twice your busiest of the last 28 days.`}
            disabled={isDisabled}
            value={form.draft[counter]}
            {...(form.errors[counter] ? { error: form.errors[counter] } : {})}
            onChange={(text) => form.change(counter, text)}
          />
        ))}
      </BlockStack>
    </Card>
  );
}
