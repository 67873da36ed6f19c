/** One order payload of the usual size (about 5.5 kB), the same for every contender. */
const money = (amount: string) => ({
  shop_money: { amount, currency_code: "USD" },
  presentment_money: { amount, currency_code: "USD" },
});

const line = (id: number) => ({
  id,
  admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
  current_quantity: 2,
  fulfillable_quantity: 2,
  fulfillment_service: "manual",
  name: "Harbour mug - Blue",
  price: "19.50",
  price_set: money("19.50"),
  product_exists: true,
  product_id: 632910392,
  properties: [],
  quantity: 2,
  requires_shipping: true,
  sku: `MUG-${id}`,
  taxable: true,
  title: "Harbour mug",
  total_discount_set: money("0.00"),
  variant_id: 808950810,
  variant_title: "Blue",
  vendor: "North Kiln",
  tax_lines: [{ title: "NY State Tax", rate: 0.04, price: "1.56", price_set: money("1.56") }],
});

const address = {
  first_name: "Ana",
  last_name: "Example",
  address1: "1 Pier Street",
  city: "New York",
  zip: "10004",
  country: "United States",
  country_code: "US",
  province_code: "NY",
  phone: null,
};

export const sampleOrderBody = (): Buffer =>
  Buffer.from(
    JSON.stringify({
      id: 820982911946154500,
      admin_graphql_api_id: "gid://shopify/Order/820982911946154508",
      created_at: "2026-11-20T05:00:00-05:00",
      updated_at: "2026-11-20T05:00:00-05:00",
      name: "#9999",
      currency: "USD",
      presentment_currency: "USD",
      financial_status: "paid",
      fulfillment_status: null,
      tags: "vip, engraved",
      total_price_set: money("123.40"),
      current_total_price_set: money("123.40"),
      line_items: [line(1), line(2), line(3)],
      billing_address: address,
      shipping_address: address,
      shipping_lines: [{ id: 1, title: "Standard", price: "5.00", price_set: money("5.00") }],
      fulfillments: [],
      refunds: [],
      note: "Please leave it at the door. ".repeat(30),
    }),
  );
