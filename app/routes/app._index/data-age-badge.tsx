import { Badge, InlineStack, Text } from "@shopify/polaris";
import type { DataAgeView } from "#app/orders/views.ts";
import { countOf, describeAge } from "#app/ui/describe-age.ts";

// Shops without an order for days are normal; the badge is about what we know to be waiting, not about silence.
type DataAgeBadgeProps = { age: DataAgeView; now: string };

/** How old what we show is, and what has arrived but is not applied yet. */
export function DataAgeBadge({ age, now }: DataAgeBadgeProps) {
  const { freshAt, waitingDeliveries, parkedDeliveries } = age;
  return (
    <InlineStack gap="100" blockAlign="center">
      <Badge tone={freshAt ? "success" : "info"}>
        {freshAt
          ? `Last news from Shopify ${describeAge(freshAt, now)}`
          : "No news from Shopify yet"}
      </Badge>
      {waitingDeliveries > 0 ? (
        <Badge tone="info">{`${countOf(waitingDeliveries, "change")} being applied`}</Badge>
      ) : null}
      {parkedDeliveries > 0 ? (
        <Text as="span" tone="subdued">
          {`${countOf(parkedDeliveries, "change")} put aside with a reason`}
        </Text>
      ) : null}
    </InlineStack>
  );
}
