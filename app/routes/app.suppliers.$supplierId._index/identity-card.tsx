import { BlockStack, Card, ChoiceList, FormLayout, Text } from "@shopify/polaris";
import type { SupplierChoices } from "#app/dropship/suppliers/open-supplier.server.ts";
import { AskToStock } from "./ask-to-stock.tsx";
import { DraftCheck, DraftSelect, DraftText, type Draft } from "./draft-fields.tsx";

type IdentityCardProps = { draft: Draft; choices: SupplierChoices };

function StockingFields({ draft, choices: { mayStock } }: IdentityCardProps) {
  return (
    <BlockStack gap="200">
      <DraftCheck
        draft={draft}
        name="stocksLocation"
        label="Stock products there when needed"
        help="Shopify moves only what a location stocks. Aftercare then stocks the product there with 0 units; until you keep stock there yourself, Shopify counts what it ships as below zero there and as available again where it came from."
      />
      {draft.form.stocksLocation && !mayStock ? <AskToStock isLocked={draft.isLocked} /> : null}
    </BlockStack>
  );
}

export function IdentityCard({ draft, choices }: IdentityCardProps) {
  const { form, errors } = draft;
  const isKnown = choices.locations.some(({ locationGid }) => locationGid === form.locationGid);
  const own =
    form.locationGid && !isKnown ? [{ label: form.locationName, value: form.locationGid }] : [];
  return (
    <Card>
      <FormLayout>
        <DraftText draft={draft} name="name" label="Name" />
        <DraftText
          draft={draft}
          name="priority"
          label="Priority"
          help="1 is asked first where a rule ranks by priority."
        />
        <DraftCheck
          draft={draft}
          name="isPaused"
          label="Paused"
          help="Gets no new orders; open ones go on."
        />
        <DraftCheck
          draft={draft}
          name="needsApproval"
          label="A person approves each order before it goes out"
        />
        <DraftCheck draft={draft} name="isTrial" label="On trial until 30 shipments are known" />
        {form.isTrial ? (
          <DraftText draft={draft} name="trialDailyOrders" label="At most this many orders a day" />
        ) : null}
        {choices.locations.length + own.length > 0 ? (
          <DraftSelect
            draft={{
              ...draft,
              change: ({ locationGid = "" }) =>
                draft.change({
                  locationGid,
                  locationName:
                    choices.locations.find((one) => one.locationGid === locationGid)?.name ?? "",
                }),
            }}
            name="locationGid"
            label="Shopify location"
            help="An order sent to this supplier is moved there in Shopify, so that Shopify shows who ships. Without one it stays where it is."
            options={[
              { label: "None", value: "" },
              ...own,
              ...choices.locations.map((one) => ({ label: one.name, value: one.locationGid })),
            ]}
          />
        ) : null}
        {form.locationGid ? <StockingFields {...{ draft, choices }} /> : null}
        {choices.vendors.length > 0 ? (
          <BlockStack gap="100">
            <div style={{ maxHeight: "16rem", overflowY: "auto" }}>
              <ChoiceList
                allowMultiple
                title="Vendors that mean this supplier"
                choices={choices.vendors.map((vendor) => ({ label: vendor, value: vendor }))}
                selected={[...form.vendors]}
                disabled={draft.isLocked}
                onChange={(vendors) => draft.change({ vendors })}
                {...(errors["vendors"] ? { error: errors["vendors"] } : {})}
              />
            </div>
            <Text as="p" tone="subdued">
              Past orders of these vendors count as its history.
            </Text>
          </BlockStack>
        ) : null}
      </FormLayout>
    </Card>
  );
}
