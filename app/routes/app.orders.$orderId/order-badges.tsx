import { Badge, InlineStack } from "@shopify/polaris";
import type { OrderDetailView } from "#app/orders/views.ts";
import { FlagBadge } from "#app/ui/flag-badge.tsx";
import { StatusBadge } from "#app/ui/status-badge.tsx";

/** Where the order stands, worst first. */
export function OrderBadges({ order }: { order: OrderDetailView }) {
  return (
    <InlineStack gap="100">
      {order.flag ? <FlagBadge {...order.flag} /> : null}
      {order.isDisputed ? <Badge tone="critical">Disputed</Badge> : null}
      {order.isCancelled ? <Badge>Cancelled</Badge> : null}
      {order.financialStatus ? <StatusBadge status={order.financialStatus} /> : null}
      <StatusBadge status={order.fulfillmentStatus} />
      {order.isEdited ? <Badge>Edited</Badge> : null}
      {order.isTest ? <Badge tone="info">Test</Badge> : null}
    </InlineStack>
  );
}
