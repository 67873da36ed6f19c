import { IndexFilters, IndexFiltersMode, useSetIndexFiltersMode } from "@shopify/polaris";
import type { OrderListPage, OrderListQuery, SavedView } from "#app/orders/views.ts";
import { listSortChoices, sortOfValue, sortValue } from "./order-columns.ts";
import { listOrderFilters } from "./order-filter-controls.tsx";
import { listViewTabs, presentTabs, selectedTab, type ViewTab } from "./saved-view-tabs.ts";
import type { useOrderList } from "./use-order-list.ts";
import { useSavedViews } from "./use-saved-views.ts";

type OrderIndexFiltersProps = {
  query: OrderListQuery;
  savedViewId: string | null;
  savedViews: readonly SavedView[];
  choices: OrderListPage["choices"];
  countryNames: Readonly<Record<string, string>>;
  list: ReturnType<typeof useOrderList>;
  isLoading: boolean;
};

/** Views, search, filters and order of the list. */
export function OrderIndexFilters(props: OrderIndexFiltersProps) {
  const { query, savedViewId, savedViews, list } = props;
  // Somebody who arrives with a search or filters sees them, and can take them away.
  const { mode, setMode } = useSetIndexFiltersMode(
    isNarrowed(query) ? IndexFiltersMode.Filtering : IndexFiltersMode.Default,
  );
  const views = useSavedViews();
  const tabs = listViewTabs(savedViews);
  const open = (tab: ViewTab) => list.open(tab.query, tab.savedViewId);

  async function create(name: string) {
    const answer = await views.create(name, query);
    if (answer.ok) list.open(query, answer.savedViewId);
    return answer.ok;
  }

  return (
    <IndexFilters
      mode={mode}
      setMode={setMode}
      tabs={presentTabs(tabs, {
        onOpen: open,
        async onRename(id, name) {
          const answer = await views.rename(id, name);
          if (answer.ok && id === savedViewId) list.open(query, answer.savedViewId);
          return answer.ok;
        },
        async onDelete(id) {
          const answer = await views.remove(id);
          if (answer.ok && tabs[0]) open(tabs[0]);
          return answer.ok;
        },
      })}
      selected={selectedTab(tabs, query, savedViewId)}
      canCreateNewView
      onCreateNewView={create}
      primaryAction={{ type: "save-as", onAction: create }}
      cancelAction={{ onAction: list.clear }}
      queryValue={list.search}
      queryPlaceholder="Search order, customer, e-mail, SKU or tracking number"
      onQueryChange={list.setSearch}
      onQueryClear={() => list.setSearch("")}
      onClearAll={list.clear}
      sortOptions={listSortChoices(query.view)}
      sortSelected={[sortValue(query.sort)]}
      onSort={([value]) => {
        const sort = sortOfValue(value);
        if (sort) list.setSort(sort);
      }}
      loading={props.isLoading}
      {...listOrderFilters({
        filters: query.filters,
        choices: props.choices,
        countryNames: props.countryNames,
        onChange: list.setFilters,
      })}
    />
  );
}

/** Whether anything but the flag, which has its own place above the table, narrows the list. */
function isNarrowed({ search, filters }: OrderListQuery) {
  return search !== "" || Object.keys(filters).some((name) => name !== "flag");
}
