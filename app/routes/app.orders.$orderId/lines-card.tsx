import { Badge, BlockStack, Divider, Icon, InlineStack, Text } from "@shopify/polaris";
import { GiftCardIcon, ProductIcon } from "@shopify/polaris-icons";
import { Fragment } from "react";
import type { OrderLineView } from "#app/orders/views.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { SectionCard } from "./section-card.tsx";

export function LinesCard({ lines }: { lines: readonly OrderLineView[] }) {
  return (
    <SectionCard title={countOf(lines.length, "line")}>
      {lines.length === 0 ? <Text as="p">Shopify shows no lines for this order.</Text> : null}
      {lines.map((line, position) => (
        <Fragment key={line.lineId}>
          {position > 0 ? <Divider /> : null}
          <OrderLine line={line} />
        </Fragment>
      ))}
    </SectionCard>
  );
}

function OrderLine({ line }: { line: OrderLineView }) {
  const details = [line.variantTitle, line.sku ? `SKU ${line.sku}` : "No SKU", line.vendor];
  return (
    <InlineStack gap="300" wrap={false} blockAlign="start">
      <span className="ac-picture" aria-hidden="true">
        <Icon source={line.isGiftCard ? GiftCardIcon : ProductIcon} tone="subdued" />
      </span>
      <div style={{ flex: 1, minWidth: 0 }}>
        <BlockStack gap="100">
          <InlineStack align="space-between" gap="200" blockAlign="start">
            <Text as="h3" variant="bodyMd" fontWeight="semibold" breakWord>
              {line.title}
            </Text>
            <Text as="span" numeric>
              {`${line.currentUnits} × ${line.unitPrice.text} = ${line.total.text}`}
            </Text>
          </InlineStack>
          <Text as="p" tone="subdued" breakWord>
            {details.filter(Boolean).join(" · ")}
          </Text>
          <LineUnits line={line} />
        </BlockStack>
      </div>
    </InlineStack>
  );
}

/** Ordered first, then only what differs from nothing: a list of zeros tells nobody anything. */
function LineUnits({ line }: { line: OrderLineView }) {
  const removed = line.units - line.currentUnits;
  return (
    <InlineStack gap="100">
      <Badge>{`${line.units} ordered`}</Badge>
      {removed > 0 ? <Badge tone="warning">{`${removed} removed`}</Badge> : null}
      {line.fulfilledUnits > 0 ? (
        <Badge tone="success">{`${line.fulfilledUnits} fulfilled`}</Badge>
      ) : null}
      {line.unfulfilledUnits > 0 && line.requiresShipping ? (
        <Badge tone="attention">{`${line.unfulfilledUnits} to ship`}</Badge>
      ) : null}
      {line.refundedUnits > 0 ? (
        <Badge tone="info">{`${line.refundedUnits} refunded`}</Badge>
      ) : null}
      {line.returnedUnits > 0 ? (
        <Badge tone="info">{`${line.returnedUnits} returned`}</Badge>
      ) : null}
      {line.requiresShipping ? null : <Badge>Nothing to ship</Badge>}
    </InlineStack>
  );
}
