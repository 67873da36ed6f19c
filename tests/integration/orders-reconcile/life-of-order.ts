/** What can happen to an order, as steps that a store's staff and shoppers take through the Admin API. */
import type { ReconcileWorld } from "./reconcile-world.ts";

type Nodes<Node> = { nodes: Node[] };
type Order = {
  id: string;
  lineItems: Nodes<{ id: string; currentQuantity: number }>;
  transactions: { id: string; gateway: string; kind: string }[];
  fulfillments: { id: string; fulfillmentLineItems: Nodes<{ id: string; quantity: number }> }[];
  fulfillmentOrders: Nodes<{
    id: string;
    status: string;
    fulfillmentHolds: { id: string }[];
    lineItems: Nodes<{ id: string; remainingQuantity: number }>;
  }>;
  returns: Nodes<{
    id: string;
    status: string;
    returnLineItems: Nodes<{ id: string; quantity: number }>;
  }>;
};
type Step = (world: ReconcileWorld, order: Order) => Promise<unknown>;

/** Places the order: five units of two products, not paid yet. */
export async function placeOrder(world: ReconcileWorld): Promise<string> {
  const variants = await listVariants(world);
  const { orderId } = await world.act("place_order", {
    lines: variants.slice(0, 2).map((variantId, index) => ({ variantId, quantity: 3 - index })),
    order: { transactions: [] },
  });
  return String(orderId);
}

/** Takes one step of the order's life. */
export async function take(world: ReconcileWorld, orderGid: string, step: Step): Promise<void> {
  await step(world, await getOrder(world, orderGid));
}

export const STEPS = {
  pay: (world, { id }) => world.act("mark_paid", { orderId: id }),
  tag: (world, { id }) =>
    world.ask(`mutation($id: ID!) { tagsAdd(id: $id, tags: ["vip"]) { userErrors { message } } }`, {
      id,
    }),
  edit: async (world, { id, lineItems }) => {
    const { orderEditBegin } = await world.ask<{
      orderEditBegin: { calculatedOrder: { id: string } };
    }>(
      `mutation($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id } userErrors { message } } }`,
      { id },
    );
    const edit = orderEditBegin.calculatedOrder;
    const lineGid = lineItems.nodes[1]?.id ?? "";
    await world.ask(
      `mutation($id: ID!, $line: ID!) { orderEditSetQuantity(id: $id, lineItemId: $line, quantity: 1) { userErrors { message } } }`,
      { id: edit.id, line: lineGid.replace("LineItem", "CalculatedLineItem") },
    );
    const [, , variantId] = await listVariants(world);
    await world.ask(
      `mutation($id: ID!, $variantId: ID!) { orderEditAddVariant(id: $id, variantId: $variantId, quantity: 1) { userErrors { message } } }`,
      { id: edit.id, variantId },
    );
    await world.ask(
      `mutation($id: ID!) { orderEditCommit(id: $id, notifyCustomer: false) { userErrors { message } } }`,
      { id: edit.id },
    );
  },
  hold: (world, order) =>
    world.ask(
      `mutation($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER, reasonNotes: "Waits", handle: "h", notifyMerchant: false }) { userErrors { message } } }`,
      { id: openPart(order).id },
    ),
  release: (world, order) => {
    const held = order.fulfillmentOrders.nodes.find((one) => one.fulfillmentHolds.length > 0);
    return world.ask(
      `mutation($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { userErrors { message } } }`,
      { id: held?.id },
    );
  },
  split: (world, order) => {
    const { id, lineItems } = openPart(order);
    const line = lineItems.nodes.find(({ remainingQuantity }) => remainingQuantity > 1);
    return world.ask(
      `mutation($splits: [FulfillmentOrderSplitInput!]!) { fulfillmentOrderSplit(fulfillmentOrderSplits: $splits) { userErrors { message } } }`,
      {
        splits: [
          { fulfillmentOrderId: id, fulfillmentOrderLineItems: [{ id: line?.id, quantity: 1 }] },
        ],
      },
    );
  },
  shipPart: (world, order) => {
    const parts = order.fulfillmentOrders.nodes.filter(({ status }) => status === "OPEN");
    const smallest = parts.at(-1);
    return world.ask(
      `mutation($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) { userErrors { message } } }`,
      {
        fulfillment: {
          notifyCustomer: false,
          trackingInfo: { company: "UPS", number: "1Z9999999999999999" },
          lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: smallest?.id }],
        },
      },
    );
  },
  scan: (world, { id }) => world.act("add_event", { orderId: id, status: "IN_TRANSIT" }),
  askReturn: async (world, order) => {
    const line = order.fulfillments[0]?.fulfillmentLineItems.nodes[0];
    const { returnReasonDefinitions } = await world.ask<{
      returnReasonDefinitions: Nodes<{ id: string }>;
    }>(`{ returnReasonDefinitions(first: 1) { nodes { id } } }`);
    return world.ask(
      `mutation($input: ReturnRequestInput!) { returnRequest(input: $input) { userErrors { message } } }`,
      {
        input: {
          orderId: order.id,
          returnLineItems: [
            {
              fulfillmentLineItemId: line?.id,
              quantity: 1,
              returnReasonDefinitionId: returnReasonDefinitions.nodes[0]?.id,
            },
          ],
        },
      },
    );
  },
  approveReturn: (world, order) =>
    world.ask(
      `mutation($id: ID!) { returnApproveRequest(input: { id: $id, notifyCustomer: false }) { userErrors { message } } }`,
      { id: order.returns.nodes.at(-1)?.id },
    ),
  declineReturn: (world, order) =>
    world.ask(
      `mutation($id: ID!) { returnDeclineRequest(input: { id: $id, declineReason: OTHER, notifyCustomer: false }) { userErrors { message } } }`,
      { id: order.returns.nodes.at(-1)?.id },
    ),
  closeReturn: (world, order) =>
    world.ask(`mutation($id: ID!) { returnClose(id: $id) { userErrors { message } } }`, {
      id: order.returns.nodes.at(-1)?.id,
    }),
  refund: (world, order) => {
    const paid = order.transactions.find(({ kind }) => kind === "SALE" || kind === "CAPTURE");
    return world.ask(
      `mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) { userErrors { message } } }`,
      {
        key: `refund ${order.id}`,
        input: {
          orderId: order.id,
          notify: false,
          note: "Goodwill",
          transactions: [
            {
              orderId: order.id,
              kind: "REFUND",
              amount: "5.00",
              gateway: paid?.gateway,
              parentId: paid?.id,
            },
          ],
        },
      },
    );
  },
  cancel: (world, { id }) => world.act("cancel_order", { orderId: id }),
  remove: (world, { id }) => world.act("delete_order", { orderId: id }),
} as const satisfies Record<string, Step>;

/** Three lives that together hold every step: one is served, one is cancelled, one is deleted. */
export const LIVES: readonly (readonly (keyof typeof STEPS)[])[] = [
  [
    "pay",
    "edit",
    "hold",
    "release",
    "split",
    "shipPart",
    "scan",
    "askReturn",
    "approveReturn",
    "refund",
    "closeReturn",
  ],
  ["pay", "tag", "hold", "cancel"],
  ["pay", "edit", "cancel", "remove"],
];

export async function getOrder(world: ReconcileWorld, id: string): Promise<Order> {
  const { order } = await world.ask<{ order: Order }>(
    `query($id: ID!) { order(id: $id) {
      id lineItems(first: 10) { nodes { id currentQuantity } } transactions(first: 10) { id gateway kind }
      fulfillments(first: 10) { id fulfillmentLineItems(first: 10) { nodes { id quantity } } }
      fulfillmentOrders(first: 10) { nodes { id status fulfillmentHolds { id } lineItems(first: 10) { nodes { id remainingQuantity } } } }
      returns(first: 10) { nodes { id status returnLineItems(first: 10) { nodes { id quantity } } } } } }`,
    { id },
  );
  return order;
}

async function listVariants(world: ReconcileWorld): Promise<string[]> {
  const { productVariants } = await world.ask<{ productVariants: Nodes<{ id: string }> }>(
    `{ productVariants(first: 3) { nodes { id } } }`,
  );
  return productVariants.nodes.map(({ id }) => id);
}

function openPart({ fulfillmentOrders }: Order) {
  const part = fulfillmentOrders.nodes.find(
    ({ status, lineItems }) =>
      status === "OPEN" && lineItems.nodes.some(({ remainingQuantity }) => remainingQuantity > 1),
  );
  if (!part) throw new Error("Nothing of the order is open.");
  return part;
}
