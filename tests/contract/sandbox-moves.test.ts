/** Moving fulfillment orders in the sandbox, as Shopify describes it. Source: the reference of fulfillmentOrderMove. */
import { expect, test } from "vitest";
import { createOrder } from "#sandbox/domain/create-order.ts";
import { openScene } from "./sandbox-scene.ts";

const ITEM = "gid://shopify/InventoryItem/";

/** An order of three units, and a new location; `isStocked`: the product is stocked there, with nothing. */
function openMove({ isStocked = true } = {}) {
  const scene = openScene();
  const { world, shop, call } = scene;
  const [variant] = shop.variants.values();
  const order = createOrder(world, shop, {
    email: "robin1@portland.example",
    lineItems: [{ variantId: variant?.id ?? null, quantity: 3 }],
    transactions: [{ kind: "SALE", amount: { shop: 4500, presentment: 4500 } }],
  });
  const made = call(
    `mutation { locationAdd(input: { name: "Acme", address: { countryCode: US } }) { location { id } userErrors { message } } }`,
  );
  const placeId = String(made.data?.["locationAdd"].location.id);
  const item = variant?.inventoryItemId;
  expect(item?.startsWith(ITEM)).toBe(true);
  if (isStocked)
    call(
      `mutation($item: ID!, $place: ID!) { inventoryActivate(inventoryItemId: $item, locationId: $place) @idempotent(key: "one") { userErrors { message } } }`,
      { item, place: placeId },
    );
  const read = () => {
    const { data } = call(
      `query($id: ID!, $places: [ID!]) { order(id: $id) { fulfillmentOrders(first: 10) { nodes { id status
        assignedLocation { location { id } } lineItems(first: 10) { nodes { id remainingQuantity } }
        locationsForMove(first: 5, locationIds: $places) { nodes { movable message } } } } } }`,
      { id: order.id, places: [placeId] },
    );
    return data?.["order"].fulfillmentOrders.nodes as {
      id: string;
      status: string;
      assignedLocation: { location: { id: string } };
      lineItems: { nodes: { id: string; remainingQuantity: number }[] };
      locationsForMove: { nodes: { movable: boolean; message: string | null }[] };
    }[];
  };
  /** `units` null: all that is left */
  const move = (units: number | null) => {
    const entry = read().find(
      (one) => one.assignedLocation.location.id !== placeId && one.status === "OPEN",
    );
    const lines =
      units === null ? null : [{ id: entry?.lineItems.nodes[0]?.id ?? "", quantity: units }];
    const { data } = call(
      `mutation($id: ID!, $to: ID!, $lines: [FulfillmentOrderLineItemInput!]) { fulfillmentOrderMove(id: $id, newLocationId: $to, fulfillmentOrderLineItems: $lines) {
        movedFulfillmentOrder { id } originalFulfillmentOrder { id } userErrors { code message } } }`,
      { id: entry?.id, to: placeId, lines },
    );
    return data?.["fulfillmentOrderMove"];
  };
  const shape = () =>
    read().map(
      ({ status, assignedLocation, lineItems }) =>
        `${status} ${lineItems.nodes.reduce((sum, one) => sum + one.remainingQuantity, 0)} ${assignedLocation.location.id === placeId ? "there" : "here"}`,
    );
  return { read, move, shape };
}

test("a whole move keeps the fulfillment order", () => {
  const { read, move, shape } = openMove();
  const [before] = read();
  expect(move(null)).toMatchObject({
    movedFulfillmentOrder: { id: before?.id },
    originalFulfillmentOrder: { id: before?.id },
    userErrors: [],
  });
  expect(shape()).toEqual(["OPEN 3 there"]);
});

test("some units leave to a new one; more units end it and go on in another new one", () => {
  const { move, shape } = openMove();
  const first = move(1);
  expect(first.movedFulfillmentOrder.id).not.toBe(first.originalFulfillmentOrder.id);
  expect(shape()).toEqual(["OPEN 2 here", "OPEN 1 there"]);
  const second = move(1);
  expect(second.movedFulfillmentOrder.id).not.toBe(first.movedFulfillmentOrder.id);
  expect(shape()).toEqual(["OPEN 1 here", "CLOSED 0 there", "OPEN 2 there"]);
});

test("a location that does not stock the product is not movable, and refuses", () => {
  const { read, move, shape } = openMove({ isStocked: false });
  expect(read()[0]?.locationsForMove.nodes).toMatchObject([{ movable: false }]);
  expect(move(null).userErrors).toEqual([{ code: null, message: "Cannot change location." }]);
  expect(shape()).toEqual(["OPEN 3 here"]);
});
