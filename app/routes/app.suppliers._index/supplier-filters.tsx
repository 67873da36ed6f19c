import { Box, InlineGrid, Select } from "@shopify/polaris";
import type { SupplierListQuery } from "#app/dropship/suppliers/list-supplier-rows.server.ts";
import { SearchField } from "#app/ui/search-field.tsx";
import { useListAddress } from "#app/ui/use-list-address.ts";

const STATES = [
  { label: "Active and paused", value: "current" },
  { label: "Active", value: "active" },
  { label: "Paused", value: "paused" },
  { label: "Archived", value: "archived" },
];

export function SupplierFilters({ query }: { query: SupplierListQuery }) {
  const { search, type, show } = useListAddress(query);
  return (
    <Box padding="300">
      <InlineGrid columns={{ xs: 1, sm: ["twoThirds", "oneThird"] }} gap="300">
        <SearchField
          label="Search"
          placeholder="Search by name or vendor"
          value={search}
          onChange={type}
        />
        <Select
          label="State"
          labelHidden
          options={STATES}
          value={query.state}
          onChange={(state) => show({ state })}
        />
      </InlineGrid>
    </Box>
  );
}
