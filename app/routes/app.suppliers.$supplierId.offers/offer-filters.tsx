import { useSearchParams } from "@remix-run/react";
import { Box, InlineGrid, Select, TextField } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { OfferListQuery } from "#app/dropship/suppliers/offers/offer-filters.ts";

// Long enough for the next keystroke, short enough not to be felt.
const SEARCH_PAUSE_MS = 300;

const FILTERS = [
  { label: "All offers", value: "all" },
  { label: "No cost", value: "no_cost" },
  { label: "No stock known", value: "no_stock" },
  { label: "Stock older than 7 days", value: "old_stock" },
  { label: "Removed", value: "removed" },
] as const satisfies readonly { label: string; value: OfferListQuery["filter"] }[];

export function OfferFilters({ query }: { query: OfferListQuery }) {
  const [, setParams] = useSearchParams();
  const [search, setSearch] = useState(query.search);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);

  function show(name: string, value: string) {
    setParams(
      (params) => {
        params.set(name, value);
        params.delete("cursor");
        return params;
      },
      { preventScrollReset: true, replace: true },
    );
  }

  function type(text: string) {
    setSearch(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => show("q", text.trim()), SEARCH_PAUSE_MS);
  }

  return (
    <Box padding="300">
      <InlineGrid columns={{ xs: 1, sm: ["twoThirds", "oneThird"] }} gap="300">
        <TextField
          label="Search offers"
          labelHidden
          placeholder="Search by SKU or title"
          autoComplete="off"
          clearButton
          value={search}
          onChange={type}
          onClearButtonClick={() => type("")}
        />
        <Select
          label="Filter"
          labelHidden
          options={[...FILTERS]}
          value={query.filter}
          onChange={(filter) => show("filter", filter)}
        />
      </InlineGrid>
    </Box>
  );
}
