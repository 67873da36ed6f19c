import { BlockStack, Card, ChoiceList, FormLayout, Text } from "@shopify/polaris";
import type { SupplierChoices } from "#app/dropship/suppliers/open-supplier.server.ts";
import { DraftCheck, DraftSelect, DraftText, type Draft } from "./draft-fields.tsx";

type IdentityCardProps = { draft: Draft; choices: SupplierChoices };

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
            help="If it has one, fulfillment orders are moved there, so that Shopify shows who ships."
            options={[
              { label: "None", value: "" },
              ...own,
              ...choices.locations.map((one) => ({ label: one.name, value: one.locationGid })),
            ]}
          />
        ) : null}
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
