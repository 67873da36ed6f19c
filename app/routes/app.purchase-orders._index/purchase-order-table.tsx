import {
  BlockStack,
  Box,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
  useIndexResourceState,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import type {
  PurchaseOrderPage,
  PurchaseOrderRowView,
} from "#app/dropship/purchase-orders/list/list-purchase-orders.server.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { BreachBadge, PurchaseOrderBadge } from "#app/ui/purchase-order-badge.tsx";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useListPages } from "#app/ui/use-list-address.ts";

export type BulkAct = "send" | "hold" | "nudge";

type PurchaseOrderTableProps = {
  page: PurchaseOrderPage;
  isLocked: boolean;
  onAct: (act: BulkAct, ids: readonly string[]) => void;
  emptyState: ReactNode;
};

const HEADINGS = [
  { title: "Purchase order" },
  { title: "State" },
  { title: "Supplier" },
  { title: "Due" },
  { title: "Units", alignment: "end" },
  { title: "Expected cost", alignment: "end" },
] as const;

export function PurchaseOrderTable({ page, isLocked, onAct, emptyState }: PurchaseOrderTableProps) {
  const { smDown: isNarrow } = useBreakpoints();
  const { rows } = page;
  const pages = useListPages(page, "Pages of purchase orders");
  const items = rows.map(({ purchaseOrderId }) => ({ id: purchaseOrderId }));
  const { selectedResources, allResourcesSelected, handleSelectionChange, clearSelection } =
    useIndexResourceState(items);
  const bulk = (act: BulkAct, content: string) => ({
    content,
    disabled: isLocked,
    onAction: () => {
      onAct(act, selectedResources);
      clearSelection();
    },
  });
  return (
    <IndexTable
      resourceName={{ singular: "purchase order", plural: "purchase orders" }}
      headings={[HEADINGS[0], ...HEADINGS.slice(1)]}
      itemCount={rows.length}
      selectedItemsCount={allResourcesSelected ? "All" : selectedResources.length}
      onSelectionChange={handleSelectionChange}
      promotedBulkActions={[bulk("send", "Send"), bulk("nudge", "Nudge"), bulk("hold", "Hold")]}
      condensed={isNarrow}
      emptyState={emptyState}
      {...pages}
    >
      {rows.map((row, position) => (
        <IndexTable.Row
          key={row.purchaseOrderId}
          id={row.purchaseOrderId}
          position={position}
          selected={selectedResources.includes(row.purchaseOrderId)}
        >
          {isNarrow ? <NarrowRow row={row} /> : <WideCells row={row} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function WideCells({ row }: { row: PurchaseOrderRowView }) {
  return (
    <>
      <IndexTable.Cell>
        <BlockStack>
          <NumberLink row={row} />
          <Text as="span" tone="subdued">{`Order ${row.orderName}`}</Text>
        </BlockStack>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <States row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>{row.supplierName}</IndexTable.Cell>
      <IndexTable.Cell>
        {row.dueAt ? <ShopTime at={row.dueAt} style="short" /> : "–"}
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {row.units}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {row.cost.text}
        </Text>
      </IndexTable.Cell>
    </>
  );
}

function NarrowRow({ row }: { row: PurchaseOrderRowView }) {
  return (
    <Box paddingBlock="300" paddingInline="400" width="100%">
      <BlockStack gap="150">
        <InlineStack align="space-between" gap="200">
          <NumberLink row={row} />
          <Text as="span">{row.cost.text}</Text>
        </InlineStack>
        <Text as="span" tone="subdued" breakWord>
          {`${row.supplierName} · ${countOf(row.units, "unit")} · order ${row.orderName}`}
        </Text>
        <States row={row} />
      </BlockStack>
    </Box>
  );
}

function NumberLink({ row }: { row: PurchaseOrderRowView }) {
  return (
    <Link
      dataPrimaryLink
      monochrome
      removeUnderline
      url={`/app/purchase-orders/${row.purchaseOrderId}`}
    >
      <Text as="span" fontWeight="semibold">
        {row.revision > 1 ? `${row.number} R${row.revision}` : row.number}
      </Text>
    </Link>
  );
}

function States({ row }: { row: PurchaseOrderRowView }) {
  return (
    <BlockStack gap="100">
      <InlineStack gap="100">
        <PurchaseOrderBadge state={row.state} />
        {row.breach ? <BreachBadge breach={row.breach} /> : null}
      </InlineStack>
      {row.reason ? (
        <Box maxWidth="320px">
          <Text as="span" tone="subdued" breakWord>
            <span style={{ whiteSpace: "normal" }}>{row.reason}</span>
          </Text>
        </Box>
      ) : null}
    </BlockStack>
  );
}
