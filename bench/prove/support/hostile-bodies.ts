/** Bodies that carry a right signature and should never be believed: each with what may become of it. */
import { gzipSync } from "node:zlib";
import type { Random } from "./random.ts";

export type HostileBody = {
  readonly kind: string;
  readonly topic: string;
  readonly body: Buffer;
  /** `refused`: parked or ignored, with a reason; `any`: whatever, as long as it is settled */
  readonly mustBe: "parked" | "refused" | "any";
};

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const ORDER: Record<string, Json> = {
  id: 6_120_004_455_667,
  admin_graphql_api_id: "gid://shopify/Order/6120004455667",
  name: "#1001",
  created_at: "2026-11-20T10:00:00-05:00",
  processed_at: "2026-11-20T10:00:00-05:00",
  updated_at: "2026-11-20T10:00:00-05:00",
  currency: "USD",
  presentment_currency: "USD",
  total_price: "20.00",
  current_total_price: "20.00",
  total_tax: "0.00",
  total_discounts: "0.00",
  financial_status: "paid",
  fulfillment_status: null,
  test: false,
  email: "somebody@example.com",
  tags: "a, b",
  customer: {
    id: 7_412_589_630_147,
    email: "somebody@example.com",
    first_name: "S",
    last_name: "B",
  },
  shipping_address: {
    name: "S B",
    address1: "1 Street",
    city: "City",
    zip: "1",
    country_code: "US",
  },
  line_items: [
    {
      id: 4_444_444_444_441,
      title: "Lamp",
      quantity: 2,
      price: "10.00",
      sku: "L-1",
      requires_shipping: true,
      fulfillable_quantity: 2,
    },
  ],
  fulfillments: [],
  refunds: [],
};

const text = (value: Json) => Buffer.from(JSON.stringify(value));
const order = (body: Buffer, kind: string, mustBe: HostileBody["mustBe"]): HostileBody => ({
  kind,
  topic: "orders/updated",
  body,
  mustBe,
});

const opened = JSON.stringify(ORDER).slice(0, -1);
const deep = (depth: number, open: string, close: string) =>
  `${open.repeat(depth)}1${close.repeat(depth)}`;

/** One of each kind. */
export const HOSTILE_BODIES: readonly HostileBody[] = [
  order(Buffer.from(`${opened},"id":9}`), "the id twice", "parked"),
  order(Buffer.from(`${opened},"\\u0069d":9}`), "the id twice, once escaped", "parked"),
  order(Buffer.from(`${opened},"customer":{"id":1,"id":2}}`), "a key twice, within", "parked"),
  order(
    Buffer.from(`${opened},"note_attributes":${deep(10_000, "[", "]")}}`),
    "10,000 lists deep",
    "parked",
  ),
  order(
    Buffer.from(`${opened},"x":${deep(10_000, '{"a":', "}")}}`),
    "10,000 objects deep",
    "parked",
  ),
  order(gzipSync(Buffer.alloc(100 * 1024 * 1024)), "gzip of 100 MB", "parked"),
  order(gzipSync(text(ORDER)), "gzip of an order", "parked"),
  order(Buffer.from("<html>busy</html>"), "no JSON", "parked"),
  order(Buffer.alloc(0), "nothing", "parked"),
  order(text(ORDER).subarray(0, 200), "cut off", "parked"),
  order(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), "no UTF-8", "parked"),
  order(Buffer.from('{"a":"\u0000"}'), "a raw NUL", "parked"),
  order(text({ ...ORDER, note: "a\u0000b", name: "#\u0000" }), "escaped NULs", "any"),
  order(text({ ...ORDER, note: "\ud800 alone", email: "\udfff" }), "half characters", "any"),
  order(text([ORDER]), "a list of orders", "refused"),
  order(text("order"), "a text", "refused"),
  order(text(null), "null", "refused"),
  order(text({}), "an empty object", "refused"),
  order(
    text({ ...ORDER, id: { $gt: 0 }, admin_graphql_api_id: null }),
    "an id that is an object",
    "refused",
  ),
  order(
    Buffer.from(JSON.stringify(ORDER).replace("6120004455667", "1e400")),
    "an endless id",
    "any",
  ),
  order(
    Buffer.from(`${opened},"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}}}`),
    "keys of the prototype",
    "any",
  ),
  order(
    text({ ...ORDER, total_price: "1e309", total_tax: "-0", current_total_price: "NaN" }),
    "money that is none",
    "any",
  ),
  order(
    text({ ...ORDER, updated_at: "+275760-09-13T00:00:00Z", created_at: "never" }),
    "instants that are none",
    "any",
  ),
  order(text({ ...ORDER, tags: "x,".repeat(400_000) }), "400,000 tags", "any"),
  order(
    text({ ...ORDER, note: "'; drop table orders; --", email: "${7*7}{{7*7}}<script>" }),
    "text that is code elsewhere",
    "any",
  ),
  {
    kind: "shop/update of another shop",
    topic: "shop/update",
    body: text({ id: 1, myshopify_domain: "other.myshopify.com", name: "Taken" }),
    mustBe: "parked",
  },
  {
    kind: "app/uninstalled of another shop",
    topic: "app/uninstalled",
    body: text({ id: 1, myshopify_domain: "other.myshopify.com" }),
    mustBe: "parked",
  },
  {
    kind: "customers/redact of another shop",
    topic: "customers/redact",
    body: text({
      shop_id: 1,
      shop_domain: "other.myshopify.com",
      customer: { id: 1, email: "a@b.c" },
      orders_to_redact: [],
    }),
    mustBe: "parked",
  },
  {
    kind: "shop/redact of an installed shop",
    topic: "shop/redact",
    body: text({ shop_id: 1, shop_domain: "proof.myshopify.com" }),
    mustBe: "parked",
  },
  {
    kind: "a topic nobody asked for",
    topic: "carts/update",
    body: text({ id: "x" }),
    mustBe: "refused",
  },
];

const HOSTILE_VALUES: readonly Json[] = [
  null,
  true,
  -1,
  0.1,
  1e21,
  9_007_199_254_740_991,
  "",
  " ",
  "\u0000",
  "null",
  "-1",
  "1e5",
  "2026-13-45T99:99:99Z",
  "gid://shopify/Order/0",
  "\u202e",
  "\ud83d",
  "a".repeat(70_000),
  [],
  {},
  [[]],
  [null],
  { id: null },
  ["x", 1, {}],
];

/** An order with up to three of its values, at any depth, replaced by something else. */
export function fuzzOrder(random: Random, number: number): HostileBody {
  const copy = structuredClone({
    ...ORDER,
    id: 6_200_000_000_000 + number,
    admin_graphql_api_id: `gid://shopify/Order/${6_200_000_000_000 + number}`,
  });
  for (let changes = random.integer(1, 4); changes > 0; changes -= 1)
    replaceSomething(copy, random);
  return {
    kind: "fuzzed order",
    topic: random.pick(["orders/create", "orders/updated", "orders/cancelled", "orders/paid"]),
    body: text(copy),
    mustBe: "any",
  };
}

function replaceSomething(value: { [key: string]: Json } | Json[], random: Random): void {
  const keys = Object.keys(value);
  if (keys.length === 0) return;
  const key = random.pick(keys);
  // Lists and objects are both indexed by their keys here.
  const holder = value as Record<string, Json>;
  const inner = holder[key];
  if (typeof inner === "object" && inner !== null && random.integer(0, 3) > 0)
    replaceSomething(inner, random);
  else holder[key] = random.pick(HOSTILE_VALUES);
}
