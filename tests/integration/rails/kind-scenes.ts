/** For each kind of intent: an order on which it makes sense, its arguments, and a count of its effects in the shop. */
import type { Json } from "#app/rails/json.ts";
import type { RailsWorld } from "./rails-world.ts";

export type Scene = {
  readonly args: Json;
  /** The order it is about, when the arguments do not say. */
  readonly orderGid?: string;
  readonly countEffects: () => Promise<number>;
};

type Nodes<Node> = { nodes: Node[] };
type Line = { id: string; quantity: number; variant: { id: string } };
type FulfillmentOrder = {
  id: string;
  status: string;
  assignedLocation: { location: { id: string } };
  fulfillmentHolds: { id: string; handle: string | null }[];
  lineItems: Nodes<{ id: string; remainingQuantity: number }>;
};
type Order = {
  id: string;
  note: string | null;
  tags: string[];
  cancelledAt: string | null;
  customer: { id: string };
  refunds: { id: string; note: string | null }[];
  transactions: { id: string; kind: string; gateway: string }[];
  lineItems: Nodes<Line>;
  fulfillments: {
    id: string;
    trackingInfo: { number: string }[];
    fulfillmentLineItems: Nodes<{ id: string; quantity: number }>;
    events: Nodes<{ id: string; status: string }>;
  }[];
  fulfillmentOrders: Nodes<FulfillmentOrder>;
  returns: Nodes<{ id: string; returnLineItems: Nodes<{ id: string; processedQuantity: number }> }>;
};

const ORDER = `query order($id: ID!) { order(id: $id) {
  id note tags cancelledAt customer { id }
  refunds(first: 50) { id note }
  transactions(first: 20) { id kind gateway }
  lineItems(first: 20) { nodes { id quantity variant { id } } }
  fulfillments(first: 20) { id trackingInfo(first: 5) { number }
    fulfillmentLineItems(first: 20) { nodes { id quantity } } events(first: 20) { nodes { id status } } }
  fulfillmentOrders(first: 20) { nodes { id status assignedLocation { location { id } } fulfillmentHolds { id handle }
    lineItems(first: 20) { nodes { id remainingQuantity } } } }
  returns(first: 20) { nodes { id returnLineItems(first: 20) { nodes { id processedQuantity } } } } } }`;

export async function getOrder(world: RailsWorld, id: string): Promise<Order> {
  const { order } = await world.ask<{ order: Order }>(ORDER, { id });
  return order;
}

/** A paid order of three units of one product, mirrored; `isShipped`: all of it under one tracking number. */
export async function placeOrder(world: RailsWorld, { isShipped = false } = {}): Promise<Order> {
  const { productVariants } = await world.ask<{ productVariants: Nodes<{ id: string }> }>(
    `{ productVariants(first: 1) { nodes { id } } }`,
  );
  const variantId = productVariants.nodes[0]?.id;
  const { orderId } = await world.sandbox.control("act", {
    action: "place_order",
    lines: [{ variantId, quantity: 3 }],
  });
  if (isShipped)
    await world.sandbox.control("act", {
      action: "fulfil_order",
      orderId,
      number: "1Z0000000000000000",
    });
  await world.mirror(String(orderId));
  return getOrder(world, String(orderId));
}

const first = <Value>(values: readonly Value[]): Value => {
  const [value] = values;
  if (value === undefined) throw new Error("There is none.");
  return value;
};

export async function refundScene(world: RailsWorld, amountMinor = "500"): Promise<Scene> {
  const order = await placeOrder(world);
  const { id: transactionGid, gateway } = first(order.transactions);
  return {
    args: {
      orderGid: order.id,
      currency: "USD",
      lines: [],
      shippingMinor: null,
      payments: [{ transactionGid, gateway, amountMinor }],
      storeCredit: null,
      note: "Arrived late",
      notifyCustomer: false,
      discrepancyReason: "CUSTOMER",
    },
    countEffects: async () => (await getOrder(world, order.id)).refunds.length,
  };
}

async function returnScene(world: RailsWorld, isRequest: boolean): Promise<Scene> {
  const order = await placeOrder(world, { isShipped: true });
  const line = first(first(order.fulfillments).fulfillmentLineItems.nodes);
  const reasonGid = await findReason(world);
  const common = {
    fulfillmentLineGid: line.id,
    quantity: 1,
    reasonGid,
    restockingFeePercent: null,
  };
  return {
    args: isRequest
      ? {
          orderGid: order.id,
          lines: [{ ...common, customerNote: "Too small" }],
          returnShippingFee: null,
        }
      : {
          orderGid: order.id,
          lines: [{ ...common, reasonNote: "Too small" }],
          exchangeLines: [],
          returnShippingFee: null,
        },
    countEffects: async () => (await getOrder(world, order.id)).returns.nodes.length,
  };
}

async function findReason(world: RailsWorld): Promise<string> {
  const { returnReasonDefinitions } = await world.ask<{
    returnReasonDefinitions: Nodes<{ id: string }>;
  }>(`{ returnReasonDefinitions(first: 1) { nodes { id } } }`);
  return first(returnReasonDefinitions.nodes).id;
}

async function processScene(world: RailsWorld, withMoney: boolean): Promise<Scene> {
  const order = await placeOrder(world, { isShipped: true });
  const line = first(first(order.fulfillments).fulfillmentLineItems.nodes);
  await world.ask(
    `mutation($input: ReturnInput!) { returnCreate(returnInput: $input) { return { id } userErrors { message } } }`,
    {
      input: {
        orderId: order.id,
        returnLineItems: [
          {
            fulfillmentLineItemId: line.id,
            quantity: 2,
            returnReasonDefinitionId: await findReason(world),
            returnReasonNote: "Too small",
          },
        ],
      },
    },
  );
  const made = first((await getOrder(world, order.id)).returns.nodes);
  const payments = [{ transactionGid: first(order.transactions).id, amountMinor: "700" }];
  return {
    args: {
      returnGid: made.id,
      currency: "USD",
      lines: [{ gid: first(made.returnLineItems.nodes).id, quantity: 1, dispositions: [] }],
      exchangeLines: [],
      refund: withMoney ? { payments, storeCredit: null } : null,
      shippingMinor: null,
      note: "Looked at",
      notifyCustomer: false,
    },
    orderGid: order.id,
    countEffects: async () => {
      const { returns, refunds } = await getOrder(world, order.id);
      return withMoney
        ? refunds.length
        : first(first(returns.nodes).returnLineItems.nodes).processedQuantity;
    },
  };
}

async function cancelScene(world: RailsWorld): Promise<Scene> {
  const order = await placeOrder(world);
  return {
    args: {
      orderGid: order.id,
      reason: "INVENTORY",
      restock: true,
      refund: { amountMinor: "100", currency: "USD" },
      staffNote: "No supplier left",
      notifyCustomer: false,
    },
    countEffects: async () => {
      const { cancelledAt, refunds } = await getOrder(world, order.id);
      return cancelledAt ? refunds.length : 0;
    },
  };
}

const partOf = (entry: FulfillmentOrder, quantity: number) => ({
  fulfillmentOrderGid: entry.id,
  lines: [{ gid: first(entry.lineItems.nodes).id, quantity }],
});

async function shipScene(world: RailsWorld, trackingNumber: string | null): Promise<Scene> {
  const order = await placeOrder(world);
  return {
    args: {
      orderGid: order.id,
      parts: [partOf(first(order.fulfillmentOrders.nodes), 1)],
      tracking:
        trackingNumber === null ? null : { company: "UPS", numbers: [trackingNumber], urls: [] },
      notifyCustomer: false,
    },
    countEffects: async () => (await getOrder(world, order.id)).fulfillments.length,
  };
}

async function holdScene(world: RailsWorld, quantity: number | null): Promise<Scene> {
  const order = await placeOrder(world);
  const entry = first(order.fulfillmentOrders.nodes);
  return {
    args: {
      orderGid: order.id,
      fulfillmentOrderGid: entry.id,
      reason: "OTHER",
      reasonNotes: "Waits for the supplier. Lift it under Orders.",
      notifyMerchant: false,
      lines: quantity === null ? [] : partOf(entry, quantity).lines,
    },
    countEffects: async () => countHolds(await getOrder(world, order.id)),
  };
}

const countHolds = ({ fulfillmentOrders }: Order) =>
  fulfillmentOrders.nodes.flatMap(({ fulfillmentHolds }) => fulfillmentHolds).length;

async function releaseScene(world: RailsWorld): Promise<Scene> {
  const order = await placeOrder(world);
  const { id: fulfillmentOrderGid } = first(order.fulfillmentOrders.nodes);
  await world.ask(
    `mutation($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER, handle: "x", notifyMerchant: false }) { userErrors { message } } }`,
    { id: fulfillmentOrderGid },
  );
  const held = first((await getOrder(world, order.id)).fulfillmentOrders.nodes);
  return {
    args: { orderGid: order.id, fulfillmentOrderGid, holdGids: [first(held.fulfillmentHolds).id] },
    countEffects: async () => 1 - countHolds(await getOrder(world, order.id)),
  };
}

async function moveScene(world: RailsWorld, quantity: number): Promise<Scene> {
  const order = await placeOrder(world);
  const entry = first(order.fulfillmentOrders.nodes);
  const { fulfillmentOrder } = await world.ask<{
    fulfillmentOrder: { locationsForMove: Nodes<{ movable: boolean; location: { id: string } }> };
  }>(
    `query($id: ID!) { fulfillmentOrder(id: $id) { locationsForMove(first: 10) { nodes { movable location { id } } } } }`,
    { id: entry.id },
  );
  const { location } = first(
    fulfillmentOrder.locationsForMove.nodes.filter(({ movable }) => movable),
  );
  return {
    args: { orderGid: order.id, ...partOf(entry, quantity), newLocationGid: location.id },
    countEffects: async () => {
      const { fulfillmentOrders } = await getOrder(world, order.id);
      const there = fulfillmentOrders.nodes.filter(
        ({ assignedLocation }) => assignedLocation.location.id === location.id,
      );
      const units = there
        .flatMap(({ lineItems }) => lineItems.nodes)
        .map(({ remainingQuantity }) => remainingQuantity);
      return units.reduce((sum, one) => sum + one, 0) / quantity;
    },
  };
}

/** A location that is new to the shop: nothing is stocked there. */
async function stockScene(world: RailsWorld): Promise<Scene> {
  const order = await placeOrder(world);
  const { locationAdd } = await world.ask<{ locationAdd: { location: { id: string } } }>(
    `mutation($name: String!) { locationAdd(input: { name: $name, address: { countryCode: US } }) { location { id } userErrors { message } } }`,
    { name: `Place of ${order.id.split("/").at(-1)}` },
  );
  const { id: locationGid } = locationAdd.location;
  const find = async () => {
    const { productVariant } = await world.ask<{
      productVariant: {
        inventoryItem: {
          id: string;
          inventoryLevel: { quantities: { quantity: number }[] } | null;
        };
      };
    }>(
      `query($id: ID!, $locationId: ID!) { productVariant(id: $id) { inventoryItem { id
        inventoryLevel(locationId: $locationId) { quantities(names: ["available"]) { quantity } } } } }`,
      { id: first(order.lineItems.nodes).variant.id, locationId: locationGid },
    );
    return productVariant.inventoryItem;
  };
  return {
    args: { inventoryItemGid: (await find()).id, locationGid },
    orderGid: order.id,
    // Stocked with nothing.
    countEffects: async () =>
      ((await find()).inventoryLevel?.quantities ?? []).filter(({ quantity }) => quantity === 0)
        .length,
  };
}

async function splitScene(world: RailsWorld): Promise<Scene> {
  const order = await placeOrder(world);
  return {
    args: { orderGid: order.id, ...partOf(first(order.fulfillmentOrders.nodes), 1) },
    countEffects: async () => (await getOrder(world, order.id)).fulfillmentOrders.nodes.length - 1,
  };
}

async function replacementScene(world: RailsWorld): Promise<Scene> {
  const order = await placeOrder(world);
  const tag = `replaces-${order.id.split("/").at(-1)}`;
  return {
    args: {
      forOrderGid: order.id,
      customerGid: order.customer.id,
      email: null,
      currency: "USD",
      lines: [{ variantGid: first(order.lineItems.nodes).variant.id, quantity: 1 }],
      shippingAddress: null,
      note: "Replacement",
      tags: [tag],
      takesStock: true,
      sendReceipt: false,
    },
    orderGid: order.id,
    countEffects: async () => {
      const { orders } = await world.ask<{ orders: Nodes<{ id: string }> }>(
        `query($query: String!) { orders(first: 10, query: $query) { nodes { id } } }`,
        { query: `tag:'${tag}'` },
      );
      return orders.nodes.length;
    },
  };
}

/** The customer's account, opened by a refund to store credit. */
async function openAccount(world: RailsWorld, order: Order): Promise<string> {
  await world.ask(
    `mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { message } } }`,
    {
      key: order.id,
      input: {
        orderId: order.id,
        note: "Opens the account",
        refundMethods: [{ storeCreditRefund: { amount: { amount: "1.00", currencyCode: "USD" } } }],
      },
    },
  );
  const { customer } = await world.ask<{
    customer: { storeCreditAccounts: Nodes<{ id: string }> };
  }>(`query($id: ID!) { customer(id: $id) { storeCreditAccounts(first: 5) { nodes { id } } } }`, {
    id: order.customer.id,
  });
  return first(customer.storeCreditAccounts.nodes).id;
}

export async function creditScene(world: RailsWorld): Promise<Scene> {
  const order = await placeOrder(world);
  const ownerGid = await openAccount(world, order);
  const count = async () => {
    const { node } = await world.ask<{ node: { transactions: Nodes<{ event: string }> } }>(
      `query($id: ID!) { node(id: $id) { ... on StoreCreditAccount { transactions(first: 50) { nodes { event } } } } }`,
      { id: ownerGid },
    );
    return node.transactions.nodes.filter(({ event }) => event === "ADJUSTMENT").length;
  };
  const before = await count();
  return {
    args: {
      ownerGid,
      amountMinor: "1000",
      currency: "USD",
      expiresAt: null,
      notifyCustomer: false,
    },
    orderGid: order.id,
    countEffects: async () => (await count()) - before,
  };
}

async function eventScene(world: RailsWorld): Promise<Scene> {
  const order = await placeOrder(world, { isShipped: true });
  return {
    args: {
      fulfillmentGid: first(order.fulfillments).id,
      status: "OUT_FOR_DELIVERY",
      happenedAt: "2026-11-20T09:30:00Z",
      message: null,
      city: "Portland",
      province: null,
      country: "US",
      estimatedDeliveryAt: null,
    },
    orderGid: order.id,
    countEffects: async () =>
      first((await getOrder(world, order.id)).fulfillments).events.nodes.filter(
        ({ status }) => status === "OUT_FOR_DELIVERY",
      ).length,
  };
}

async function trackingScene(world: RailsWorld): Promise<Scene> {
  const order = await placeOrder(world, { isShipped: true });
  return {
    args: {
      fulfillmentGid: first(order.fulfillments).id,
      tracking: { company: "UPS", numbers: ["1Z1111111111111111"], urls: [] },
      notifyCustomer: false,
    },
    orderGid: order.id,
    countEffects: async () =>
      first((await getOrder(world, order.id)).fulfillments).trackingInfo.filter(
        ({ number }) => number === "1Z1111111111111111",
      ).length,
  };
}

async function labelScene(world: RailsWorld, isTags: boolean): Promise<Scene> {
  const order = await placeOrder(world);
  return {
    args: isTags
      ? { orderGid: order.id, tags: ["Aftercare: held"] }
      : { orderGid: order.id, note: "Call before delivery" },
    countEffects: async () => {
      const { tags, note } = await getOrder(world, order.id);
      return isTags
        ? tags.filter((tag) => tag === "Aftercare: held").length
        : Number(note === "Call before delivery");
    },
  };
}

/** title, kind, root field of its mutation, scene */
export const SCENES: readonly (readonly [
  string,
  string,
  string,
  (world: RailsWorld) => Promise<Scene>,
])[] = [
  ["a refund", "refund", "refundCreate", refundScene],
  [
    "a processed return with money",
    "process_return",
    "returnProcess",
    (world) => processScene(world, true),
  ],
  [
    "a processed return without money",
    "process_return",
    "returnProcess",
    (world) => processScene(world, false),
  ],
  [
    "a return that is asked for",
    "request_return",
    "returnRequest",
    (world) => returnScene(world, true),
  ],
  [
    "a return that is opened",
    "create_return",
    "returnCreate",
    (world) => returnScene(world, false),
  ],
  ["a cancellation", "cancel_order", "orderCancel", cancelScene],
  [
    "a shipment with a tracking number",
    "create_fulfillment",
    "fulfillmentCreate",
    (world) => shipScene(world, "1Z9999999999999999"),
  ],
  [
    "a shipment without one",
    "create_fulfillment",
    "fulfillmentCreate",
    (world) => shipScene(world, null),
  ],
  ["a hold", "hold_fulfillment_order", "fulfillmentOrderHold", (world) => holdScene(world, null)],
  [
    "a hold of one unit",
    "hold_fulfillment_order",
    "fulfillmentOrderHold",
    (world) => holdScene(world, 1),
  ],
  ["a lifted hold", "release_holds", "fulfillmentOrderReleaseHold", releaseScene],
  [
    "a move of all units",
    "move_fulfillment_order",
    "fulfillmentOrderMove",
    (world) => moveScene(world, 3),
  ],
  [
    "a move of one unit",
    "move_fulfillment_order",
    "fulfillmentOrderMove",
    (world) => moveScene(world, 1),
  ],
  ["a stocked product", "activate_inventory", "inventoryActivate", stockScene],
  ["a split", "split_fulfillment_order", "fulfillmentOrderSplit", splitScene],
  ["a replacement order", "create_order", "orderCreate", replacementScene],
  ["store credit", "credit_store_credit", "storeCreditAccountCredit", creditScene],
  ["a carrier's event", "create_fulfillment_event", "fulfillmentEventCreate", eventScene],
  [
    "a new tracking number",
    "save_fulfillment_tracking",
    "fulfillmentTrackingInfoUpdate",
    trackingScene,
  ],
  ["tags", "add_tags", "tagsAdd", (world) => labelScene(world, true)],
  ["a note", "save_order_note", "orderUpdate", (world) => labelScene(world, false)],
];
