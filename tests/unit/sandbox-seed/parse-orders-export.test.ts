import { expect, test } from "vitest";
import { parseOrdersExport } from "#sandbox/seed/csv/parse-orders-export.ts";

const DEFAULTS = { currency: "USD", zone: "America/New_York" };
const HEAD =
  "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id";

function parse(text: string) {
  return parseOrdersExport(text, "orders.csv", DEFAULTS);
}

function file(...rows: string[]): string {
  return [HEAD, ...rows].join("\n");
}

const ROW =
  "#1001,a@example.com,paid,USD,30.00,5.00,0.00,35.00,2026-03-04 10:11:12 -0500,2,Mug,15.00,555";

test("joins the rows of one order and keeps the blank repeats of the first", async () => {
  const { orders, problems } = await parse(
    file(ROW, "#1001,a@example.com,,,,,,,2026-03-04 10:11:12 -0500,1,Plate,9.50,"),
  );
  expect(problems).toEqual([]);
  expect(orders).toHaveLength(1);
  expect(orders[0]).toMatchObject({
    name: "#1001",
    totalMinor: 35_00,
    createdAt: "2026-03-04T15:11:12Z",
    lines: [
      { quantity: 2, name: "Mug", unitPriceMinor: 15_00, line: 2 },
      { quantity: 1, name: "Plate", unitPriceMinor: 9_50, line: 3 },
    ],
  });
});

test("joins rows filled down by a spreadsheet, and rows that stand apart", async () => {
  const other =
    "#1002,b@example.com,paid,USD,9.50,0.00,0.00,9.50,2026-03-05 10:11:12 -0500,1,Plate,9.50,556";
  const { orders, problems } = await parse(file(ROW, other, ROW.replace("2,Mug", "1,Bowl")));
  expect(problems).toEqual([]);
  expect(orders.map(({ name, lines }) => [name, lines.length])).toEqual([
    ["#1001", 2],
    ["#1002", 1],
  ]);
});

test("two orders that share a name but not an id stay two", async () => {
  const { orders } = await parse(file(ROW, ROW.replace(",555", ",777")));
  expect(orders.map(({ id }) => id)).toEqual(["555", "777"]);
});

test.each<[string, string, string, string]>([
  [
    "a count that is no number",
    ROW.replace(",2,Mug", ",two,Mug"),
    "Lineitem quantity",
    "“two” is not a whole number.",
  ],
  [
    "a count of nothing",
    ROW.replace(",2,Mug", ",0,Mug"),
    "Lineitem quantity",
    "“0” is less than 1.",
  ],
  [
    "a price with words",
    ROW.replace("15.00,555", "fifteen,555"),
    "Lineitem price",
    "“fifteen” is not an amount. Shopify writes 1234.50.",
  ],
  [
    "a comma for the decimals",
    ROW.replace("15.00,555", '"15,00",555'),
    "Lineitem price",
    "“15,00” is not an amount. Shopify writes 1234.50.",
  ],
  [
    "too many decimals",
    ROW.replace("15.00,555", "15.005,555"),
    "Lineitem price",
    "“15.005” has more decimals than USD has.",
  ],
  [
    "an unknown currency",
    ROW.replace("USD", "US Dollars"),
    "Currency",
    "“US Dollars” is not a currency code.",
  ],
  [
    "an unknown status",
    ROW.replace("paid", "settled"),
    "Financial Status",
    "“settled” is not one of paid, pending, authorized, partially_paid, partially_refunded, refunded, voided, expired.",
  ],
  [
    "a day that is none",
    ROW.replace("2026-03-04", "2026-02-30"),
    "Created at",
    "“2026-02-30 10:11:12 -0500” is not a day of the calendar.",
  ],
  [
    "a spreadsheet's date",
    ROW.replace("2026-03-04 10:11:12 -0500", "3/4/2026 10:11"),
    "Created at",
    "“3/4/2026 10:11” is not a date. Shopify writes 2026-03-04 10:11:12 -0500.",
  ],
  ["no date", ROW.replace("2026-03-04 10:11:12 -0500", ""), "Created at", "The order has no date."],
  ["no name", ROW.replace("#1001", ""), "Name", "The row names no order."],
  [
    "a cell too many",
    `${ROW},surplus`,
    "-",
    "The row has 14 cells and the header 13: a comma without quotation marks?",
  ],
])("reports %s by line and column, and reads on", async (_what, bad, column, reason) => {
  const good = ROW.replace("#1001", "#1002").replace("555", "556");
  const { orders, problems } = await parse(
    file(good, bad, good.replaceAll("1002", "1003").replace("556", "557")),
  );
  expect(problems).toEqual([{ file: "orders.csv", line: 3, column, reason }]);
  expect(orders.map(({ name }) => name)).toEqual(["#1002", "#1003"]);
});

test("a bad further row costs its line, not the order", async () => {
  const { orders, problems } = await parse(
    file(ROW, "#1001,,,,,,,,,x,Plate,9.50,", "#1001,,,,,,,,,1,Bowl,9.50,"),
  );
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ line: 3, column: "Lineitem quantity" });
  expect(orders[0]?.lines.map(({ name }) => name)).toEqual(["Mug", "Bowl"]);
  expect(orders[0]?.isIncomplete).toBe(true);
});

test("rows of an order whose first row is unreadable are named, not silently dropped", async () => {
  const { orders, problems } = await parse(
    file(ROW.replace("USD", "ZZZ1"), "#1001,,,,,,,,,1,Bowl,9.50,"),
  );
  expect(orders).toEqual([]);
  expect(problems.map(({ line, column }) => [line, column])).toEqual([
    [2, "Currency"],
    [3, "Name"],
  ]);
});

test("an old export with few columns loads", async () => {
  const text =
    "Name,Created at,Lineitem quantity,Lineitem name,Lineitem price\n#7,2013-05-06 07:08:09 -0400,1,Tee,10\n";
  const { orders, problems } = await parse(text);
  expect(problems).toEqual([]);
  expect(orders[0]).toMatchObject({
    currency: "USD",
    totalMinor: null,
    lines: [{ unitPriceMinor: 10_00 }],
  });
});

test.each<[string, string]>([
  ["2026-03-04 10:11:12 -0500", "2026-03-04T15:11:12Z"],
  ["2026-03-04 10:11:12 +05:30", "2026-03-04T04:41:12Z"],
  ["2026-03-04T10:11:12Z", "2026-03-04T10:11:12Z"],
  ["2026-03-04 10:11:12 UTC", "2026-03-04T10:11:12Z"],
  ["2026-07-04 10:11:12", "2026-07-04T14:11:12Z"],
  ["2026-03-04 10:11", "2026-03-04T15:11:00Z"],
])("reads the date %s", async (text, instant) => {
  const { orders } = await parse(file(ROW.replace("2026-03-04 10:11:12 -0500", text)));
  expect(orders[0]?.createdAt).toBe(instant);
});

test.each<[string, string, number]>([
  ["JPY", "1200", 1200],
  ["JPY", "1200.00", 1200],
  ["KWD", "1.250", 1250],
  ["KWD", "1.2", 1200],
  ["USD", "1.5", 150],
  ["USD", "9007199254740.99", 900719925474099],
])("an amount in %s, %s, is exact", async (currency, text, minor) => {
  const { orders } = await parse(
    file(
      ROW.replace("USD", currency)
        .replace("15.00,555", `${text},555`)
        .replaceAll(/\d+\.00/g, "0"),
    ),
  );
  const [order] = orders;
  expect(order?.lines[0]?.unitPriceMinor ?? order).toBe(text.endsWith(".00") ? 0 : minor);
});

test("keeps notes with line breaks, attributes, leading zeros and native script", async () => {
  const header = `${HEAD},Notes,Note Attributes,Shipping Name,Shipping Address1,Shipping Zip,Shipping Country,Tags`;
  const row = `${ROW},"first\nsecond, ""quoted""","engraving: Für Ömer: A\ngift: ","髙橋 さくら",神宮前1丁目,'04101,JP,"b, a, b"`;
  const { orders, problems } = await parse(`${header}\r\n${row}\r\n`);
  expect(problems).toEqual([]);
  expect(orders[0]).toMatchObject({
    note: 'first\nsecond, "quoted"',
    attributes: [
      { key: "engraving", value: "Für Ömer: A" },
      { key: "gift", value: "" },
    ],
    shippingAddress: { name: "髙橋 さくら", address1: "神宮前1丁目", zip: "04101", country: "JP" },
    tags: ["b", "a"],
  });
});

test("a file of another kind is refused in one sentence", async () => {
  const { orders, problems } = await parse("Handle,Title\nmug,Mug\n");
  expect(orders).toEqual([]);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.reason).toMatch(/missing: this is not a Shopify export/);
});

test("an empty file is a problem, a header alone is not", async () => {
  expect((await parse("")).problems).toEqual([
    { file: "orders.csv", line: 1, column: "-", reason: "The file is empty." },
  ]);
  expect(await parse(HEAD)).toEqual({ orders: [], problems: [] });
});

test("exports pasted together, headers and all, load as one", async () => {
  const { orders, problems } = await parse(
    file(ROW, HEAD, ROW.replace("#1001", "#1002").replace("555", "556")),
  );
  expect(problems).toEqual([]);
  expect(orders).toHaveLength(2);
});

test("a file saved in another encoding loads and says so once", async () => {
  const bytes = Buffer.from(
    file(
      ROW.replace("Mug", "Caf\u00e9"),
      ROW.replace("#1001", "#1002").replace("555", "556").replace("Mug", "Th\u00e9"),
    ),
    "latin1",
  );
  const { orders, problems } = await parseOrdersExport(bytes, "orders.csv", DEFAULTS);
  expect(orders).toHaveLength(2);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatchObject({ line: 2, column: "Lineitem name" });
});
