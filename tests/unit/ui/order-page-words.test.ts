import { expect, test } from "vitest";
import {
  describeActor,
  describeFacts,
  describeKind,
} from "#app/routes/app.orders.$orderId/timeline-words.ts";
import {
  listSortChoices,
  sortOfValue,
  sortValue,
} from "#app/routes/app.orders._index/order-columns.ts";
import {
  listViewTabs,
  presentTabs,
  selectedTab,
} from "#app/routes/app.orders._index/saved-view-tabs.ts";
import { parseOrderListParams } from "#app/routes/app.orders._index/order-list-params.ts";

test("an entry of a kind nobody foresaw is shown as it reads", () => {
  expect(describeKind("parcel.opened_by_customs")).toBe("Parcel opened by customs");
  expect(describeActor("customs_office")).toBe("Customs office");
});

test("facts are shown without ids and nothings", () => {
  const facts = {
    units: 2,
    cancelReason: "customer_changed_mind",
    orderGid: "gid://x",
    note: null,
  };
  expect(describeFacts(facts)).toBe("Units: 2 · Cancel reason: customer changed mind");
});

test.each(["worst", "newest", "oldest", "total_high", "total_low"] as const)(
  "the order %s survives the menu",
  (sort) => {
    expect(sortOfValue(sortValue(sort))).toBe(sort);
  },
);

test("worst first is offered only where flags are", () => {
  const offers = (view: "exceptions" | "all") => listSortChoices(view).map(({ value }) => value);
  expect(offers("exceptions")).toContain("urgency desc");
  expect(offers("all")).not.toContain("urgency desc");
});

const savedQuery = { view: "all", search: "x", filters: {}, sort: "newest" } as const;
const tabs = listViewTabs([{ savedViewId: "7", name: "Mine", query: savedQuery }]);
const all = parseOrderListParams(new URLSearchParams("view=all"));

test.each<[string, string | null, number]>([
  ["a view of the product", null, 1],
  ["a saved one", "7", 4],
  ["one that was deleted", "8", 1],
])("selects %s", (_what, savedViewId, index) => {
  expect(selectedTab(tabs, all, savedViewId)).toBe(index);
});

test("only saved views can be renamed and deleted", () => {
  const presented = presentTabs(tabs, {
    onOpen: () => undefined,
    onRename: () => Promise.resolve(true),
    onDelete: () => Promise.resolve(true),
  });
  expect(presented.map(({ actions }) => actions?.map(({ type }) => type))).toEqual([
    [],
    [],
    [],
    [],
    ["rename", "delete"],
  ]);
});
