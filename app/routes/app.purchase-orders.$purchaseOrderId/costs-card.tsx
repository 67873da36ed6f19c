import { BlockStack, Card, Divider, InlineStack, Text } from "@shopify/polaris";
import type { PurchaseOrderView } from "#app/dropship/purchase-orders/list/find-purchase-order-view.server.ts";

export function CostsCard({ costs }: { costs: PurchaseOrderView["costs"] }) {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Expected cost
        </Text>
        <Row label="Goods" amount={costs.goods} />
        <Row label="Drop fee" amount={costs.dropFee} />
        <Row label="Shipping" amount={costs.shipping} />
        <Divider />
        <Row label="Total" amount={costs.total} />
      </BlockStack>
    </Card>
  );
}

function Row({ label, amount }: { label: string; amount: string }) {
  return (
    <InlineStack align="space-between">
      <Text as="span">{label}</Text>
      <Text as="span" numeric>
        {amount}
      </Text>
    </InlineStack>
  );
}
