/** The list's views as tabs: four of the product's, then the shop's own, which can be renamed and deleted. */
import type { TabProps } from "@shopify/polaris";
import type { OrderListQuery, OrderListView, SavedView } from "#app/orders/views.ts";
import { defaultSort } from "./order-list-params.ts";

const FIXED: readonly { view: OrderListView; name: string }[] = [
  { view: "exceptions", name: "Exceptions" },
  { view: "all", name: "All" },
  { view: "open", name: "Open" },
  { view: "cancelled", name: "Cancelled" },
];

export type ViewTab = {
  readonly name: string;
  readonly savedViewId: string | null;
  readonly query: Omit<OrderListQuery, "cursor" | "pageSize">;
};

export function listViewTabs(savedViews: readonly SavedView[]): ViewTab[] {
  return [
    ...FIXED.map(({ view, name }) => ({
      name,
      savedViewId: null,
      query: { view, search: "", filters: {}, sort: defaultSort(view) },
    })),
    ...savedViews,
  ];
}

export function selectedTab(
  tabs: readonly ViewTab[],
  query: OrderListQuery,
  savedViewId: string | null,
) {
  const saved = tabs.findIndex(
    (tab) => tab.savedViewId !== null && tab.savedViewId === savedViewId,
  );
  if (saved >= 0) return saved;
  return Math.max(
    0,
    tabs.findIndex((tab) => tab.savedViewId === null && tab.query.view === query.view),
  );
}

type TabActions = {
  onOpen: (tab: ViewTab) => void;
  onRename: (savedViewId: string, name: string) => Promise<boolean>;
  onDelete: (savedViewId: string) => Promise<boolean>;
};

export function presentTabs(tabs: readonly ViewTab[], actions: TabActions): TabProps[] {
  const viewNames = tabs.map(({ name }) => name);
  return tabs.map((tab, index) => {
    const { savedViewId } = tab;
    const base = {
      id: `orders-view-${savedViewId ?? tab.query.view}-${index}`,
      content: tab.name,
      viewNames,
      onAction: () => actions.onOpen(tab),
    };
    if (savedViewId === null) return { ...base, isLocked: index === 0, actions: [] };
    return {
      ...base,
      actions: [
        { type: "rename", onPrimaryAction: (name) => actions.onRename(savedViewId, name) },
        { type: "delete", onPrimaryAction: () => actions.onDelete(savedViewId) },
      ],
    } satisfies TabProps;
  });
}
