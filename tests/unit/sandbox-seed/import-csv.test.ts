import fc from "fast-check";
import { stringify } from "csv-stringify/sync";
import { expect, test } from "vitest";
import { exponentOf } from "#sandbox/domain/money.ts";
import {
  orderSubtotal,
  orderTax,
  orderTotal,
  outstanding,
  refunded,
  shippingDiscount,
  shippingTotal,
} from "#sandbox/domain/order-money.ts";
import { subtractBags } from "#sandbox/domain/money.ts";
import { financialStatus, fulfillmentStatus } from "#sandbox/domain/order-status.ts";
import { importShopifyExports } from "#sandbox/seed/import-csv.ts";
import { createShop, createWorld } from "#sandbox/store/world.ts";

function open() {
  const world = createWorld();
  return { world, shop: createShop(world, { domain: "merchant.myshopify.com" }) };
}

async function load(ordersCsv: string, productsCsv?: string) {
  const { world, shop } = open();
  const result = await importShopifyExports(world, shop, {
    ordersCsv,
    ...(productsCsv ? { productsCsv } : {}),
  });
  return { ...result, shop, all: [...shop.orders.values()] };
}

type Cells = Record<string, string>;
const PLAIN: Cells = {
  Name: "#1001",
  Email: "a@example.com",
  "Financial Status": "paid",
  Currency: "USD",
  Subtotal: "30.00",
  Shipping: "5.00",
  Taxes: "0.00",
  Total: "35.00",
  "Created at": "2026-03-04 10:11:12 -0500",
  "Lineitem quantity": "2",
  "Lineitem name": "Mug - Blue",
  "Lineitem price": "15.00",
  "Lineitem sku": "MUG-B",
};

function csv(...rows: Cells[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return stringify([columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))]);
}

test.each<[string, Cells, object]>([
  ["paid", {}, { financial: "PAID", total: 35_00, back: 0 }],
  ["tax on top", { Taxes: "2.10", Total: "37.10" }, { total: 37_10, tax: 2_10 }],
  ["tax included", { Taxes: "5.83", Total: "35.00" }, { total: 35_00, tax: 5_83 }],
  [
    "a discount code",
    { Subtotal: "27.00", "Discount Code": "TEN", "Discount Amount": "3.00", Total: "32.00" },
    { total: 32_00, subtotal: 27_00 },
  ],
  [
    "free shipping by code",
    { "Discount Code": "FREESHIP", "Discount Amount": "5.00", Total: "30.00" },
    { total: 30_00, subtotal: 30_00, shipping: 0 },
  ],
  ["a tip", { Total: "40.00" }, { total: 40_00, subtotal: 30_00 }],
  [
    "refunded",
    { "Financial Status": "refunded", "Refunded Amount": "35.00" },
    { financial: "REFUNDED", total: 35_00, back: 35_00 },
  ],
  [
    "partly refunded",
    { "Financial Status": "partially_refunded", "Refunded Amount": "4.99" },
    { financial: "PARTIALLY_REFUNDED", back: 4_99 },
  ],
  ["pending", { "Financial Status": "pending" }, { financial: "PENDING", total: 35_00 }],
  ["authorized", { "Financial Status": "authorized" }, { financial: "AUTHORIZED" }],
  [
    "partly paid",
    { "Financial Status": "partially_paid", "Outstanding Balance": "10.00" },
    { financial: "PARTIALLY_PAID", due: 10_00 },
  ],
  [
    "voided and cancelled",
    { "Financial Status": "voided", "Cancelled at": "2026-03-05 10:00:00 -0500" },
    { financial: "VOIDED", cancelledAt: "2026-03-05T15:00:00Z" },
  ],
  [
    "cancelled and refunded",
    {
      "Financial Status": "refunded",
      "Refunded Amount": "35.00",
      "Cancelled at": "2026-03-05 10:00:00 -0500",
    },
    { financial: "REFUNDED", cancelledAt: "2026-03-05T15:00:00Z" },
  ],
  [
    "free of charge",
    {
      Subtotal: "0.00",
      Shipping: "0.00",
      Total: "0.00",
      "Discount Code": "ALL",
      "Discount Amount": "30.00",
    },
    { financial: "PAID", total: 0, subtotal: 0 },
  ],
  [
    "fulfilled",
    {
      "Fulfillment Status": "fulfilled",
      "Fulfilled at": "2026-03-06 10:00:00 -0500",
      "Lineitem fulfillment status": "fulfilled",
    },
    { fulfillment: "FULFILLED" },
  ],
  [
    "partly fulfilled",
    { "Fulfillment Status": "partial", "Lineitem fulfillment status": "partial" },
    { fulfillment: "PARTIALLY_FULFILLED" },
  ],
  [
    "not fulfilled",
    { "Fulfillment Status": "unfulfilled", "Lineitem fulfillment status": "pending" },
    { fulfillment: "UNFULFILLED" },
  ],
])("loads an order that is %s", async (_what, change, wanted) => {
  const { all, problems, shop } = await load(csv({ ...PLAIN, ...change }));
  expect(problems).toEqual([]);
  const [order] = all;
  if (!order) throw new Error("no order");
  expect({
    financial: financialStatus(order),
    fulfillment: fulfillmentStatus(shop, order),
    total: orderTotal(order).shop,
    subtotal: orderSubtotal(order).shop,
    shipping: subtractBags(shippingTotal(order), shippingDiscount(order)).shop,
    tax: orderTax(order).shop,
    back: refunded(order).shop,
    due: outstanding(shop, order).shop,
    cancelledAt: order.cancelledAt,
  }).toMatchObject(wanted);
});

test("an empty shop takes the currency most orders are in", async () => {
  const yen = {
    ...PLAIN,
    Currency: "JPY",
    Subtotal: "3000",
    Shipping: "0",
    Taxes: "0",
    Total: "3000",
    "Lineitem price": "1500",
  };
  const { shop, all } = await load(
    csv(yen, { ...yen, Name: "#1002" }, { ...PLAIN, Name: "#1003" }),
  );
  expect(shop.currency).toBe("JPY");
  expect(all.map((order) => [order.name, order.currency, orderTotal(order).shop])).toEqual([
    ["#1001", "JPY", 3000],
    ["#1002", "JPY", 3000],
    ["#1003", "USD", 35_00],
  ]);
});

test("numbers, customers and products follow the file", async () => {
  const next = {
    ...PLAIN,
    Name: "#1044",
    "Created at": "2026-03-09 09:00:00 -0400",
    "Lineitem name": "Plate",
    "Lineitem sku": "",
    Vendor: "Cove",
  };
  const { shop, all, products } = await load(csv(next, { ...PLAIN, Email: "A@Example.com" }));
  expect(all.map(({ number, customerId }) => [number, customerId])).toEqual([
    [1001, all[0]?.customerId],
    [1044, all[0]?.customerId],
  ]);
  expect(shop.customers.size).toBe(1);
  expect(shop.nextOrderNumber).toBe(1045);
  expect(products).toBe(2);
  expect([...shop.products.values()].map(({ title, vendor }) => [title, vendor])).toContainEqual([
    "Plate",
    "Cove",
  ]);
});

const PRODUCTS = [
  "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Image Src,Cost per item,Status",
  'mug,Mug,"<p>A ""good"" mug,',
  'indeed</p>",Cove,Ceramics,"kitchen, gift",true,Glaze,Blue,MUG-B,410,shopify,12,deny,15.00,20.00,true,true,https://example.com/mug.jpg,6.25,active',
  "mug,,,,,,,,Green,MUG-G,410,shopify,0,continue,16.00,,true,true,,6.25,",
  "mug,,,,,,,,,,,,,,,,,,https://example.com/mug-2.jpg,,",
  "plate,Plate,,Cove,Ceramics,,true,Title,Default Title,PLT,x,,,,9.50,,true,true,,,active",
  "bowl,Bowl,,Cove,Ceramics,,false,Title,Default Title,BWL,300,,,,11.00,,true,true,,,",
].join("\r\n");

test("loads products with their variants, and ties lines to them by SKU", async () => {
  const { shop, all, products, problems } = await load(csv(PLAIN), PRODUCTS);
  expect(problems).toEqual([
    {
      file: "products.csv",
      line: 6,
      column: "Variant Grams",
      reason: "“x” is not a weight in grams.",
    },
  ]);
  expect(products).toBe(2);
  const mug = [...shop.products.values()].find(({ handle }) => handle === "mug");
  expect(mug).toMatchObject({
    vendor: "Cove",
    tags: ["gift", "kitchen"],
    descriptionHtml: '<p>A "good" mug,\r\nindeed</p>',
    imageUrl: "https://example.com/mug.jpg",
    options: [{ name: "Glaze", values: ["Blue", "Green"] }],
  });
  const variants = (mug?.variantIds ?? []).map((id) => shop.variants.get(id));
  expect(variants).toMatchObject([
    { title: "Blue", sku: "MUG-B", priceMinor: 15_00, compareAtPriceMinor: 20_00 },
    { title: "Green", sku: "MUG-G", priceMinor: 16_00, inventoryPolicy: "CONTINUE" },
  ]);
  expect(all[0]?.lineItems[0]).toMatchObject({
    variantId: variants[0]?.id,
    title: "Mug",
    variantTitle: "Blue",
  });
});

test("raises no events and leaves the listener in place", async () => {
  const { world, shop } = open();
  const heard: string[] = [];
  world.onEvent = (_, { topic }) => void heard.push(topic);
  await importShopifyExports(world, shop, { ordersCsv: csv(PLAIN) });
  expect(heard).toEqual([]);
  expect(world.onEvent).not.toBeNull();
});

test("a doubtful total is reported and still exact", async () => {
  const { all, problems } = await load(csv({ ...PLAIN, Subtotal: "31.00", Total: "36.00" }));
  expect(problems).toMatchObject([{ line: 2, column: "Total" }]);
  expect(all[0] && orderTotal(all[0]).shop).toBe(36_00);
});

const CURRENCIES = ["USD", "EUR", "JPY", "KWD", "KRW", "TND"];

/** An order whose totals add up, in the shape of the export. */
const anyOrder = fc
  .record({
    currency: fc.constantFrom(...CURRENCIES),
    lines: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 40 }),
        price: fc.integer({ min: 0, max: 5_000_000 }),
        own: fc.double({ min: 0, max: 1, noNaN: true }),
        taxable: fc.boolean(),
        name: fc.string({
          minLength: 1,
          maxLength: 12,
          unit: fc.constantFrom("a", '"', ",", "\n", "髙", "é", " ", ";"),
        }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    across: fc.double({ min: 0, max: 1, noNaN: true }),
    shipping: fc.integer({ min: 0, max: 9_999 }),
    tax: fc.integer({ min: 0, max: 99_999 }),
    included: fc.boolean(),
    note: fc.string({ unit: "binary" }),
    refund: fc.double({ min: 0, max: 1, noNaN: true }),
    isRefunded: fc.boolean(),
  })
  .map((draft) => {
    const lines = draft.lines.map((line) => ({
      ...line,
      name: line.name.trim() || "x",
      own: Math.floor(line.own * line.quantity * line.price * 0.5),
    }));
    const net = lines.reduce((sum, { quantity, price, own }) => sum + quantity * price - own, 0);
    const across = Math.floor(draft.across * net * 0.5);
    const subtotal = net - across;
    const tax = draft.included
      ? Math.min(draft.tax, Math.floor((subtotal + draft.shipping) / 3))
      : draft.tax;
    const total = subtotal + draft.shipping + (draft.included ? 0 : tax);
    return {
      ...draft,
      lines,
      across,
      subtotal,
      tax,
      total,
      back: draft.isRefunded ? Math.ceil(draft.refund * total) : 0,
    };
  });

test("what an export says is what is loaded: totals, quantities and currencies, exactly", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyOrder, { minLength: 1, maxLength: 5 }), async (drafts) => {
      const text = csv(...drafts.flatMap((draft, index) => toRows(draft, `#${2000 + index}`)));
      const { all, problems } = await load(text);
      expect(problems).toEqual([]);
      expect(all).toHaveLength(drafts.length);
      for (const [index, draft] of drafts.entries()) {
        const order = all.find(({ name }) => name === `#${2000 + index}`);
        if (!order) throw new Error("an order is missing");
        expect(order.currency).toBe(draft.currency);
        expect(
          order.lineItems.map(({ quantity, unitPrice }) => [quantity, unitPrice.shop]),
        ).toEqual(draft.lines.map(({ quantity, price }) => [quantity, price]));
        expect(orderSubtotal(order).presentment).toBe(draft.subtotal);
        expect(orderTax(order).presentment).toBe(draft.tax);
        expect(shippingTotal(order).presentment).toBe(draft.shipping);
        expect(orderTotal(order).presentment).toBe(draft.total);
        expect(refunded(order).presentment).toBe(draft.back);
      }
    }),
    { numRuns: 150 },
  );
});

function toRows(
  draft: typeof anyOrder extends fc.Arbitrary<infer Value> ? Value : never,
  name: string,
): Cells[] {
  const text = (minor: number) => {
    const exponent = exponentOf(draft.currency);
    const digits = String(minor).padStart(exponent + 1, "0");
    return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
  };
  return draft.lines.map((line, index) => ({
    Name: name,
    Email: "buyer@example.com",
    ...(index === 0
      ? {
          "Financial Status":
            draft.back === 0
              ? "paid"
              : draft.back === draft.total
                ? "refunded"
                : "partially_refunded",
          Currency: draft.currency,
          Subtotal: text(draft.subtotal),
          Shipping: text(draft.shipping),
          "Shipping Method": "Post",
          Taxes: text(draft.tax),
          Total: text(draft.total),
          "Discount Code": draft.across > 0 ? "CODE" : "",
          "Discount Amount": text(draft.across),
          "Refunded Amount": text(draft.back),
          Notes: draft.note,
        }
      : {}),
    "Created at": "2026-03-04 10:11:12 -0500",
    "Lineitem quantity": String(line.quantity),
    "Lineitem name": line.name,
    "Lineitem price": text(line.price),
    "Lineitem discount": text(line.own),
    "Lineitem taxable": String(line.taxable),
  }));
}
