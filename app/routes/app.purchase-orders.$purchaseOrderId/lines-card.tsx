import { BlockStack, Card, Divider, InlineStack, Text, Thumbnail } from "@shopify/polaris";
import { ImageIcon } from "@shopify/polaris-icons";
import { Fragment } from "react";
import type { PurchaseOrderView } from "#app/dropship/purchase-orders/list/find-purchase-order-view.server.ts";

type Line = PurchaseOrderView["lines"][number];

export function LinesCard({ lines }: { lines: readonly Line[] }) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Lines
        </Text>
        {lines.map((line, index) => (
          <Fragment key={line.lineId}>
            {index > 0 ? <Divider /> : null}
            <LineRow line={line} />
          </Fragment>
        ))}
      </BlockStack>
    </Card>
  );
}

function LineRow({ line }: { line: Line }) {
  const progress = [
    ...(line.acceptedUnits > 0 ? [`${line.acceptedUnits} accepted`] : []),
    ...(line.declinedUnits > 0
      ? [`${line.declinedUnits} declined${line.declineReason ? `: ${line.declineReason}` : ""}`]
      : []),
    ...(line.trackedUnits > 0 ? [`${line.trackedUnits} with tracking`] : []),
  ];
  const details = [...line.attributes, ...(line.note ? [line.note] : [])];
  return (
    <InlineStack gap="300" blockAlign="start" wrap={false}>
      <Thumbnail source={line.imageUrl ?? ImageIcon} alt="" size="small" />
      <BlockStack gap="100">
        <Text as="p" fontWeight="semibold" breakWord>
          {`${line.units} × ${line.title}`}
        </Text>
        <Text as="p" tone="subdued" breakWord>
          {[line.sku, `${line.unitCost} each`].filter(Boolean).join(" · ")}
        </Text>
        {line.statedCost ? (
          <Text as="p" tone="caution">{`The supplier says ${line.statedCost} each.`}</Text>
        ) : null}
        {details.map((detail) => (
          <Text key={detail} as="p" breakWord>
            {detail}
          </Text>
        ))}
        {progress.length > 0 ? <Text as="p">{progress.join(" · ")}</Text> : null}
      </BlockStack>
    </InlineStack>
  );
}
