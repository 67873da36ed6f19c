import { Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { SuppressionRow } from "#app/messages/outbox-query.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";

type SuppressionsCardProps = {
  suppressions: readonly SuppressionRow[];
  count: number;
  isLocked: boolean;
};

export function SuppressionsCard({ suppressions, count, isLocked }: SuppressionsCardProps) {
  return (
    <Card>
      <BlockStack gap="400">
        {suppressions.length === 0 ? (
          <Text as="p" tone="subdued">
            None. Every address gets its mail.
          </Text>
        ) : null}
        {suppressions.map((row) => (
          <Suppression key={row.address} row={row} isLocked={isLocked} />
        ))}
        {count > suppressions.length ? (
          <Text
            as="p"
            tone="subdued"
          >{`The newest ${suppressions.length} of ${count} are shown.`}</Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

function Suppression({ row, isLocked }: { row: SuppressionRow; isLocked: boolean }) {
  const form = useJsonForm("/app/settings/outbox");
  const { address, reason, since } = row;
  return (
    <BlockStack gap="100">
      <InlineStack gap="200" align="space-between" blockAlign="center">
        <Text as="p" fontWeight="semibold" breakWord>
          {address}
        </Text>
        <Button
          disabled={isLocked}
          loading={form.isSaving}
          accessibilityLabel={`Allow mail to ${address} again`}
          onClick={() => form.send({ intent: "allow", address })}
        >
          Allow again
        </Button>
      </InlineStack>
      <Text as="p" tone="subdued" breakWord>
        {reason} · <ShopTime at={since} />
      </Text>
      {form.refusal ? <Banner tone="critical">{form.refusal}</Banner> : null}
    </BlockStack>
  );
}
