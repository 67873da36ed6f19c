import { Card, FormLayout, InlineGrid, Text, TextField } from "@shopify/polaris";
import { CREDIT_REASONS } from "#app/dropship/suppliers/supplier-form.ts";
import { DraftSelect, DraftText, errorOf, type Draft } from "./draft-fields.tsx";

const REASONS = {
  damaged: "Damaged",
  wrong: "Wrong item",
  missing: "Missing",
  late: "Late",
  unwanted: "Not wanted",
} as const satisfies Record<(typeof CREDIT_REASONS)[number], string>;

export function ReturnsCard({ draft }: { draft: Draft }) {
  const { credits } = draft.form;
  return (
    <Card>
      <FormLayout>
        <DraftText
          draft={draft}
          name="returnWindowDays"
          label="Takes goods back for"
          suffix="days from delivery"
          help="Empty: nothing is agreed."
        />
        <DraftText draft={draft} name="returnAddress" label="Return address" lines={3} />
        <DraftSelect
          draft={draft}
          name="returnPaidBy"
          label="Who pays the way back"
          options={[
            { label: "The supplier", value: "supplier" },
            { label: "Your shop", value: "shop" },
            { label: "The shopper", value: "shopper" },
          ]}
        />
        <Text as="h3" variant="headingSm">
          What it credits of the goods' cost
        </Text>
        <InlineGrid columns={{ xs: 1, sm: 3 }} gap="200">
          {CREDIT_REASONS.map((reason) => (
            <TextField
              key={reason}
              label={REASONS[reason]}
              suffix="%"
              inputMode="numeric"
              autoComplete="off"
              value={credits[reason]}
              disabled={draft.isLocked}
              onChange={(value) => draft.change({ credits: { ...credits, [reason]: value } })}
              {...errorOf(draft, `credits.${reason}`)}
            />
          ))}
        </InlineGrid>
      </FormLayout>
    </Card>
  );
}
