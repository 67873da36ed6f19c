import {
  Badge,
  BlockStack,
  Box,
  Button,
  IndexTable,
  InlineStack,
  Text,
  useBreakpoints,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import type { OfferView } from "#app/dropship/suppliers/offers/list-offers.server.ts";
import { groupDigits } from "#app/ui/describe-age.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useListPages } from "#app/ui/use-list-address.ts";

const SOURCES: Readonly<Record<string, string>> = {
  hand: "By hand",
  feed: "Feed",
  api: "API",
  shopify: "Shopify",
};

type OfferTableProps = {
  page: {
    readonly rows: readonly OfferView[];
    readonly nextCursor: string | null;
    readonly previousCursor: string | null;
  };
  currency: string;
  onEdit: (offer: OfferView) => void;
  emptyState: ReactNode;
};

export function OfferTable({ page, currency, onEdit, emptyState }: OfferTableProps) {
  const { smDown: isNarrow } = useBreakpoints();
  const { rows } = page;
  const pages = useListPages(page, "Pages of offers");
  return (
    <IndexTable
      resourceName={{ singular: "offer", plural: "offers" }}
      headings={[
        { title: "Product" },
        { title: "Supplier's SKU" },
        { title: `Cost, ${currency}`, alignment: "end" },
        { title: "Stock" },
        { title: "Lead time" },
        { title: "From" },
        { title: "Change", hidden: true },
      ]}
      itemCount={rows.length}
      selectable={false}
      condensed={isNarrow}
      emptyState={emptyState}
      {...pages}
    >
      {rows.map((row, position) => (
        <IndexTable.Row key={row.variantGid} id={row.variantGid} position={position}>
          {isNarrow ? (
            <NarrowRow {...{ row, currency, onEdit }} />
          ) : (
            <WideCells {...{ row, onEdit }} />
          )}
        </IndexTable.Row>
      ))}
    </IndexTable>
  );
}

function WideCells({ row, onEdit }: { row: OfferView; onEdit: OfferTableProps["onEdit"] }) {
  return (
    <>
      <IndexTable.Cell>
        <Product row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>{row.supplierSku ?? "—"}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" alignment="end" numeric>
          {row.cost ? showAmount(row.cost) : <Badge tone="attention">No cost</Badge>}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <Stock row={row} />
      </IndexTable.Cell>
      <IndexTable.Cell>{describeLeadTime(row)}</IndexTable.Cell>
      <IndexTable.Cell>{SOURCES[row.source] ?? row.source}</IndexTable.Cell>
      <IndexTable.Cell>
        <EditButton {...{ row, onEdit }} />
      </IndexTable.Cell>
    </>
  );
}

type NarrowRowProps = { row: OfferView; currency: string; onEdit: OfferTableProps["onEdit"] };

function NarrowRow({ row, currency, onEdit }: NarrowRowProps) {
  return (
    <Box paddingBlock="300" paddingInline="400" width="100%">
      <BlockStack gap="150">
        <InlineStack align="space-between" gap="200">
          <Product row={row} />
          <EditButton {...{ row, onEdit }} />
        </InlineStack>
        <InlineStack gap="200">
          {row.cost ? (
            <Text as="span" numeric>{`Costs ${showAmount(row.cost)} ${currency}`}</Text>
          ) : (
            <Badge tone="attention">No cost</Badge>
          )}
          <Stock row={row} />
        </InlineStack>
      </BlockStack>
    </Box>
  );
}

function Product({ row }: { row: OfferView }) {
  return (
    <BlockStack>
      <Text as="span" fontWeight="semibold" breakWord>
        {row.variantTitle ? `${row.title} · ${row.variantTitle}` : row.title}
      </Text>
      <Text as="span" tone="subdued">
        {row.sku ?? "No SKU"}
      </Text>
    </BlockStack>
  );
}

function Stock({ row }: { row: OfferView }) {
  if (row.stockUnits === null) return <Badge tone="attention">Stock not known</Badge>;
  return (
    <Text as="span">
      {`${groupDigits(row.stockUnits)} in stock`}
      {row.stockAsOf ? (
        <>
          {", "}
          <ShopTime at={row.stockAsOf} style="short" />
        </>
      ) : null}
    </Text>
  );
}

function EditButton({ row, onEdit }: { row: OfferView; onEdit: OfferTableProps["onEdit"] }) {
  return (
    <Button
      variant="plain"
      accessibilityLabel={`Change the offer of ${row.title}`}
      onClick={() => {
        onEdit(row);
        window.scrollTo({ top: 0, behavior: "smooth" });
      }}
    >
      Change
    </Button>
  );
}

/** "15600.00" as "15,600.00". */
function showAmount(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  return `${groupDigits(Number(whole))}${fraction === undefined ? "" : `.${fraction}`}`;
}

const describeLeadTime = ({ leadTimeDays }: OfferView): string => {
  if (leadTimeDays === null) return "—";
  return leadTimeDays === 1 ? "1 day" : `${leadTimeDays} days`;
};
