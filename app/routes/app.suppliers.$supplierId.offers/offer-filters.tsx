import { Box, InlineGrid, Select } from "@shopify/polaris";
import type { OfferListQuery } from "#app/dropship/suppliers/offers/offer-filters.ts";
import { SearchField } from "#app/ui/search-field.tsx";
import { useListAddress } from "#app/ui/use-list-address.ts";

const FILTERS = [
  { label: "All offers", value: "all" },
  { label: "No cost", value: "no_cost" },
  { label: "No stock known", value: "no_stock" },
  { label: "Stock older than 7 days", value: "old_stock" },
  { label: "Removed", value: "removed" },
] as const satisfies readonly { label: string; value: OfferListQuery["filter"] }[];

export function OfferFilters({ query }: { query: OfferListQuery }) {
  const { search, type, show } = useListAddress(query);
  return (
    <Box padding="300">
      <InlineGrid columns={{ xs: 1, sm: ["twoThirds", "oneThird"] }} gap="300">
        <SearchField
          label="Search offers"
          placeholder="Search by SKU or title"
          value={search}
          onChange={type}
        />
        <Select
          label="Filter"
          labelHidden
          options={[...FILTERS]}
          value={query.filter}
          onChange={(filter) => show({ filter })}
        />
      </InlineGrid>
    </Box>
  );
}
