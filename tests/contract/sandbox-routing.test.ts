/** Where a new order's lines go: Shopify's default rules, over the locations of a development store. */
import { expect, test } from "vitest";
import { openScene } from "./sandbox-scene.ts";

const { shop, call } = openScene();
const [everyPlace, firstOnly] = [...shop.variants.keys()];
const TORONTO = { address1: "1 Front St", city: "Toronto", provinceCode: "ON", countryCode: "CA" };
const BATH = { address1: "1 Front St", city: "Bath", provinceCode: "ME", countryCode: "US" };
const PRICE = { shopMoney: { amount: "5.00", currencyCode: "USD" } };
const custom = { title: "Custom", quantity: 1, requiresShipping: true, priceSet: PRICE };
const line = (variantId: string | undefined, quantity = 1) => ({
  variantId,
  quantity,
  requiresShipping: true,
});

function route(lineItems: object[], address: object | null) {
  const answer = call(
    `mutation ($order: OrderCreateOrderInput!) { orderCreate(order: $order) {
      order { fulfillmentOrders(first: 5) { nodes { assignedLocation { name } } } }
      userErrors { message }
    } }`,
    {
      order: {
        lineItems,
        ...(address
          ? { shippingAddress: { firstName: "A", lastName: "B", zip: "1", ...address } }
          : {}),
      },
    },
  );
  const { order } = answer.data?.orderCreate as {
    order: { fulfillmentOrders: { nodes: { assignedLocation: { name: string } }[] } };
  };
  return order.fulfillmentOrders.nodes.map((entry) => entry.assignedLocation.name);
}

test.each<[string, object[], object | null, string[]]>([
  ["without an address, to the first location", [custom], null, ["Shop location"]],
  ["to the destination's country", [custom], TORONTO, ["My Custom Location"]],
  ["to the destination's city", [custom], BATH, ["Bath store"]],
  ["of a variant, to the country too", [line(everyPlace)], TORONTO, ["My Custom Location"]],
  ["to where it is in stock, near or not", [line(firstOnly)], TORONTO, ["Shop location"]],
  [
    "in one parcel where one place has both",
    [line(everyPlace), line(firstOnly)],
    TORONTO,
    ["Shop location"],
  ],
  [
    "to the nearest that stocks it where no place has enough",
    [line(everyPlace, 1000)],
    TORONTO,
    ["My Custom Location"],
  ],
])("an order goes %s", (_where, lines, address, names) => {
  expect(route(lines, address)).toEqual(names);
});

test("a fulfillment service's place is among the locations of delivery profiles, not among the shop's own", () => {
  const names = (root: string) =>
    (
      call(`{ ${root}(first: 20) { nodes { name } } }`).data?.[root].nodes as { name: string }[]
    ).map((entry) => entry.name);
  expect(names("locations")).not.toContain("Snow City Warehouse");
  expect(names("locationsAvailableForDeliveryProfilesConnection").slice(0, 3)).toEqual([
    "Shop location",
    "My Custom Location",
    "Snow City Warehouse",
  ]);
});
