/** Which columns the order table has, and in which orders it can be read. */
import type { OrderListView, OrderSort } from "#app/orders/views.ts";

export const ORDER_HEADINGS = [
  { title: "Order" },
  { title: "Flag" },
  { title: "Placed" },
  { title: "Customer" },
  { title: "Country" },
  { title: "Payment" },
  { title: "Fulfillment" },
  { title: "Vendors" },
  { title: "Total", alignment: "end" as const },
] as const;

const SORT_CHOICES = {
  worst: { label: "Urgency", directionLabel: "Worst first" },
  newest: { label: "Placed", directionLabel: "Newest first" },
  oldest: { label: "Placed", directionLabel: "Oldest first" },
  total_high: { label: "Total", directionLabel: "Highest first" },
  total_low: { label: "Total", directionLabel: "Lowest first" },
} as const satisfies Record<OrderSort, { label: string; directionLabel: string }>;

// Polaris reads the part behind the space as a direction and draws two arrows.
const VALUES: Readonly<Record<OrderSort, `${string} ${"asc" | "desc"}`>> = {
  worst: "urgency desc",
  newest: "placed desc",
  oldest: "placed asc",
  total_high: "total desc",
  total_low: "total asc",
};

export const sortValue = (sort: OrderSort) => VALUES[sort];

export function sortOfValue(value: string | undefined): OrderSort | null {
  // "urgency asc" has no meaning of its own; the list knows worst first only.
  if (value?.startsWith("urgency")) return "worst";
  const found = Object.entries(VALUES).find(([, known]) => known === value);
  return found ? (found[0] as OrderSort) : null; // keys of VALUES are OrderSort by its type
}

export function listSortChoices(view: OrderListView) {
  return Object.entries(SORT_CHOICES)
    .filter(([sort]) => sort !== "worst" || view === "exceptions")
    .map(([sort, words]) => ({ ...words, value: VALUES[sort as OrderSort] })); // keys are OrderSort by `satisfies`
}
