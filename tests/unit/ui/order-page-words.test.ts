import { expect, test } from "vitest";
import type { TimelineEntryView } from "#app/orders/views.ts";
import { describeKind } from "#app/routes/app.orders.$orderId/timeline-kinds.ts";
import {
  describeActor,
  describeFacts,
  groupTimeline,
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
import { describeCode } from "#app/ui/describe-code.ts";
import { parseOrderListParams } from "#app/routes/app.orders._index/order-list-params.ts";

const SUPPLY_KINDS = [
  ...["issued", "approved", "held", "tried_again", "sent", "sent_again", "failed", "revised"],
  ...["address_asked", "nudged", "revoked", "closed", "accepted", "declined", "line_answered"],
  ...["cost_agreed", "cost_refused"],
]
  .map((kind) => `purchase_order.${kind}`)
  .concat(
    ["stated", "corrected", "scanned", "delivered", "reported_late"].map(
      (kind) => `shipment.${kind}`,
    ),
  );

test("an entry of a kind nobody foresaw is shown as it reads", () => {
  expect(describeKind({ kind: "parcel.opened_by_customs", facts: {} })).toBe(
    "Parcel opened by customs",
  );
  expect(describeActor("customs_office")).toBe("Customs office");
});

test.each([
  ["intent.planned", "send_mail", "Next step: send a mail"],
  ["intent.done", "send_mail", "Mail sent"],
  ["intent.failed", "create_fulfillment", "Refused: mark as shipped in Shopify"],
  ["intent.done", "teleport_parcel", "Teleport parcel: done"],
])("%s of %s is a sentence", (kind, act, sentence) => {
  const facts = { kind: act, amountMinor: null };
  expect(describeKind({ kind, facts })).toBe(sentence);
  expect(describeFacts(kind, facts, "USD")).toBe("");
});

test.each(SUPPLY_KINDS)("%s has words of its own", (kind) => {
  expect(describeKind({ kind, facts: {} })).not.toBe(describeCode(kind));
});

test("what suppliers do names the purchase order and the number; a mail's own number is not shown", () => {
  const facts = { number: "1001-1", trackingNumber: "1Z5R89390357567127", carrier: "UPS" };
  expect(describeFacts("shipment.stated", facts, "USD")).toBe(
    "Purchase order: 1001-1 · Tracking number: 1Z5R89390357567127 · Carrier: UPS",
  );
  expect(describeFacts("message.failed", { number: "7", reason: "mailbox_full" }, "USD")).toBe(
    "Reason: mailbox full",
  );
});

test("facts are shown in words and money, without ids and nothings", () => {
  const facts = {
    quantity: 2,
    cancelReason: "customer_changed_mind",
    currentTotalMinor: "2050",
    orderGid: "gid://shopify/Order/1",
    reason: null,
  };
  expect(describeFacts("order.changed", facts, "USD")).toBe(
    "Reason: customer changed mind · Units: 2 · Total now: 20.50 USD",
  );
  expect(describeFacts("order.imported", facts, "USD")).toBe("");
  expect(describeFacts("transaction.added", { amountMinor: "2050", currency: "JPY" }, "USD")).toBe(
    "Amount: 2050 JPY",
  );
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

function entry(seq: number, kind: string, recordedAt: string): TimelineEntryView {
  const occurredAt = recordedAt;
  return {
    seq: String(seq),
    kind,
    actor: "shopify",
    occurredAt,
    recordedAt,
    line: null,
    facts: {},
  };
}

test("details fold under the entry they were recorded with, newest first", () => {
  const first = "2026-11-20T10:00:00.000Z";
  const second = "2026-11-21T10:00:00.000Z";
  const entries = [
    entry(5, "line.changed", second),
    entry(4, "fulfillment.added", second),
    entry(3, "line.added", first),
    entry(2, "line.added", first),
    entry(1, "order.created", first),
  ];
  const groups = groupTimeline(entries);
  expect(groups.map((group) => [group.entry.seq, group.details.map(({ seq }) => seq)])).toEqual([
    ["4", ["5"]],
    ["1", ["3", "2"]],
  ]);
});

test("a detail recorded alone stands alone", () => {
  const groups = groupTimeline([
    entry(2, "line.changed", "2026-11-21T10:00:00.000Z"),
    entry(1, "order.created", "2026-11-20T10:00:00.000Z"),
  ]);
  expect(groups).toHaveLength(2);
});

test("what an import read later folds under its reading", () => {
  const groups = groupTimeline([
    entry(3, "order.changed", "2026-11-22T10:00:00.000Z"),
    entry(2, "order.supplemented", "2026-11-21T10:00:00.000Z"),
    entry(1, "order.imported", "2026-11-20T10:00:00.000Z"),
  ]);
  expect(groups.map((group) => [group.entry.seq, group.details.length])).toEqual([
    ["3", 0],
    ["1", 1],
  ]);
});
