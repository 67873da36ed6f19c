/**
 * Commits one batch of an import. Orders that are new are copied straight into the tables: under their locks nobody
 * else can bring them in. Orders that exist go through the same plan as a webhook, guards and all.
 */
import type pg from "pg";
import { chainRows } from "#app/ledger/append-entries.server.ts";
import {
  CHAIN_COPY_COLUMNS,
  chainCopyRow,
  ENTRY_COPY_COLUMNS,
  entryCopyRow,
  PERSONAL_COPY_COLUMNS,
  personalCopyRow,
} from "#app/ledger/ledger-sql.ts";
import { invariant } from "#app/platform/invariant.ts";
import type { OrderReading } from "#app/shopify/mappers/shopify-order.ts";
import type { HeardFrom } from "#app/orders/merge-reading.ts";
import type { AnyRow, ChildName } from "#app/orders/mirror-rows.ts";
import { childShape, orderShape, type TableShape } from "#app/orders/mirror-sql.ts";
import {
  loadMirrors,
  lockOrders,
  savePlans,
  type PlannedOrder,
  type RunSql,
} from "#app/orders/mirror-store.server.ts";
import { CHILD_NAMES, columnOf } from "#app/orders/mirror-tables.ts";
import { planOrderChanges, type OrderPlan } from "#app/orders/plan-order-changes.ts";
import { copyLine, rowValues } from "./copy-text.ts";
import { copyInto, runOnClient } from "./run-on-client.server.ts";

export type BatchResult = {
  /** orders that were new or changed */
  readonly saved: number;
  readonly rows: number;
};

type ChangedPlan = Extract<OrderPlan, { kind: "changed" }>;
type NewOrder = { readonly orderGid: string; readonly orderId: bigint; readonly plan: ChangedPlan };

/**
 * Applies the readings, in the caller's transaction. One order may have several: they are applied in order. `onLocked` is
 * called as soon as no other batch can come between.
 */
export async function saveBatch(
  client: pg.PoolClient,
  shopId: bigint,
  readings: readonly OrderReading[],
  from: HeardFrom,
  onLocked: () => void = () => undefined,
): Promise<BatchResult> {
  const run = runOnClient(client);
  const gids = [...new Set(readings.map(({ orderGid }) => orderGid))];
  await lockOrders(run, shopId, gids);
  onLocked();
  const known = await loadMirrors(run, shopId, gids);
  const buried = await listTombstones(run, shopId, gids);
  const planned: PlannedOrder[] = [];
  const fresh: { orderGid: string; plan: ChangedPlan }[] = [];
  for (const orderGid of gids) {
    if (buried.has(orderGid)) continue;
    const before = known.get(orderGid) ?? null;
    const plan = planAll(
      before,
      readings.filter((reading) => reading.orderGid === orderGid),
      from,
    );
    if (plan?.kind !== "changed") continue;
    if (before) planned.push({ orderGid, orderId: before.orderId, plan });
    else fresh.push({ orderGid, plan });
  }
  await savePlans(run, shopId, planned, from.heardAt);
  await copyNewOrders(client, shopId, await withIds(run, fresh), from.heardAt);
  return { saved: planned.length + fresh.length, rows: countRows([...planned, ...fresh]) };
}

/** One plan for all readings of an order: their lists are disjoint (one per fulfilment order), so they are joined first. */
function planAll(
  known: Parameters<typeof planOrderChanges>[0],
  readings: readonly OrderReading[],
  from: HeardFrom,
): OrderPlan | null {
  const [first, ...others] = readings;
  if (!first) return null;
  return planOrderChanges(known, others.reduce(joinReadings, first), from);
}

const joinReadings = (one: OrderReading, other: OrderReading): OrderReading => ({
  ...one,
  ...other,
  fulfillmentOrders: [...(one.fulfillmentOrders ?? []), ...(other.fulfillmentOrders ?? [])],
  fulfillments: [...(one.fulfillments ?? []), ...(other.fulfillments ?? [])],
});

async function listTombstones(
  run: RunSql,
  shopId: bigint,
  gids: readonly string[],
): Promise<Set<string>> {
  const rows = await run<{ gid: string }>({
    text: "select gid from order_tombstones where shop_id = $1 and gid = any($2::text[])",
    values: [shopId, gids],
  });
  return new Set(rows.map(({ gid }) => gid));
}

async function withIds(
  run: RunSql,
  fresh: readonly { orderGid: string; plan: ChangedPlan }[],
): Promise<NewOrder[]> {
  if (fresh.length === 0) return [];
  const ids = await run<{ id: bigint }>({
    text: "select nextval(pg_get_serial_sequence('orders', 'id')) as id from generate_series(1, $1::int)",
    values: [fresh.length],
  });
  return fresh.map((one, index) => {
    const orderId = ids[index]?.id;
    invariant(orderId !== undefined, "the sequence gave an id for every order");
    return { ...one, orderId };
  });
}

async function copyNewOrders(
  client: pg.PoolClient,
  shopId: bigint,
  orders: readonly NewOrder[],
  recordedAt: Date,
) {
  if (orders.length === 0) return;
  const shop = shopId.toString();
  await copyInto(
    client,
    { table: "orders", columns: `shop_id, id, ${columnsOf(orderShape)}` },
    orders.map(({ orderId, plan }) =>
      copyLine([shop, orderId.toString(), ...rowValues(plan.next.order, fieldsOf(orderShape))]),
    ),
  );
  for (const name of CHILD_NAMES) await copyChildren(client, shop, name, orders);
  await copyInto(
    client,
    { table: "order_search_texts", columns: "shop_id, order_id, text" },
    orders.map(({ orderId, plan }) => copyLine([shop, orderId.toString(), plan.searchText ?? ""])),
  );
  await copyLedger(client, shopId, orders, recordedAt);
}

async function copyChildren(
  client: pg.PoolClient,
  shop: string,
  name: ChildName,
  orders: readonly NewOrder[],
) {
  const shape = childShape(name);
  const fields = fieldsOf(shape);
  const lines = orders.flatMap(({ orderId, plan }) => {
    const order = orderId.toString();
    return upsertsOf(plan, name).map((row) => copyLine([shop, order, ...rowValues(row, fields)]));
  });
  await copyInto(
    client,
    { table: shape.table, columns: `shop_id, order_id, ${columnsOf(shape)}` },
    lines,
  );
}

async function copyLedger(
  client: pg.PoolClient,
  shopId: bigint,
  orders: readonly NewOrder[],
  recordedAt: Date,
) {
  const appends = orders.map(({ orderId, orderGid, plan }) => ({
    orderId,
    orderGid,
    entries: plan.entries,
  }));
  const { entries, personal, chains } = chainRows(shopId, appends, new Map(), recordedAt);
  const shop = shopId.toString();
  const lines = (rows: readonly (string | null)[][]) => rows.map((row) => copyLine([shop, ...row]));
  await copyInto(
    client,
    { table: "ledger_entries", columns: `shop_id, ${ENTRY_COPY_COLUMNS}` },
    lines(entries.map(entryCopyRow)),
  );
  await copyInto(
    client,
    { table: "ledger_personal", columns: `shop_id, ${PERSONAL_COPY_COLUMNS}` },
    lines(personal.map(personalCopyRow)),
  );
  await copyInto(
    client,
    { table: "ledger_chains", columns: `shop_id, ${CHAIN_COPY_COLUMNS}` },
    lines(chains.map(chainCopyRow)),
  );
}

const upsertsOf = (plan: ChangedPlan, name: ChildName): readonly AnyRow[] =>
  plan.children.find((change) => change.name === name)?.upserts ?? [];

const fieldsOf = ({ columns }: TableShape) => Object.keys(columns);
const columnsOf = (shape: TableShape) => fieldsOf(shape).map(columnOf).join(", ");

const countRows = (orders: readonly { readonly plan: ChangedPlan }[]) =>
  orders.reduce(
    (sum, { plan }) =>
      sum +
      (plan.order ? 1 : 0) +
      plan.entries.length +
      plan.children.reduce((rows, { upserts }) => rows + upserts.length, 0),
    0,
  );
