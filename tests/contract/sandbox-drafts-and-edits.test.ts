/** Draft orders, order edits, payment terms and merges through the Admin API: their totals, their refusals, their facts. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { DomainEvent } from "#sandbox/store/types.ts";
import { openScene } from "./sandbox-scene.ts";

const { world, shop, call } = openScene();

const DRAFT =
  "mutation ($i: DraftOrderInput!) { draftOrderCreate(input: $i) { draftOrder { id totalPriceSet { shopMoney { amount } } } userErrors { field message } } }";
const COMPLETE =
  "mutation ($id: ID!) { draftOrderComplete(id: $id) { draftOrder { status order { displayFinancialStatus totalPriceSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } } } } userErrors { field message } } }";

const discount = fc.option(
  fc.record({
    value: fc.integer({ min: 1, max: 60 }),
    valueType: fc.constantFrom("PERCENTAGE", "FIXED_AMOUNT"),
  }),
  { nil: null },
);
const line = fc.record({
  title: fc.constant("Thing"),
  quantity: fc.integer({ min: 1, max: 5 }),
  originalUnitPrice: fc.integer({ min: 1, max: 9999 }).map((cents) => (cents / 100).toFixed(2)),
  appliedDiscount: discount,
});

test("a completed draft is an order of the draft's total, paid in full", () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), discount, (lineItems, whole) => {
      shop.buckets.clear();
      const made = call(DRAFT, { i: { lineItems, appliedDiscount: whole } }).data?.draftOrderCreate;
      expect(made.userErrors).toEqual([]);
      const { id, totalPriceSet } = made.draftOrder;
      const { draftOrder } = call(COMPLETE, { id }).data!.draftOrderComplete;
      expect(draftOrder.order).toMatchObject({ displayFinancialStatus: "PAID", totalPriceSet });
      expect(draftOrder.order.totalOutstandingSet.shopMoney.amount).toBe("0.0");
    }),
    { numRuns: process.env.PROVE ? 500 : 25, seed: 3 },
  );
});

test("a draft without lines, and a completed one, are refused", () => {
  expect(call(DRAFT, { i: { lineItems: [] } }).data?.draftOrderCreate.userErrors).toEqual([
    { field: null, message: "Add at least 1 product" },
  ]);
  const input = { lineItems: [{ title: "Thing", quantity: 1, originalUnitPrice: "2" }] };
  const { id } = call(DRAFT, { i: input }).data!.draftOrderCreate.draftOrder;
  call(COMPLETE, { id });
  expect(call(COMPLETE, { id }).data?.draftOrderComplete.userErrors).toHaveLength(1);
});

function makeOrder(quantity = 3): { id: string; entryId: string } {
  const made = call(
    "mutation ($o: OrderCreateOrderInput!) { orderCreate(order: $o) { order { id fulfillmentOrders(first: 1) { nodes { id } } } } }",
    {
      o: {
        lineItems: [
          {
            title: "Line",
            quantity,
            requiresShipping: true,
            priceSet: { shopMoney: { amount: "10", currencyCode: "USD" } },
          },
        ],
      },
    },
  );
  const { id, fulfillmentOrders } = made.data!.orderCreate.order;
  return { id, entryId: fulfillmentOrders.nodes[0].id };
}

test("an edit shows what the order would be worth, and the order is worth it once committed", () => {
  const { id } = makeOrder();
  const begun = call(
    "mutation ($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id lineItems(first: 1) { nodes { id } } } userErrors { message } } }",
    { id },
  ).data?.orderEditBegin.calculatedOrder;
  const commit =
    "mutation ($id: ID!) { orderEditCommit(id: $id) { order { edited currentTotalPriceSet { shopMoney { amount } } } userErrors { field message } } }";
  expect(call(commit, { id: begun.id }).data?.orderEditCommit.userErrors).toEqual([
    { field: ["id"], message: "There must be at least one change to be made." },
  ]);
  const staged = call(
    "mutation ($id: ID!, $line: ID!) { orderEditSetQuantity(id: $id, lineItemId: $line, quantity: 1) { calculatedOrder { totalPriceSet { shopMoney { amount } } stagedChanges(first: 5) { nodes { __typename } } } userErrors { message } } }",
    { id: begun.id, line: begun.lineItems.nodes[0].id },
  ).data?.orderEditSetQuantity.calculatedOrder;
  expect(staged.stagedChanges.nodes).toEqual([{ __typename: "OrderStagedChangeDecrementItem" }]);
  expect(staged.totalPriceSet.shopMoney.amount).toBe("10.0");
  expect(call(commit, { id: begun.id }).data?.orderEditCommit.order).toEqual({
    edited: true,
    currentTotalPriceSet: { shopMoney: { amount: "10.0" } },
  });
});

test("a merge tells the quantities that were asked for, progress tells its reason and its app", () => {
  const { entryId } = makeOrder(2);
  const lineId = shop.fulfillmentOrders.get(entryId)?.lineItems[0]?.id;
  const events: DomainEvent[] = [];
  world.onEvent = (_shop, event) => void events.push(event);
  const split = call(
    "mutation ($s: [FulfillmentOrderSplitInput!]!) { fulfillmentOrderSplit(fulfillmentOrderSplits: $s) { fulfillmentOrderSplits { remainingFulfillmentOrder { id } } } }",
    {
      s: [
        { fulfillmentOrderId: entryId, fulfillmentOrderLineItems: [{ id: lineId, quantity: 1 }] },
      ],
    },
  ).data?.fulfillmentOrderSplit.fulfillmentOrderSplits[0].remainingFulfillmentOrder;
  call(
    "mutation ($m: [FulfillmentOrderMergeInput!]!) { fulfillmentOrderMerge(fulfillmentOrderMergeInputs: $m) { userErrors { message } } }",
    {
      m: [{ mergeIntents: [{ fulfillmentOrderId: entryId }, { fulfillmentOrderId: split.id }] }],
    },
  );
  call(
    'mutation ($id: ID!) { fulfillmentOrderReportProgress(id: $id, progressReport: { reasonNotes: "Packing" }) { userErrors { message } } }',
    { id: entryId },
  );
  world.onEvent = null;
  const factsOf = (topic: string) => events.find((event) => event.topic === topic)?.facts;
  const one = [expect.objectContaining({ quantity: 1 })];
  expect(factsOf("fulfillment_orders/merged")?.intents).toEqual([
    { id: entryId, units: one },
    { id: split.id, units: one },
  ]);
  expect(factsOf("fulfillment_orders/progress_reported")).toMatchObject({
    reasonNotes: "Packing",
    appId: [...shop.installations.keys()][0],
    initialStatus: "OPEN",
  });
});

test("store credit can be given to a customer, and to nothing else than an owner or an account", () => {
  const credit =
    'mutation ($id: ID!) { storeCreditAccountCredit(id: $id, creditInput: { creditAmount: { amount: "5", currencyCode: USD } }) { storeCreditAccountTransaction { amount { amount } } userErrors { code } } }';
  const [customerId] = shop.customers.keys();
  expect(call(credit, { id: customerId }).data?.storeCreditAccountCredit).toEqual({
    storeCreditAccountTransaction: { amount: { amount: "5.0" } },
    userErrors: [],
  });
  const unknown = call(credit, { id: "gid://shopify/Customer/4242" });
  expect(unknown.data?.storeCreditAccountCredit.userErrors).toEqual([{ code: "OWNER_NOT_FOUND" }]);
  expect(call(credit, { id: "gid://shopify/Order/1" }).errors[0]?.extensions?.code).toBe(
    "RESOURCE_NOT_FOUND",
  );
});
