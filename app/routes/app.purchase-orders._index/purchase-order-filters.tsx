import { useSearchParams } from "@remix-run/react";
import { Box, InlineGrid, Select, TextField } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { PurchaseOrderListQuery } from "#app/dropship/purchase-orders/list/purchase-order-query.ts";

// Long enough for the next keystroke, short enough not to be felt.
const SEARCH_PAUSE_MS = 300;

const SORTS = [
  { label: "Newest first", value: "newest" },
  { label: "Oldest first", value: "oldest" },
];

type PurchaseOrderFiltersProps = {
  query: PurchaseOrderListQuery;
  suppliers: readonly { readonly supplierId: string; readonly name: string }[];
};

export function PurchaseOrderFilters({ query, suppliers }: PurchaseOrderFiltersProps) {
  const [, setParams] = useSearchParams();
  const [search, setSearch] = useState(query.search);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);

  function show(change: Readonly<Record<string, string>>) {
    setParams(
      (params) => {
        for (const [name, value] of Object.entries(change)) {
          if (value === "") params.delete(name);
          else params.set(name, value);
        }
        params.delete("cursor");
        return params;
      },
      { preventScrollReset: true, replace: true },
    );
  }

  function type(text: string) {
    setSearch(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => show({ q: text.trim() }), SEARCH_PAUSE_MS);
  }

  return (
    <Box padding="300">
      <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300">
        <TextField
          label="Search"
          labelHidden
          placeholder="Search by number, order or supplier"
          autoComplete="off"
          clearButton
          value={search}
          onChange={type}
          onClearButtonClick={() => type("")}
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
