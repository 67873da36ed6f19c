/** Loads orders with everything below them, and saves plans. Runs inside the caller's transaction, under the order's lock. */
import {
  appendEntriesWith,
  type ChainAppend,
  type RunSql,
} from "#app/ledger/append-entries.server.ts";
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import { runSql, type ShopTx } from "#app/platform/db.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import {
  NO_CHILDREN,
  type AnyRow,
  type ChildName,
  type OrderMirror,
  type OrderRow,
} from "./mirror-rows.ts";
import { CHILD_NAMES } from "./mirror-tables.ts";
import {
  childShape,
  deleteSql,
  orderShape,
  selectChildrenSql,
  selectOrdersSql,
  upsertSearchTextSql,
  upsertSql,
} from "./mirror-sql.ts";
import type { OrderPlan } from "./plan-order-changes.ts";

export type StoredMirror = OrderMirror & { readonly orderId: bigint };

export type { RunSql };

export const runIn =
  (tx: ShopTx): RunSql =>
  (sql) =>
    runSql(tx, sql);

/** Serialises all writers of one order until the transaction ends. Orders that do not exist yet have a lock too. */
export async function lockOrders(
  run: RunSql,
  shopId: bigint,
  orderGids: readonly string[],
): Promise<void> {
  // Sorted: two batches that share orders must not wait for each other crosswise.
  const keys = [...new Set(orderGids)].sort().map((gid) => `order:${shopId}:${gid}`);
  await run({
    text: `select count(pg_advisory_xact_lock(hashtextextended(k, 0)))::int as locked from unnest($1::text[]) with ordinality u(k, n)`,
    values: [keys],
  });
}

/** The named orders that are known, by gid. */
export async function loadMirrors(
  run: RunSql,
  shopId: bigint,
  orderGids: readonly string[],
): Promise<Map<string, StoredMirror>> {
  const orders = await run<OrderRow & { orderId: bigint }>(selectOrdersSql(shopId, orderGids));
  if (orders.length === 0) return new Map();
  const ids = orders.map(({ orderId }) => orderId);
  const mirrors = new Map<string, Record<ChildName, AnyRow[]>>();
  for (const { orderId } of orders) mirrors.set(String(orderId), emptyChildren());
  for (const name of CHILD_NAMES) {
    const rows = await run<AnyRow & { orderId: bigint }>(selectChildrenSql(name, shopId, ids));
    for (const { orderId, ...row } of rows)
      mirrors.get(String(orderId))?.[name].push(row as AnyRow);
  }
  return new Map(
    orders.map(({ orderId, ...order }) => {
      // Columns come back under the field names of mirror-tables.ts, which the row types mirror.
      const children = mirrors.get(String(orderId)) as unknown as Omit<OrderMirror, "order">;
      const lines = [...children.lines].sort((one, other) => one.position - other.position);
      return [order.gid, { ...children, lines, order, orderId: BigInt(orderId) }];
    }),
  );
}

const emptyChildren = () =>
  Object.fromEntries(Object.keys(NO_CHILDREN).map((name) => [name, []])) as unknown as Record<
    ChildName,
    AnyRow[]
  >;

export type PlannedOrder = {
  readonly orderGid: string;
  /** null when the order is new */
  readonly orderId: bigint | null;
  readonly plan: Extract<OrderPlan, { kind: "changed" }>;
};

/** Saves plans of different orders together: one statement per table, then the ledger. Returns our ids by gid. */
export async function savePlans(
  run: RunSql,
  shopId: bigint,
  planned: readonly PlannedOrder[],
  recordedAt: Date,
): Promise<Map<string, bigint>> {
  const ids = new Map<string, bigint>();
  for (const { orderGid, orderId } of planned) if (orderId !== null) ids.set(orderGid, orderId);
  const orders = planned.flatMap(({ plan }) => plan.order ?? []);
  if (orders.length > 0) {
    const saved = await run<{ orderId: bigint; gid: string }>(
      upsertSql(orderShape, shopId, orders, false),
    );
    for (const { orderId, gid } of saved) ids.set(gid, BigInt(orderId));
  }
  const idOf = (gid: string) => {
    const id = ids.get(gid);
    invariant(id !== undefined, `the saved order ${gid} has an id`);
    return id;
  };
  await saveChildren(run, shopId, planned, idOf);
  const texts = planned.flatMap(({ orderGid, plan }) =>
    plan.searchText === null ? [] : [{ orderId: idOf(orderGid), text: plan.searchText }],
  );
  if (texts.length > 0) await run(upsertSearchTextSql(shopId, texts));
  const appends = planned.map(({ orderGid, plan }): ChainAppend => ({
    orderId: idOf(orderGid),
    orderGid,
    entries: plan.entries,
  }));
  await appendEntriesWith(run, shopId, appends, recordedAt);
  return ids;
}

async function saveChildren(
  run: RunSql,
  shopId: bigint,
  planned: readonly PlannedOrder[],
  idOf: (gid: string) => bigint,
) {
  for (const name of CHILD_NAMES) {
    const changes = planned.flatMap(({ orderGid, plan }) =>
      plan.children
        .filter((change) => change.name === name)
        .map((change) => ({ orderGid, change })),
    );
    const deletes = changes.flatMap(({ change }) => change.deletes);
    if (deletes.length > 0) await run(deleteSql(childShape(name), shopId, deletes));
    const upserts = changes.flatMap(({ orderGid, change }) =>
      change.upserts.map((row) => ({ ...row, orderId: idOf(orderGid) })),
    );
    if (upserts.length > 0) await run(upsertSql(childShape(name), shopId, upserts, true));
  }
}

// A burst of webhooks about one order is read once, after it has calmed; ten seconds at most.
const REFETCH_DELAY_MS = 3 * MS_PER_SECOND;

export type RefetchWish = { readonly delayMs?: number; readonly only?: "fulfillment_orders" };

/** Asks for the order, or its fulfilment orders only, to be read from Shopify soon. A waiting request stays as it is. */
export async function enqueueRefetch(
  tx: ShopTx,
  shopId: bigint,
  orderGid: string,
  now: Date,
  { delayMs = REFETCH_DELAY_MS, only }: RefetchWish = {},
): Promise<void> {
  await enqueueJob(tx, {
    name: "orders.refetch",
    payload: { shopId: shopId.toString(), orderGid, ...(only && { only }) },
    queue: `order:${shopId}:${orderGid}`,
    key: `${only ? "refetch-part" : "refetch"}:${shopId}:${orderGid}`,
    whenWaiting: "keep",
    runAt: new Date(now.getTime() + delayMs),
  });
}
