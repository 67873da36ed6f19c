import { useNavigate } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { OrderListFilters, OrderListQuery } from "#app/orders/views.ts";
import { formatOrderListParams } from "./order-list-params.ts";

// Long enough for the next keystroke, short enough not to be felt.
const SEARCH_PAUSE_MS = 300;

type ListQuery = Omit<OrderListQuery, "cursor" | "pageSize">;

/** Moves the list by its address: every view of it can be reloaded, shared and gone back to. */
export function useOrderList(query: OrderListQuery, savedViewId: string | null) {
  const navigate = useNavigate();
  const [search, setSearch] = useState(query.search);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const sent = useRef(query.search);

  useEffect(() => {
    // Another view was opened: its search text replaces what stands in the field. An echo of our own does not.
    if (query.search !== sent.current) setSearch(query.search);
    sent.current = query.search;
  }, [query.search, query.view, savedViewId]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function show(next: ListQuery & { cursor?: string | null }, keepsHistory = true) {
    const params = formatOrderListParams(next);
    if (savedViewId) params.set("saved", savedViewId);
    navigate(addressOf(params), { replace: !keepsHistory, preventScrollReset: true });
  }

  return {
    search,
    setSearch(text: string) {
      setSearch(text);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        sent.current = text.trim();
        show({ ...query, search: text.trim(), cursor: null }, false);
      }, SEARCH_PAUSE_MS);
    },
    setSort: (sort: ListQuery["sort"]) => show({ ...query, sort, cursor: null }),
    setCursor: (cursor: string) => show({ ...query, cursor }),
    setFilters: (change: Partial<Record<keyof OrderListFilters, string | null>>) =>
      show({ ...query, filters: changeFilters(query.filters, change), cursor: null }),
    clear() {
      setSearch("");
      sent.current = "";
      show({ ...query, search: "", filters: {}, cursor: null });
    },
    open(next: ListQuery, nextSavedViewId: string | null) {
      const params = formatOrderListParams(next);
      if (nextSavedViewId) params.set("saved", nextSavedViewId);
      navigate(addressOf(params), { preventScrollReset: true });
    },
  };
}

function addressOf(params: URLSearchParams) {
  const text = params.toString();
  return text ? `/app/orders?${text}` : "/app/orders";
}

function changeFilters(
  filters: OrderListFilters,
  change: Partial<Record<keyof OrderListFilters, string | null>>,
): OrderListFilters {
  const merged = Object.entries({ ...filters, ...change }).filter(([, value]) => value);
  return Object.fromEntries(merged) as OrderListFilters; // names come from OrderListFilters; the loader parses values again
}
