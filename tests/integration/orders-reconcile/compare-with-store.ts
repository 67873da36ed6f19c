/**
 * Whether the mirror equals the store, by a reading of its own: every order through the Admin API on one side, the
 * tables on the other, both as lines of text. Shares no code with the mirror's mappers.
 */
import type { ReconcileWorld } from "./reconcile-world.ts";

type Nodes<Node> = { nodes: Node[] };
type Bag = { shopMoney: { amount: string } };
type StoreOrder = {
  id: string;
  name: string;
  updatedAt: string;
  cancelledAt: string | null;
  closedAt: string | null;
  edited: boolean;
  displayFinancialStatus: string | null;
  displayFulfillmentStatus: string;
  returnStatus: string;
  tags: string[];
  note: string | null;
  email: string | null;
  currentTotalPriceSet: Bag;
  totalRefundedSet: Bag;
  lineItems: Nodes<{
    id: string;
    quantity: number;
    currentQuantity: number;
    unfulfilledQuantity: number;
  }>;
  transactions: { id: string; kind: string; status: string }[];
  refunds: { id: string; totalRefundedSet: Bag; refundLineItems: Nodes<{ quantity: number }> }[];
  fulfillments: {
    id: string;
    status: string;
    updatedAt: string;
    trackingInfo: { number: string }[];
    fulfillmentLineItems: Nodes<{ quantity: number }>;
    events: Nodes<{ id: string; status: string }>;
  }[];
  fulfillmentOrders: Nodes<{
    id: string;
    status: string;
    requestStatus: string;
    updatedAt: string;
    fulfillmentHolds: { id: string; reason: string }[];
    lineItems: Nodes<{ id: string; totalQuantity: number; remainingQuantity: number }>;
  }>;
  returns: Nodes<{
    id: string;
    status: string;
    totalQuantity: number;
    returnLineItems: Nodes<{ id: string; quantity: number; processedQuantity: number }>;
  }>;
};

const QUERY = `query($after: String) { orders(first: 20, after: $after, sortKey: ID) {
  pageInfo { hasNextPage endCursor }
  nodes {
    id name updatedAt cancelledAt closedAt edited displayFinancialStatus displayFulfillmentStatus returnStatus tags note email
    currentTotalPriceSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } }
    lineItems(first: 10) { nodes { id quantity currentQuantity unfulfilledQuantity } }
    transactions(first: 20) { id kind status }
    refunds(first: 10) { id totalRefundedSet { shopMoney { amount } } refundLineItems(first: 10) { nodes { quantity } } }
    fulfillments(first: 10) { id status updatedAt trackingInfo(first: 5) { number }
      fulfillmentLineItems(first: 10) { nodes { quantity } } events(first: 10) { nodes { id status } } }
    fulfillmentOrders(first: 10) { nodes { id status requestStatus updatedAt fulfillmentHolds { id reason }
      lineItems(first: 10) { nodes { id totalQuantity remainingQuantity } } } }
    returns(first: 5) { nodes { id status totalQuantity returnLineItems(first: 5) { nodes { id quantity processedQuantity } } } } } } }`;

/** Lines that only one side has; empty when both are equal. */
export async function compareWithStore(
  world: ReconcileWorld,
  shopId: bigint,
  isWanted: (orderGid: string) => boolean = () => true,
): Promise<{ onlyStore: string[]; onlyMirror: string[] }> {
  const store = new Set(await readStore(world, isWanted));
  const mirror = new Set(await readMirror(world, shopId, isWanted));
  return {
    onlyStore: [...store].filter((line) => !mirror.has(line)).sort(),
    onlyMirror: [...mirror].filter((line) => !store.has(line)).sort(),
  };
}

export const EQUAL = { onlyStore: [], onlyMirror: [] };

async function readStore(
  world: ReconcileWorld,
  isWanted: (orderGid: string) => boolean,
): Promise<string[]> {
  const lines: string[] = [];
  for (let after: string | null = null; ;) {
    type Answer = {
      orders: Nodes<StoreOrder> & { pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const { orders }: Answer = await world.ask<Answer>(QUERY, { after });
    for (const order of orders.nodes) if (isWanted(order.id)) lines.push(...tellOrder(order));
    if (!orders.pageInfo.hasNextPage) return lines;
    after = orders.pageInfo.endCursor;
  }
}

function tellOrder(order: StoreOrder): string[] {
  const { id } = order;
  return [
    line(
      "order",
      id,
      order.name,
      at(order.updatedAt),
      at(order.cancelledAt),
      at(order.closedAt),
      order.edited,
      word(order.displayFinancialStatus),
      word(order.displayFulfillmentStatus),
      word(order.returnStatus),
      [...order.tags].sort().join(","),
      order.note ?? "",
      order.email ?? "",
      cents(order.currentTotalPriceSet),
      cents(order.totalRefundedSet),
    ),
    ...order.lineItems.nodes.map((one) =>
      line("line", id, one.id, one.quantity, one.currentQuantity, one.unfulfilledQuantity),
    ),
    ...order.transactions.map((one) =>
      line("transaction", id, one.id, word(one.kind), word(one.status)),
    ),
    ...order.refunds.map((one) =>
      line(
        "refund",
        id,
        one.id,
        cents(one.totalRefundedSet),
        sum(one.refundLineItems.nodes, "quantity"),
      ),
    ),
    ...order.fulfillments.flatMap((one) => [
      line(
        "fulfillment",
        id,
        one.id,
        word(one.status),
        at(one.updatedAt),
        one.trackingInfo.map(({ number }) => number).join(","),
        sum(one.fulfillmentLineItems.nodes, "quantity"),
      ),
      ...one.events.nodes.map((event) => line("event", id, event.id, word(event.status))),
    ]),
    ...order.fulfillmentOrders.nodes.flatMap((one) => [
      line("part", id, one.id, word(one.status), word(one.requestStatus), at(one.updatedAt)),
      ...one.fulfillmentHolds.map((hold) => line("hold", id, hold.id, one.id, word(hold.reason))),
      ...one.lineItems.nodes.map((entry) =>
        line("part line", id, entry.id, one.id, entry.totalQuantity, entry.remainingQuantity),
      ),
    ]),
    ...order.returns.nodes.flatMap((one) => [
      line("return", id, one.id, word(one.status), one.totalQuantity),
      ...one.returnLineItems.nodes.map((entry) =>
        line("return line", id, entry.id, one.id, entry.quantity, entry.processedQuantity),
      ),
    ]),
  ];
}

const stamp = (column: string) => `coalesce(extract(epoch from ${column})::bigint::text, '')`;
const MIRROR = `
  with o as (select * from orders where shop_id = $1 and deleted_at is null)
  select gid, concat_ws(' ', 'order', gid, name, ${stamp("updated_at")}, ${stamp("cancelled_at")}, ${stamp("closed_at")},
    is_edited::text, coalesce(financial_status, ''), fulfillment_status, coalesce(return_status, ''),
    array_to_string(tags, ','), coalesce(note, ''), coalesce(email, ''), current_total_minor, refunded_minor) as line from o
  union all select o.gid, concat_ws(' ', 'line', o.gid, t.gid, quantity, current_quantity, unfulfilled_quantity)
    from o join order_lines t on t.shop_id = $1 and t.order_id = o.id
  union all select o.gid, concat_ws(' ', 'transaction', o.gid, t.gid, kind, status)
    from o join order_transactions t on t.shop_id = $1 and t.order_id = o.id
  union all select o.gid, concat_ws(' ', 'refund', o.gid, t.gid, t.total_minor,
      (select coalesce(sum(quantity), 0) from refund_lines l where l.shop_id = $1 and l.refund_gid = t.gid))
    from o join refunds t on t.shop_id = $1 and t.order_id = o.id
  union all select o.gid, concat_ws(' ', 'fulfillment', o.gid, t.gid, status, ${stamp("t.updated_at")},
      array_to_string(tracking_numbers, ','),
      (select coalesce(sum(quantity), 0) from order_fulfillment_lines l where l.shop_id = $1 and l.fulfillment_gid = t.gid))
    from o join order_fulfillments t on t.shop_id = $1 and t.order_id = o.id
  union all select o.gid, concat_ws(' ', 'event', o.gid, t.gid, status)
    from o join order_fulfillment_events t on t.shop_id = $1 and t.order_id = o.id
  union all select o.gid, concat_ws(' ', 'part', o.gid, t.gid, status, request_status, ${stamp("t.updated_at")})
    from o join fulfillment_orders t on t.shop_id = $1 and t.order_id = o.id
  union all select o.gid, concat_ws(' ', 'hold', o.gid, t.gid, fulfillment_order_gid, reason)
    from o join fulfillment_holds t on t.shop_id = $1 and t.order_id = o.id
  union all select o.gid, concat_ws(' ', 'part line', o.gid, t.gid, fulfillment_order_gid, total_quantity, remaining_quantity)
    from o join fulfillment_order_lines t on t.shop_id = $1 and t.order_id = o.id
  union all select o.gid, concat_ws(' ', 'return', o.gid, t.gid, status, total_quantity)
    from o join order_returns t on t.shop_id = $1 and t.order_id = o.id
  union all select o.gid, concat_ws(' ', 'return line', o.gid, t.gid, return_gid, quantity, processed_quantity)
    from o join order_return_lines t on t.shop_id = $1 and t.order_id = o.id`;

async function readMirror(
  { db }: ReconcileWorld,
  shopId: bigint,
  isWanted: (orderGid: string) => boolean,
): Promise<string[]> {
  const { rows } = await db.pool.query<{ gid: string; line: string }>(MIRROR, [shopId]);
  return rows.filter(({ gid }) => isWanted(gid)).map((row) => row.line);
}

const line = (...values: (string | number | boolean)[]) => values.map(String).join(" ");
const at = (instant: string | null) => (instant ? String(Date.parse(instant) / 1_000) : "");
const word = (value: string | null) => value?.toLowerCase() ?? "";
const cents = ({ shopMoney }: Bag) => Math.round(Number(shopMoney.amount) * 100);
const sum = <Key extends string>(rows: readonly Record<Key, number>[], key: Key) =>
  rows.reduce((total, row) => total + row[key], 0);
