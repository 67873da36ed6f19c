import { Card, InlineGrid, TextField } from "@shopify/polaris";
import { DraftRows, errorOf, removeAt, replaceAt, type Draft } from "./draft-fields.tsx";

export function ServicesCard({ draft }: { draft: Draft }) {
  const { services } = draft.form;
  const set = (index: number, change: Partial<(typeof services)[number]>) =>
    draft.change({ services: replaceAt(services, index, change) });
  return (
    <Card>
      <DraftRows
        draft={draft}
        rows={services}
        noun="service"
        onAdd={() => draft.change({ services: [...services, { rate: "", service: "" }] })}
        onRemove={(index) => draft.change({ services: removeAt(services, index) })}
      >
        {(row, index) => (
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
            <TextField
              label="Your shipping rate"
              helpText="As the shopper sees it; * for any other"
              autoComplete="off"
              value={row.rate}
              disabled={draft.isLocked}
              onChange={(rate) => set(index, { rate })}
              {...errorOf(draft, `services.${index}.rate`)}
            />
            <TextField
              label="Its service"
              autoComplete="off"
              value={row.service}
              disabled={draft.isLocked}
              onChange={(service) => set(index, { service })}
              {...errorOf(draft, `services.${index}.service`)}
            />
          </InlineGrid>
        )}
      </DraftRows>
    </Card>
  );
}
