import fc from "fast-check";
import { expect, test } from "vitest";
import type { OrderListQuery } from "#app/orders/views.ts";
import {
  formatOrderListParams,
  PAGE_SIZE,
  parseOrderListParams,
} from "#app/routes/app.orders._index/order-list-params.ts";

const parse = (text: string) => parseOrderListParams(new URLSearchParams(text));

const opened: OrderListQuery = {
  view: "exceptions",
  search: "",
  filters: {},
  sort: "worst",
  cursor: null,
  pageSize: PAGE_SIZE,
};

test("opens on the exceptions, worst first", () => {
  expect(parse("")).toEqual(opened);
});

test("leaves out what Shopify adds to the address", () => {
  expect(parse("shop=x.myshopify.com&embedded=1&id_token=a.b.c&hmac=1")).toEqual(opened);
});

test.each<[string, string, Partial<OrderListQuery>]>([
  ["an unknown view", "view=everything", {}],
  ["an unknown order", "sort=random", {}],
  ["worst first outside the exceptions", "view=all&sort=worst", { view: "all", sort: "newest" }],
  ["an unknown flag", "flag=haunted", {}],
  ["a date that is none", "placedFrom=2026-99-01&placedTo=yesterday", {}],
  ["an empty search", "q=%20%20", {}],
])("falls back on %s", (_what, text, change) => {
  expect(parse(text)).toEqual({ ...opened, ...change });
});

test("reads every filter", () => {
  const text =
    "view=open&q=%231042&flag=returned&financial=paid&fulfillment=unfulfilled&vendor=Lumen%20%26%20Oak" +
    "&country=US&tag=vip&placedFrom=2026-11-01&placedTo=2026-11-30&sort=total_high&cursor=abc";
  expect(parse(text)).toEqual({
    view: "open",
    search: "#1042",
    filters: {
      flag: "returned",
      financial: "paid",
      fulfillment: "unfulfilled",
      vendor: "Lumen & Oak",
      country: "US",
      tag: "vip",
      placedFrom: "2026-11-01",
      placedTo: "2026-11-30",
    },
    sort: "total_high",
    cursor: "abc",
    pageSize: PAGE_SIZE,
  });
});

test("clips a search nobody typed", () => {
  expect(parse(`q=${"x".repeat(5_000)}`).search).toHaveLength(200);
});

test("the plain list has the shortest address", () => {
  expect(formatOrderListParams(opened).toString()).toBe("");
});

test("what is written is read back", () => {
  const text = fc.string({ minLength: 1, maxLength: 50 }).filter((value) => value.trim() === value);
  const query = fc.record({
    view: fc.constantFrom("exceptions" as const, "all" as const, "open" as const),
    search: text,
    filters: fc.record({ vendor: text, tag: text, country: fc.constantFrom("US", "JP") }),
    sort: fc.constantFrom("newest" as const, "oldest" as const, "total_low" as const),
    cursor: fc.option(text),
  });
  fc.assert(
    fc.property(query, (asked) => {
      const address = formatOrderListParams(asked).toString();
      expect(parse(address)).toEqual({ ...asked, pageSize: PAGE_SIZE });
    }),
  );
});
