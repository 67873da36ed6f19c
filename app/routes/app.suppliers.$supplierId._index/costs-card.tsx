import { Card, Divider, FormLayout, InlineGrid, TextField } from "@shopify/polaris";
import type { SupplierChoices } from "#app/dropship/suppliers/open-supplier.server.ts";
import {
  DraftRows,
  DraftSelect,
  DraftText,
  errorOf,
  removeAt,
  replaceAt,
  type Draft,
} from "./draft-fields.tsx";

type CostsCardProps = { draft: Draft; choices: SupplierChoices };

export function CostsCard({ draft, choices }: CostsCardProps) {
  const { tariffs } = draft.form;
  const set = (index: number, change: Partial<(typeof tariffs)[number]>) =>
    draft.change({ tariffs: replaceAt(tariffs, index, change) });
  return (
    <Card>
      <FormLayout>
        <DraftSelect
          draft={draft}
          name="currency"
          label="Currency"
          options={choices.currencies.map((code) => ({ label: code, value: code }))}
        />
        <DraftText draft={draft} name="minimumOrder" label="Minimum order" help="0 = no minimum." />
        <DraftText draft={draft} name="dropFee" label="Drop fee" help="Paid once for each order." />
        <Divider />
        <DraftRows
          draft={draft}
          rows={tariffs}
          noun="region"
          error={draft.errors["tariffs"]}
          onAdd={() =>
            draft.change({ tariffs: [...tariffs, { region: "", parcel: "", kilogram: "0" }] })
          }
          onRemove={(index) => draft.change({ tariffs: removeAt(tariffs, index) })}
        >
          {(tariff, index) => (
            <InlineGrid columns={{ xs: 1, sm: 3 }} gap="200">
              <TextField
                label="Region"
                helpText="* everywhere, US, or US-CA"
                autoComplete="off"
                value={tariff.region}
                disabled={draft.isLocked}
                onChange={(region) => set(index, { region })}
                {...errorOf(draft, `tariffs.${index}.region`)}
              />
              <TextField
                label="A parcel costs"
                inputMode="decimal"
                autoComplete="off"
                value={tariff.parcel}
                disabled={draft.isLocked}
                onChange={(parcel) => set(index, { parcel })}
                {...errorOf(draft, `tariffs.${index}.parcel`)}
              />
              <TextField
                label="And each kilogram"
                inputMode="decimal"
                autoComplete="off"
                value={tariff.kilogram}
                disabled={draft.isLocked}
                onChange={(kilogram) => set(index, { kilogram })}
                {...errorOf(draft, `tariffs.${index}.kilogram`)}
              />
            </InlineGrid>
          )}
        </DraftRows>
      </FormLayout>
    </Card>
  );
}
