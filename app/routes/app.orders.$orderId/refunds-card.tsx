import { BlockStack, InlineStack, List, Text } from "@shopify/polaris";
import type { RefundView } from "#app/orders/views.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { SectionCard } from "./section-card.tsx";

export function RefundsCard({ refunds }: { refunds: readonly RefundView[] }) {
  if (refunds.length === 0) return null;
  return (
    <SectionCard title="Refunds">
      {refunds.map((refund) => (
        <BlockStack gap="100" key={refund.refundId}>
          <InlineStack align="space-between" gap="200">
            <ShopTime at={refund.processedAt} />
            <Text as="span" numeric fontWeight="semibold">
              {refund.total.text}
            </Text>
          </InlineStack>
          {refund.lines.length > 0 ? (
            <List>
              {refund.lines.map(({ title, units, subtotal }, position) => (
                <List.Item key={position}>{`${units} × ${title}, ${subtotal.text}`}</List.Item>
              ))}
            </List>
          ) : null}
          {refund.note ? (
            <Text as="p" tone="subdued" breakWord>
              {refund.note}
            </Text>
          ) : null}
        </BlockStack>
      ))}
    </SectionCard>
  );
}
