import { useSearchParams } from "@remix-run/react";
import { Box, InlineGrid, Select, TextField } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { SupplierListQuery } from "#app/dropship/suppliers/list-supplier-rows.server.ts";

// Long enough for the next keystroke, short enough not to be felt.
const SEARCH_PAUSE_MS = 300;

const STATES = [
  { label: "Active and paused", value: "current" },
  { label: "Active", value: "active" },
  { label: "Paused", value: "paused" },
  { label: "Archived", value: "archived" },
];

export function SupplierFilters({ query }: { query: SupplierListQuery }) {
  const [, setParams] = useSearchParams();
  const [search, setSearch] = useState(query.search);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);

  function show(change: { q?: string; state?: string }) {
    setParams(
      (params) => {
        for (const [name, value] of Object.entries(change)) params.set(name, value);
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
      <InlineGrid columns={{ xs: 1, sm: ["twoThirds", "oneThird"] }} gap="300">
        <TextField
          label="Search"
          labelHidden
          placeholder="Search by name or vendor"
          autoComplete="off"
          clearButton
          value={search}
          onChange={type}
          onClearButtonClick={() => type("")}
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
