import { Box, InlineGrid, Select } from "@shopify/polaris";
import type { PurchaseOrderListQuery } from "#app/dropship/purchase-orders/list/purchase-order-query.ts";
import { SearchField } from "#app/ui/search-field.tsx";
import { useListAddress } from "#app/ui/use-list-address.ts";

const SORTS = [
  { label: "Newest first", value: "newest" },
  { label: "Oldest first", value: "oldest" },
];

type PurchaseOrderFiltersProps = {
  query: PurchaseOrderListQuery;
  suppliers: readonly { readonly supplierId: string; readonly name: string }[];
};

export function PurchaseOrderFilters({ query, suppliers }: PurchaseOrderFiltersProps) {
  const { search, type, show } = useListAddress(query);
  return (
    <Box padding="300">
      <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300">
        <SearchField
          label="Search"
          placeholder="Search by number, order or supplier"
          value={search}
          onChange={type}
        />
        <Select
          label="Supplier"
          labelHidden
          options={[
            { label: "All suppliers", value: "" },
            ...suppliers.map(({ supplierId, name }) => ({ label: name, value: supplierId })),
          ]}
          value={query.supplierId ?? ""}
          onChange={(supplier) => show({ supplier })}
        />
        <Select
          label="Sort"
          labelHidden
          options={SORTS}
          value={query.sort}
          onChange={(sort) => show({ sort })}
        />
      </InlineGrid>
    </Box>
  );
}
