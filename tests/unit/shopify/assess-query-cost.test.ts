import { buildSchema, parse } from "graphql";
import { expect, test } from "vitest";
import { assessQueryCost, growth } from "#app/shopify/assess-query-cost.ts";

const schema = buildSchema(`
  type Query { shop: Shop!, orders(first: Int, last: Int): OrderConnection!, ordersCount: Count, node(id: ID!): Node }
  type Mutation { orderUpdate(id: ID!): OrderUpdatePayload, refundCreate(id: ID!): RefundCreatePayload }
  type Shop { name: String, plan: Plan!, money: MoneyV2 }
  type Plan { name: String }
  type Count { count: Int }
  type MoneyV2 { amount: String }
  type PageInfo { hasNextPage: Boolean }
  interface Node { id: ID! }
  type OrderConnection { nodes: [Order!]!, edges: [OrderEdge!]!, pageInfo: PageInfo! }
  type OrderEdge { node: Order! }
  type Order implements Node { id: ID!, total: MoneyV2, customer: Customer, fulfillments: [Fulfillment!]!, lines(first: Int): OrderConnection! }
  type Fulfillment implements Node { id: ID!, plan: Plan }
  type Customer { name: String, plan: Plan }
  type UserError { message: String }
  type OrderUpdatePayload { order: Order, userErrors: [UserError!]! }
  type RefundCreatePayload { order: Order, userErrors: [UserError!]! }
`);
const cost = (text: string, variables?: Record<string, unknown>) =>
  assessQueryCost({ schema, document: parse(text), ...(variables && { variables }) });

test.each<[string, number]>([
  ["{ shop { name } }", 1],
  ["{ shop { plan { name } money { amount } } }", 2],
  ["{ ordersCount { count } }", 10],
  ["{ orders(first: 250) { nodes { id } } }", 13],
  ["{ orders(first: 250) { nodes { id } pageInfo { hasNextPage } } }", 13],
  ["{ orders(first: 250) { edges { node { id } } } }", 13],
  ["{ orders(last: 25) { nodes { id } } }", 8],
  ["{ orders { nodes { id } } }", 13],
  ["{ orders(first: 10) { nodes { customer { name } } } }", 10],
  ["{ orders(first: 10) { nodes { fulfillments { id } total { amount } } } }", 10],
  ["{ orders(first: 10) { nodes { lines(first: 1) { nodes { id } } } } }", 18],
  ["mutation { orderUpdate(id: 1) { order { id } userErrors { message } } }", 10],
  ["mutation { orderUpdate(id: 1) { order { id customer { name } } } }", 11],
  ["mutation { refundCreate(id: 1) { order { id } } }", 20],
  ["{ node(id: 1) { ... on Order { customer { name } } ... on Fulfillment { id } } }", 2],
  ["{ node(id: 1) { ...F } } fragment F on Order { customer { plan { name } } }", 3],
])("%s costs %d", (text, expected) => {
  expect(cost(text)).toBe(expected);
});

test("the page size may be a variable, and counts as the largest page when it is not given", () => {
  const text = "query($n: Int) { orders(first: $n) { nodes { id } } }";
  expect([cost(text, { n: 10 }), cost(text)]).toEqual([6, 13]);
});

test.each([
  [1, 1],
  [3, 2],
  [5, 3],
  [10, 4],
  [20, 5],
  [25, 6],
  [50, 7],
  [100, 9],
  [250, 11],
  [0, 1],
])("growth(%d) is %d", (size, expected) => {
  expect(growth(size)).toBe(expected);
});
