/** Purchase orders as a page shows them: by what they wait for, found by number, order or supplier, a page at a time. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, runSql, type Db, type Sql } from "#app/platform/db.server.ts";
import { formatMoney, moneyToDecimal, type Money } from "#app/platform/money.ts";
import { cutPage, decodePageCursor } from "#app/dropship/suppliers/page-cursor.ts";
import type { PurchaseOrderState } from "#app/dropship/purchase-orders/purchase-order-states.ts";
import { QUEUES, type PurchaseOrderListQuery, type Queue } from "./purchase-order-query.ts";
import { FROM_SQL, QUEUE_SQL } from "./queue-sql.ts";

export type ListDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

export type PurchaseOrderRowView = {
  readonly purchaseOrderId: string;
  readonly number: string;
  readonly revision: number;
  readonly state: PurchaseOrderState;
  readonly orderId: string;
  readonly orderName: string;
  readonly supplierId: string;
  readonly supplierName: string;
  readonly units: number;
  /** `text`: as a person reads it */
  readonly cost: { readonly amount: string; readonly currency: string; readonly text: string };
  readonly createdAt: string;
  /** what is due next, and when; null = nothing */
  readonly dueAt: string | null;
  /** why it waits or failed, as a sentence; null = it does neither */
  readonly reason: string | null;
  readonly breach: string | null;
};

export type PurchaseOrderPage = {
  readonly rows: readonly PurchaseOrderRowView[];
  readonly nextCursor: string | null;
  readonly previousCursor: string | null;
};

const PAGE_SIZE = 50;
const EXPORT_SIZE = 250;

export async function listPurchaseOrders(
  { db, clock }: ListDeps,
  shopId: bigint,
  query: PurchaseOrderListQuery,
) {
  const now = clock.now();
  const { rows, counts, suppliers } = await inShop(db, shopId, async (tx) => ({
    rows: await runSql<Row>(tx, pageSql(shopId, query, now, PAGE_SIZE)),
    counts: await runSql<Record<Queue, number>>(tx, countSql(shopId, query, now)),
    suppliers: await tx.supplier.findMany({
      where: { shopId },
      orderBy: { name: "asc" },
      select: { id: true, name: true },
    }),
  }));
  return {
    ...pageOf(rows, query, PAGE_SIZE),
    counts: counts[0] ?? null,
    suppliers: suppliers.map(({ id, name }) => ({ supplierId: id.toString(), name })),
  };
}

/** All rows of the query, page by page, for a file. */
export async function* eachPurchaseOrder(
  { db, clock }: ListDeps,
  shopId: bigint,
  query: PurchaseOrderListQuery,
): AsyncIterable<readonly PurchaseOrderRowView[]> {
  const now = clock.now();
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor; isFirst = false) {
    const asked: PurchaseOrderListQuery = { ...query, cursor };
    const rows = await inShop(db, shopId, (tx) =>
      runSql<Row>(tx, pageSql(shopId, asked, now, EXPORT_SIZE)),
    );
    const page = pageOf(rows, asked, EXPORT_SIZE);
    if (page.rows.length > 0) yield page.rows;
    cursor = page.nextCursor;
  }
}

type Row = {
  readonly id: bigint;
  readonly number: string;
  readonly revision: number;
  readonly state: PurchaseOrderState;
  readonly orderId: bigint;
  readonly orderName: string;
  readonly supplierId: bigint;
  readonly supplierName: string;
  readonly units: number;
  readonly costMinor: bigint;
  readonly currency: string;
  readonly createdAt: Date;
  readonly dueAt: Date | null;
  readonly reason: string | null;
  readonly breach: string | null;
};

function pageOf(rows: readonly Row[], { cursor }: PurchaseOrderListQuery, size: number) {
  const page = cutPage(rows, {
    size,
    cursor: decodePageCursor(cursor),
    edgeOf: ({ createdAt, id }) => ({ text: createdAt.toISOString(), key: id.toString() }),
  });
  return { ...page, rows: page.rows.map(toView) };
}

const toView = ({ id, costMinor, currency, ...row }: Row): PurchaseOrderRowView => ({
  ...row,
  purchaseOrderId: id.toString(),
  orderId: row.orderId.toString(),
  supplierId: row.supplierId.toString(),
  cost: costView({ amountMinor: costMinor, currency }),
  createdAt: row.createdAt.toISOString(),
  dueAt: row.dueAt?.toISOString() ?? null,
});

const costView = (money: Money): PurchaseOrderRowView["cost"] => ({
  amount: moneyToDecimal(money),
  currency: money.currency,
  text: formatMoney(money),
});

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function pageSql(shopId: bigint, query: PurchaseOrderListQuery, now: Date, size: number): Sql {
  const { values, hole, where } = conditions(shopId, query, now);
  where.push(QUEUE_SQL[query.queue]("$2"));
  const cursor = decodePageCursor(query.cursor);
  const isAscending = (query.sort === "oldest") !== (cursor?.direction === "previous");
  if (cursor && INSTANT.test(cursor.text) && /^\d{1,18}$/.test(cursor.key))
    where.push(
      `(p.created_at, p.id) ${isAscending ? ">" : "<"} (${hole(cursor.text)}::timestamptz, ${hole(cursor.key)}::bigint)`,
    );
  const order = isAscending ? "asc" : "desc";
  return {
    text: `
      select p.id, p.number, p.revision, p.state, p.order_id as "orderId", o.name as "orderName",
        p.supplier_id as "supplierId", s.name as "supplierName", p.currency, p.created_at as "createdAt",
        case when p.ended_at is null then p.breach end as breach,
        goods.units, (goods.cost + p.drop_fee_minor + p.shipping_minor)::bigint as "costMinor",
        case p.state when 'queued' then p.send_after when 'sent' then p.acknowledge_by
          when 'accepted' then coalesce(p.ship_by, p.tracking_by) end as "dueAt",
        coalesce(p.wait_reason ->> 'message',
          case when p.state in ('queued', 'approval') then i.refusal ->> 'message' end) as reason
      ${FROM_SQL}
      cross join lateral (
        select coalesce(sum(l.units), 0)::int as units, coalesce(sum(l.units * l.unit_cost_minor), 0) as cost
        from purchase_order_lines l where l.shop_id = p.shop_id and l.purchase_order_id = p.id
      ) goods
      where ${where.join(" and ")}
      order by p.created_at ${order}, p.id ${order} limit ${size + 1}`,
    values,
  };
}

/** Every queue's number under the same search and supplier: what its list would show. */
function countSql(shopId: bigint, query: PurchaseOrderListQuery, now: Date): Sql {
  const { values, where } = conditions(shopId, query, now);
  const counts = QUEUES.map(
    (queue) => `count(*) filter (where ${QUEUE_SQL[queue]("$2")})::int as "${queue}"`,
  );
  return {
    text: `select ${counts.join(", ")}, $2::timestamptz as now ${FROM_SQL} where ${where.join(" and ")}`,
    values,
  };
}

function conditions(shopId: bigint, { search, supplierId }: PurchaseOrderListQuery, now: Date) {
  const values: unknown[] = [shopId, now];
  const hole = (value: unknown) => `$${values.push(value)}`;
  // Named in every query: the one that asks for no queue does not use it otherwise.
  const where = ["p.shop_id = $1", "$2::timestamptz is not null"];
  if (supplierId !== null) where.push(`p.supplier_id = ${hole(supplierId)}::bigint`);
  if (search !== "") {
    const like = hole(`%${search.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`);
    where.push(
      `(lower(p.number) like ${like} or lower(o.name) like ${like} or lower(s.name) like ${like})`,
    );
  }
  return { values, hole, where };
}
