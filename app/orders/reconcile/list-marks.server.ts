/** Pages of what changed in Shopify, as marks to compare. Each list ends by itself; a page is compared before the next is asked for. */
import { invariant } from "#app/platform/invariant.ts";
import type { AdminClient, RunOptions } from "#app/shopify/admin-client.server.ts";
import {
  ListChangedFulfillmentOrdersDocument,
  ListChangedOrdersDocument,
  ListOpenReturnsDocument,
} from "#app/shopify/generated/operations.ts";
import { joinValues, type Fact, type Mark } from "./assess-difference.ts";

export type ListDeps = {
  readonly admin: AdminClient;
  readonly shopId: bigint;
  readonly signal: AbortSignal;
};

type Page<Node> = {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
};

// An empty page is charged by its size: in a quiet shop three short ones cost 15 points, three long ones 33.
const FIRST_PAGE = 7;
// 101, 24 and 170 points asked in advance: within what one call may ask, and few calls for a large shop.
const ORDERS_PAGE = 100;
const FULFILLMENT_ORDERS_PAGE = 250;
const RETURNS_PAGE = 50;
// Shopify pages 25,000 objects deep at most: a longer list goes on from the last `updatedAt`.
const MAX_DEPTH = 20_000;
// Nobody waits for a round: it stands behind whoever does.
const PATIENCE_MS = 120_000;

/** Orders updated since, oldest change first. */
export function listChangedOrders(deps: ListDeps, from: Date): AsyncGenerator<Mark[]> {
  return listByUpdate(
    from,
    async (query, after) => {
      const asked = { first: sizeOf(after, ORDERS_PAGE), after, query };
      return (await deps.admin.run(deps.shopId, ListChangedOrdersDocument, asked, optionsOf(deps)))
        .orders;
    },
    (order): Mark => ({
      orderGid: order.id,
      about: "order",
      facts: new Map<string, Fact>([
        [
          order.id,
          at(order.updatedAt, [
            seconds(order.closedAt),
            seconds(order.cancelledAt),
            order.edited,
            word(order.displayFinancialStatus),
            word(order.displayFulfillmentStatus),
            word(order.returnStatus),
          ]),
        ],
        [`${order.id} tags`, at(order.updatedAt, [[...new Set(order.tags)].sort().join(",")])],
        ...order.transactions.map(({ id, status }) => [id, fact([word(status)])] as const),
        ...order.refunds.map(({ id }) => [id, fact([])] as const),
        // Null where the scope was not granted, whatever the type says.
        ...((order.disputes as typeof order.disputes | null) ?? []).map(
          ({ id, status }) => [disputeKey(id), fact([word(status)])] as const,
        ),
        ...order.fulfillments.flatMap(({ id, updatedAt, status, events }) => [
          [id, at(updatedAt, [word(status)])] as const,
          ...events.nodes.map((event) => [event.id, fact([])] as const),
        ]),
      ]),
    }),
  );
}

/** Fulfilment orders updated since, closed ones too: holds, splits and moves. */
export function listChangedFulfillmentOrders(deps: ListDeps, from: Date): AsyncGenerator<Mark[]> {
  return listByUpdate(
    from,
    async (query, after) => {
      const asked = { first: sizeOf(after, FULFILLMENT_ORDERS_PAGE), after, query };
      const options = optionsOf(deps);
      return (
        await deps.admin.run(deps.shopId, ListChangedFulfillmentOrdersDocument, asked, options)
      ).fulfillmentOrders;
    },
    ({ id, orderId, updatedAt, status, requestStatus, fulfillmentHolds }): Mark => ({
      orderGid: orderId,
      about: "fulfillment_order",
      facts: new Map([
        [
          id,
          // A closed one changes no more: when it was closed is all that its time would tell.
          at(status === "CLOSED" ? null : updatedAt, [
            word(status),
            word(requestStatus),
            fulfillmentHolds.length,
          ]),
        ],
      ]),
    }),
  );
}

/** Every order with an open return. */
export async function* listOpenReturns(deps: ListDeps): AsyncGenerator<Mark[]> {
  for (let after: string | null = null; ;) {
    const asked: { first: number; after: string | null } = {
      first: sizeOf(after, RETURNS_PAGE),
      after,
    };
    const { orders } = await deps.admin.run(
      deps.shopId,
      ListOpenReturnsDocument,
      asked,
      optionsOf(deps),
    );
    yield orders.nodes.map(({ id, returnStatus, returns }): Mark => ({
      orderGid: id,
      about: "return",
      facts: new Map<string, Fact>([
        [returnStatusKey(id), fact([word(returnStatus)])],
        ...returns.nodes.flatMap((one) => [
          [one.id, fact([word(one.status), one.totalQuantity])] as const,
          ...one.returnLineItems.nodes.map(
            (line) =>
              [
                line.id,
                fact([line.quantity, line.processedQuantity, line.refundedQuantity]),
              ] as const,
          ),
        ]),
      ]),
    }));
    if (!orders.pageInfo.hasNextPage) return;
    after = orders.pageInfo.endCursor;
  }
}

/** The words of a mark for the order's return status alone. */
export const returnStatusKey = (orderGid: string): string => `${orderGid} return_status`;

async function* listByUpdate<Node extends { readonly updatedAt: string }>(
  from: Date,
  fetchPage: (query: string, after: string | null) => Promise<Page<Node>>,
  toMark: (node: Node) => Mark,
): AsyncGenerator<Mark[]> {
  let begin = wholeSecond(from.toISOString());
  for (let after: string | null = null, depth = 0; ;) {
    const { nodes, pageInfo } = await fetchPage(`updated_at:>='${begin}'`, after);
    yield nodes.map(toMark);
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
    depth += nodes.length;
    if (depth < MAX_DEPTH) continue;
    const last = wholeSecond(nodes.at(-1)?.updatedAt ?? begin);
    invariant(last !== begin, "not as many rows change within one second as one list may hold");
    [begin, after, depth] = [last, null, 0];
  }
}

const optionsOf = ({ signal }: ListDeps): RunOptions => ({
  signal,
  patienceMs: PATIENCE_MS,
  withheld: "as_null",
});
const sizeOf = (after: string | null, size: number) => (after === null ? FIRST_PAGE : size);
const wholeSecond = (instant: string) => `${new Date(instant).toISOString().slice(0, 19)}Z`;
const word = (value: string | null) => value?.toLowerCase() ?? null;
const seconds = (instant: string | null) => (instant ? Date.parse(instant) / 1_000 : null);
const fact = (values: readonly (string | number | boolean | null)[]): Fact => ({
  value: joinValues(values),
  updatedAt: null,
});
const at = (
  updatedAt: string | null,
  values: readonly (string | number | boolean | null)[],
): Fact => ({
  value: joinValues(values),
  updatedAt: updatedAt === null ? null : new Date(updatedAt),
});

/** The mirror names a dispute by its own number, as webhooks do. */
const disputeKey = (gid: string) =>
  `gid://shopify/ShopifyPaymentsDispute/${gid.slice(gid.lastIndexOf("/") + 1)}`;
