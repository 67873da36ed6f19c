import { expect, test } from "vitest";
import { reasonView, type ViewNames } from "#app/dropship/routing/routing-view.ts";
import type { StoredPlan } from "#app/dropship/routing/stored-plan.ts";

const LINE = "gid://shopify/LineItem/1";
const names: ViewNames = {
  currency: "USD",
  suppliers: new Map([
    ["1", "Oak"],
    ["2", "Elm"],
    ["3", "Fir"],
  ]),
  currenciesWithoutRate: new Map([
    ["1", "EUR"],
    ["2", "EUR"],
  ]),
  lines: new Map([[LINE, "Lamp"]]),
};

const planOf = (...supplierIds: readonly string[]): StoredPlan => ({
  orderGid: "gid://shopify/Order/1",
  ruleVersion: 1,
  assignments: [],
  held: [],
  cost: {
    goodsMinor: "0",
    shippingMinor: "0",
    dropFeesMinor: "0",
    riskMinor: "0",
    totalMinor: "0",
  },
  parcels: 0,
  isProvenBest: true,
  considered: supplierIds.map((supplierId) => ({
    lineGid: LINE,
    supplierId,
    verdict: { kind: "dropped", reason: { code: "cost_unknown" } },
  })),
});

const fixesOf = (...supplierIds: readonly string[]) =>
  reasonView({ code: "no_supplier", lineGid: LINE, units: 1 }, planOf(...supplierIds), names).fixes;

test("a cost that only lacks a rate leads to the rate, once for each currency", () => {
  expect(fixesOf("1", "2", "3")).toEqual([
    { label: "Enter a rate for EUR", url: "/app/suppliers#rates" },
    { label: "Enter a cost at Fir", url: "/app/suppliers/3" },
  ]);
});
