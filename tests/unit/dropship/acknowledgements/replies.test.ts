import { expect, test } from "vitest";
import { dayTable, readDayTable } from "#app/dropship/acknowledgements/day-table.ts";
import { proposeFromReply } from "#app/dropship/acknowledgements/propose-from-reply.ts";
import {
  checkRows,
  findByNumber,
  splitRows,
} from "#app/dropship/acknowledgements/tracking-rows.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { LANGUAGE_NAMES } from "#app/dropship/supplier-words/words-of.ts";

const anOrder = (number: string, id = BigInt(number.replace(/\D/g, ""))): PurchaseOrder =>
  ({
    id,
    orderId: id,
    number,
    state: "sent",
    revision: 1,
    currency: "USD",
    endedAt: null,
    promisedOn: null,
    shipTo: null,
    service: null,
    note: null,
    lines: [
      {
        id,
        lineGid: `gid://shopify/LineItem/${id}`,
        title: "Mug",
        variantTitle: null,
        sku: "M",
        supplierSku: "S",
        note: null,
        customAttributes: [],
        units: 2,
        acceptedUnits: 0,
        declinedUnits: 0,
        trackedUnits: 0,
        unitCostMinor: 1_000n,
        statedCostMinor: null,
        promisedOn: null,
      },
    ],
  }) as unknown as PurchaseOrder; // no more of it is read here

const ORDERS = [anOrder("1001-1"), anOrder("1002-1"), anOrder("1002-2"), anOrder("SH-77-1")];

test.each([
  ["1001-1, RR123456785CN", "1001-1", "RR123456785CN", null],
  ["1001-1，RR123456785CN，中国邮政", "1001-1", "RR123456785CN", "中国邮政"],
  ["1001-1；RR123456785CN", "1001-1", "RR123456785CN", null],
  ["1001-1\tRR 123 456 785 CN\tChina Post", "1001-1", "RR 123 456 785 CN", "China Post"],
  ["#1001-1 RR123456785CN", "#1001-1", "RR123456785CN", null],
  ["1001-1 9400 1000 0000 0000 0000 00", "1001-1", "9400 1000 0000 0000 0000 00", null],
  ["1001-1 RR123456785CN China Post", "1001-1", "RR123456785CN", "China Post"],
])("reads %s", (raw, order, tracking, carrier) => {
  expect(splitRows(raw)).toMatchObject([{ order, tracking, carrier }]);
});

test.each([
  ["#1001-1", "1001-1"],
  ["1001-1 R2", "1001-1"],
  ["1001", "1001-1"],
  ["sh-77-1", "SH-77-1"],
  ["１００１－１", "1001-1"],
])("finds %s", (text, number) => {
  expect(findByNumber(text, ORDERS)).toMatchObject({ number });
});

test("does not choose between two orders of one number", () => {
  expect(findByNumber("1002", ORDERS)).toBe("order_ambiguous");
  expect(findByNumber("1003-1", ORDERS)).toBe("order_unknown");
});

test("rows are checked by themselves and against each other", () => {
  const rows = splitRows(
    [
      "1001-1, RR123456785CN",
      "1002-1, RR123456785CN",
      "1001-1, RR000000014CN",
      "1002-2",
      "9-9, X",
    ].join("\n"),
  );
  const checked = checkRows(rows, ORDERS, new Map());
  expect(checked.map(({ verdict, problem }) => [verdict, problem?.code])).toEqual([
    ["fine", undefined],
    ["wrong", "twice"],
    ["wrong", "nothing_left"],
    ["wrong", "no_number"],
    ["wrong", "order_unknown"],
  ]);
});

test.each(LANGUAGE_NAMES)("the table in %s is read back as it was written", (language) => {
  const table = dayTable(ORDERS, language);
  const read = readDayTable(table);
  expect(read).toHaveLength(4);
  expect(read?.[0]).toMatchObject({ order: "1001-1", line: "10011", accept: "", price: "10.00" });
});

test("a table without a column for orders is none", () => {
  expect(
    readDayTable([
      ["a", "b"],
      ["1", "2"],
    ]),
  ).toBeNull();
});

const propose = (text: string, purchaseOrderNumber: string | null = null) =>
  proposeFromReply({ text, tables: [], purchaseOrderNumber, today: "2026-11-20" }, ORDERS).map(
    ({ order, accept, decline, tracking, date, reason }) => ({
      order,
      accept,
      decline,
      tracking,
      date,
      reason,
    }),
  );
const NOTHING = { accept: "", decline: "", tracking: "", date: "", reason: "" };

test.each([
  [
    "1001-1 confirmed, ships 2026-11-28",
    { ...NOTHING, order: "1001-1", accept: "all", date: "2026-11-28" },
  ],
  ["订单1001-1缺货", { ...NOTHING, order: "1001-1", decline: "all", reason: "out_of_stock" }],
  ["1001-1 可以，11月28日发货", { ...NOTHING, order: "1001-1", accept: "all", date: "2026-11-28" }],
  ["Aceptamos el pedido 1001-1", { ...NOTHING, order: "1001-1", accept: "all" }],
  [
    "We can't ship 1001-1",
    { ...NOTHING, order: "1001-1", decline: "all", reason: "cannot_ship_there" },
  ],
  ["1001-1 tracking RR123456785CN", { ...NOTHING, order: "1001-1", tracking: "RR123456785CN" }],
])("%s", (text, row) => {
  expect(propose(text)).toEqual([row]);
});

test("without a number it speaks of the order that the mail answers, or of none", () => {
  expect(propose("ok", "1001-1")).toEqual([{ ...NOTHING, order: "1001-1", accept: "all" }]);
  expect(propose("ok")).toEqual([]);
  expect(propose("> 1001-1 confirmed\nHello, how are you?", "1001-1")).toEqual([]);
});

test("what is listed under a number is about it", () => {
  expect(propose("1001-1\nRR123456785CN\n1002-2\nRR000000014CN")).toEqual([
    { ...NOTHING, order: "1001-1", tracking: "RR123456785CN" },
    { ...NOTHING, order: "1002-2", tracking: "RR000000014CN" },
  ]);
});

test("a table that hangs on the mail says it line by line", () => {
  const tables = [
    [
      ["订单号", "运单号"],
      ["1001-1", "RR123456785CN"],
      ["1002-1", ""],
    ],
  ];
  const rows = proposeFromReply(
    { text: "见附件", tables, purchaseOrderNumber: null, today: "2026-11-20" },
    ORDERS,
  );
  expect(rows).toMatchObject([{ order: "1001-1", tracking: "RR123456785CN" }]);
});
