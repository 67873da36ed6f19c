import { Card, ChoiceList, FormLayout } from "@shopify/polaris";
import type { SupplierChoices } from "#app/dropship/suppliers/open-supplier.server.ts";
import { DraftSelect, DraftText, errorOf, type Draft } from "./draft-fields.tsx";
import { WEEKDAYS } from "./weekdays.ts";

type WorkCardProps = { draft: Draft; choices: SupplierChoices };

export function WorkCard({ draft, choices }: WorkCardProps) {
  return (
    <Card>
      <FormLayout>
        <DraftSelect
          draft={draft}
          name="timeZone"
          label="Time zone"
          options={choices.timeZones.map((zone) => ({
            label: zone.replaceAll("_", " "),
            value: zone,
          }))}
        />
        <ChoiceList
          allowMultiple
          title="Working days"
          choices={WEEKDAYS}
          selected={draft.form.workingDays.map(String)}
          disabled={draft.isLocked}
          onChange={(days) => draft.change({ workingDays: days.map(Number).sort() })}
          {...errorOf(draft, "workingDays")}
        />
        <DraftText
          draft={draft}
          name="holidays"
          label="Days off"
          lines={3}
          placeholder={"2026-10-01 to 2026-10-08\n2026-12-25"}
          help="One date a line, or a first and a last day with “to” between them."
        />
        <DraftText
          draft={draft}
          name="cutOff"
          label="Cut-off"
          help="Orders after this time count from the next working day."
        />
        <DraftText draft={draft} name="handlingDays" label="Handling time" suffix="working days" />
      </FormLayout>
    </Card>
  );
}
