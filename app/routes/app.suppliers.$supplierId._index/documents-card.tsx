import { Card, Divider, FormLayout, InlineGrid, TextField } from "@shopify/polaris";
import { DraftRows, DraftText, errorOf, removeAt, replaceAt, type Draft } from "./draft-fields.tsx";

export function DocumentsCard({ draft }: { draft: Draft }) {
  const { documents } = draft.form;
  const set = (index: number, change: Partial<(typeof documents)[number]>) =>
    draft.change({ documents: replaceAt(documents, index, change) });
  return (
    <Card>
      <FormLayout>
        <DraftRows
          draft={draft}
          rows={documents}
          noun="document"
          onAdd={() => draft.change({ documents: [...documents, { title: "", reference: "" }] })}
          onRemove={(index) => draft.change({ documents: removeAt(documents, index) })}
        >
          {(row, index) => (
            <InlineGrid columns={{ xs: 1, sm: 2 }} gap="200">
              <TextField
                label="What it is"
                placeholder="Contract 2026"
                autoComplete="off"
                value={row.title}
                disabled={draft.isLocked}
                onChange={(title) => set(index, { title })}
                {...errorOf(draft, `documents.${index}.title`)}
              />
              <TextField
                label="Number or address"
                autoComplete="off"
                value={row.reference}
                disabled={draft.isLocked}
                onChange={(reference) => set(index, { reference })}
                {...errorOf(draft, `documents.${index}.reference`)}
              />
            </InlineGrid>
          )}
        </DraftRows>
        <Divider />
        <DraftText
          draft={draft}
          name="packingNote"
          label="Packing note"
          lines={3}
          help="Goes with every order: a card to put in, a brand to show, a price list to leave out."
        />
      </FormLayout>
    </Card>
  );
}
