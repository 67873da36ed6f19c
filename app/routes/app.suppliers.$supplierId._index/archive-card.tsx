import { Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { SupplierState } from "#app/dropship/suppliers/supplier.ts";
import { useJsonForm } from "#app/ui/use-json-form.ts";

type ArchiveCardProps = { address: string; state: SupplierState; isLocked: boolean };

export function ArchiveCard({ address, state, isLocked }: ArchiveCardProps) {
  const form = useJsonForm(address);
  const isArchived = state === "archived";
  return (
    <Card>
      <BlockStack gap="300">
        {form.refusal ? (
          <Banner tone="critical" title="Nothing was changed">
            {form.refusal}
          </Banner>
        ) : null}
        <Text as="p">
          {isArchived
            ? "It gets no orders and is hidden from lists. Restored, it is paused until you say so."
            : "It gets no more orders and leaves the lists. Everything it did stays readable."}
        </Text>
        <InlineStack>
          <Button
            disabled={isLocked}
            loading={form.isSaving}
            {...(isArchived ? {} : { tone: "critical" as const })}
            onClick={() => form.send({ intent: isArchived ? "restore" : "archive" })}
          >
            {isArchived ? "Restore" : "Archive this supplier"}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
