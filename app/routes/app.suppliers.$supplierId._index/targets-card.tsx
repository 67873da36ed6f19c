import { Card, FormLayout } from "@shopify/polaris";
import { DraftSelect, DraftText, type Draft } from "./draft-fields.tsx";

export function TargetsCard({ draft }: { draft: Draft }) {
  return (
    <Card>
      <FormLayout>
        <DraftText
          draft={draft}
          name="acknowledgeHours"
          label="Accepts or declines within"
          suffix="working hours"
          help="All 24 hours of a working day count."
        />
        <DraftText draft={draft} name="shipDays" label="Ships within" suffix="working days" />
        <DraftText
          draft={draft}
          name="trackingHours"
          label="Gives tracking within"
          suffix="working hours of its ship date"
        />
        <DraftSelect
          draft={draft}
          name="onBreach"
          label="If it does not"
          options={[
            { label: "Remind it, then ask a person", value: "person" },
            { label: "Remind it, then move the order to another supplier", value: "fail_over" },
          ]}
        />
      </FormLayout>
    </Card>
  );
}
