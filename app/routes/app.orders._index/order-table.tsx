import {
  Badge,
  BlockStack,
  Box,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import type { OrderListPage, OrderRowView } from "#app/orders/views.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { FlagBadge } from "#app/ui/flag-badge.tsx";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { StatusBadge } from "#app/ui/status-badge.tsx";
import { ORDER_HEADINGS } from "./order-columns.ts";

type OrderTableProps = {
  page: OrderListPage;
  countryNames: Readonly<Record<string, string>>;
  isLoading: boolean;
  emptyState: ReactNode;
  onCursor: (cursor: string) => void;
};

export function OrderTable({
  page,
  countryNames,
  isLoading,
  emptyState,
  onCursor,
}: OrderTableProps) {
  const { smDown: isNarrow } = useBreakpoints();
  const { rows, nextCursor, previousCursor } = page;
  return (
    <IndexTable
      resourceName={{ singular: "order", plural: "orders" }}
      headings={[...ORDER_HEADINGS]}
      itemCount={rows.length}
      selectable={false}
      condensed={isNarrow}
      loading={isLoading}
      emptyState={emptyState}
      {...(rows.length > 0
        ? {
            pagination: {
              hasNext: nextCursor !== null,
              hasPrevious: previousCursor !== null,
              onNext: () => nextCursor && onCursor(nextCursor),
              onPrevious: () => previousCursor && onCursor(previousCursor),
              label: countLabel(page),
              accessibilityLabel: "Pages of orders",
            },
          }
        : {})}
    >
      {rows.map((row, position) => (
        <IndexTable.Row key={row.orderId} id={row.orderId} position={position}>
          {isNarrow ? (
            <NarrowRow row={row} />
          ) : (
            <WideCells row={row} countryName={countryNames[row.country ?? ""] ?? null} />
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function countLabel({ rows, count }: OrderListPage) {
  const total = countOf(count.rows, "order") + (count.isAtLeast ? " or more" : "");
  return rows.length === count.rows ? total : `${rows.length} of ${total}`;
}

function WideCells({ row, countryName }: { row: OrderRowView; countryName: string | null }) {
  return (
    <>
      <IndexTable.Cell>
        <OrderName row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>{row.flag ? <FlagBadge {...row.flag} isShort /> : null}</IndexTable.Cell>
      <IndexTable.Cell>
        <ShopTime at={row.placedAt} style="short" />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <div className="ac-clip" title={row.customerName ?? undefined}>
          <CustomerName name={row.customerName} />
        </div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        {row.country ? <abbr title={countryName ?? row.country}>{row.country}</abbr> : "—"}
      </IndexTable.Cell>
      <IndexTable.Cell>
        {row.financialStatus ? <StatusBadge status={row.financialStatus} /> : "—"}
      </IndexTable.Cell>
      <IndexTable.Cell>
        <StatusBadge status={row.fulfillmentStatus} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <div className="ac-clip">{describeVendors(row.vendors)}</div>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {row.total.text}
        </Text>
      </IndexTable.Cell>
    </>
  );
}

function NarrowRow({ row }: { row: OrderRowView }) {
  return (
    <Box paddingBlock="300" paddingInline="400" width="100%">
      <BlockStack gap="150">
        <InlineStack align="space-between" gap="200" wrap={false}>
          <OrderName row={row} />
          <Text as="span" numeric>
            {row.total.text}
          </Text>
        </InlineStack>
        <InlineStack align="space-between" gap="200" wrap={false}>
          <CustomerName name={row.customerName} />
          <span className="ac-nowrap">
            <Text as="span" tone="subdued">
              <ShopTime at={row.placedAt} style="short" />
            </Text>
          </span>
        </InlineStack>
        <InlineStack gap="100">
          {row.flag ? <FlagBadge {...row.flag} /> : null}
          {row.financialStatus ? <StatusBadge status={row.financialStatus} /> : null}
          <StatusBadge status={row.fulfillmentStatus} />
        </InlineStack>
      </BlockStack>
    </Box>
  );
}

function OrderName({ row }: { row: OrderRowView }) {
  return (
    <InlineStack gap="150" wrap={false} blockAlign="center">
      <Link dataPrimaryLink monochrome removeUnderline url={`/app/orders/${row.orderId}`}>
        <Text as="span" fontWeight="semibold">
          {row.name}
        </Text>
      </Link>
      {row.isDisputed ? <Badge tone="critical">Disputed</Badge> : null}
      {row.isCancelled ? <Badge>Cancelled</Badge> : null}
      {row.isTest ? <Badge tone="info">Test</Badge> : null}
    </InlineStack>
  );
}

/** A list cannot tell an order without a customer from one whose name Shopify keeps; the order's page can. */
function CustomerName({ name }: { name: string | null }) {
  if (name) return <>{name}</>;
  return (
    <Text as="span" tone="subdued">
      No name
    </Text>
  );
}

function describeVendors([first, ...others]: readonly string[]) {
  if (!first) return "—";
  return others.length ? `${first} +${others.length}` : first;
}
