import { BlockStack, Card, Divider, Text } from "@shopify/polaris";
import type { ReadyRow } from "#app/dropship/suppliers/readiness.server.ts";
import { useRunProgress } from "#app/routes/app.suppliers.$supplierId.feed/use-run-progress.ts";
import { ReadyForm } from "./ready-form.tsx";

type ReadyCardProps = { rows: readonly ReadyRow[]; isLocked: boolean };

/** The suppliers that cannot get an order yet, each with the fields that are missing. */
export function ReadyCard({ rows, isLocked }: ReadyCardProps) {
  const moving = rows.find(({ list }) => list && ["reading", "applying"].includes(list.state));
  useRunProgress(moving?.list?.state ?? null);
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            To do before the first order
          </Text>
          <Text as="p" tone="subdued">
            This is all a supplier needs. Everything else has a default; click its name to see it.
          </Text>
        </BlockStack>
        {rows.map((row) => (
          <BlockStack key={row.supplierId} gap="400">
            <Divider />
            <ReadyForm row={row} isLocked={isLocked} />
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
