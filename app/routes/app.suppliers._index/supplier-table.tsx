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
import type { SupplierRowView } from "#app/dropship/suppliers/list-supplier-rows.server.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { SupplierStateBadge } from "#app/ui/supplier-state-badge.tsx";
import { useListPages } from "#app/ui/use-list-address.ts";

const CHANNELS: Readonly<Record<string, string>> = {
  email: "E-mail",
  sftp: "SFTP",
  https: "HTTPS",
  link: "Link alone",
};

const MISSING = {
  regions: "Serves nowhere yet",
  contact: "No contact for orders",
  offers: "No offers",
  rate: "No exchange rate",
} as const satisfies Record<SupplierRowView["missing"][number], string>;

type SupplierTableProps = {
  page: {
    readonly rows: readonly SupplierRowView[];
    readonly nextCursor: string | null;
    readonly previousCursor: string | null;
  };
  emptyState: ReactNode;
};

export function SupplierTable({ page, emptyState }: SupplierTableProps) {
  const { smDown: isNarrow } = useBreakpoints();
  const { rows } = page;
  const pages = useListPages(page, "Pages of suppliers");
  return (
    <IndexTable
      resourceName={{ singular: "supplier", plural: "suppliers" }}
      headings={[
        { title: "Supplier" },
        { title: "State" },
        { title: "Orders go by" },
        { title: "Offers", alignment: "end" },
        { title: "Still missing" },
      ]}
      itemCount={rows.length}
      selectable={false}
      condensed={isNarrow}
      emptyState={emptyState}
      {...pages}
    >
      {rows.map((row, position) => (
        <IndexTable.Row key={row.supplierId} id={row.supplierId} position={position}>
          {isNarrow ? <NarrowRow row={row} /> : <WideCells row={row} />}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function WideCells({ row }: { row: SupplierRowView }) {
  return (
    <>
      <IndexTable.Cell>
        <SupplierName row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>
        <SupplierStateBadge state={row.state} />
      </IndexTable.Cell>
      <IndexTable.Cell>{CHANNELS[row.channel] ?? row.channel}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {row.offers}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Missing row={row} />
      </IndexTable.Cell>
    </>
  );
}

function NarrowRow({ row }: { row: SupplierRowView }) {
  return (
    <Box paddingBlock="300" paddingInline="400" width="100%">
      <BlockStack gap="150">
        <InlineStack align="space-between" gap="200">
          <SupplierName row={row} />
          <SupplierStateBadge state={row.state} />
        </InlineStack>
        <Text as="span" tone="subdued">
          {`${CHANNELS[row.channel] ?? row.channel} · ${countOf(row.offers, "offer")}`}
        </Text>
        <Missing row={row} />
      </BlockStack>
    </Box>
  );
}

function SupplierName({ row }: { row: SupplierRowView }) {
  return (
    <Link dataPrimaryLink monochrome removeUnderline url={`/app/suppliers/${row.supplierId}`}>
      <Text as="span" fontWeight="semibold" breakWord>
        {row.name}
      </Text>
    </Link>
  );
}

function Missing({ row }: { row: SupplierRowView }) {
  if (row.missing.length === 0 || row.state === "archived") return null;
  return (
    <InlineStack gap="100">
      {row.missing.map((code) => (
        <Badge key={code} tone="attention">
          {MISSING[code]}
        </Badge>
      ))}
    </InlineStack>
  );
}
