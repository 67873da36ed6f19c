import { Badge, BlockStack, IndexTable, Link, Text } from "@shopify/polaris";
import type { ScoredLineView } from "#app/dropship/scorecard/get-scorecard.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";

type LinesTableProps = { lines: readonly ScoredLineView[]; bad: string };

export const LinesTable = ({ lines, bad }: LinesTableProps) => (
  <IndexTable
    itemCount={lines.length}
    selectable={false}
    headings={[
      { title: "Order" },
      { title: "Line" },
      { title: "Units" },
      { title: "Asked" },
      { title: "Due" },
      { title: "First scan" },
      { title: "Counted as" },
    ]}
  >
    {lines.map((line, at) => (
      <IndexTable.Row key={line.key} id={line.key} position={at}>
        <IndexTable.Cell>
          <OrderCell line={line} />
        </IndexTable.Cell>
        <IndexTable.Cell>
          <Text as="span">{line.title}</Text>
          {line.sku ? (
            <Text as="p" tone="subdued">
              {line.sku}
            </Text>
          ) : null}
        </IndexTable.Cell>
        <IndexTable.Cell>{line.units}</IndexTable.Cell>
        <IndexTable.Cell>
          <ShopTime at={line.askedAt} />
        </IndexTable.Cell>
        <IndexTable.Cell>
          <ShopTime at={line.dueAt} />
        </IndexTable.Cell>
        <IndexTable.Cell>
          {line.shippedAt === null ? "Not yet" : <ShopTime at={line.shippedAt} />}
        </IndexTable.Cell>
        <IndexTable.Cell>
          <Badge tone={line.isBad ? "warning" : "success"}>{line.isBad ? bad : "Good"}</Badge>
        </IndexTable.Cell>
      </IndexTable.Row>
    ))}
  </IndexTable>
);

const OrderCell = ({ line }: { line: ScoredLineView }) => (
  <BlockStack>
    <Link url={`/app/orders/${line.orderId}`}>{line.orderName}</Link>
    {line.purchaseOrderId === null ? (
      <Text as="span" tone="subdued">
        Before Aftercare
      </Text>
    ) : (
      <Link url={`/app/purchase-orders/${line.purchaseOrderId}`}>{line.purchaseOrderNumber}</Link>
    )}
  </BlockStack>
);
