/** Backtests as people start and read them. */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { RuleRefusal } from "#app/dropship/routing/rules/rule-body.ts";
import { hashRule } from "#app/dropship/routing/rules/rule-hash.server.ts";
import { findDraft, findRule } from "#app/dropship/routing/rules/rules-store.server.ts";
import { sumsSchema, type BacktestSums } from "./backtest-sums.ts";
import { MOST_ORDERS } from "./handle-backtest.server.ts";

type StoreDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

/** Starts one on the draft; the same draft is not tried twice at a time. */
export function startBacktest(
  { db, clock }: StoreDeps,
  { shopId, staffId }: { readonly shopId: bigint; readonly staffId: string },
): Promise<Result<bigint, RuleRefusal>> {
  return inShop(db, shopId, async (tx) => {
    const draft = await findDraft(tx, shopId);
    if (!draft) return refuse({ code: "no_draft", sentence: "Save a draft first, then try it." });
    const { version: baseVersion } = await findRule(tx, shopId);
    const bodyHash = hashRule(draft.body);
    const running = await tx.routingBacktest.findFirst({
      where: { shopId, bodyHash, baseVersion, state: { in: ["waiting", "running"] } },
    });
    if (running) return accept(running.id);
    // The results of older ones are of no use once their draft has changed.
    await tx.routingBacktest.deleteMany({ where: { shopId, state: { in: ["done", "failed"] } } });
    const ordersTotal = await tx.order.count({
      where: { shopId, deletedAt: null, isTest: false, requiresShipping: true },
      take: MOST_ORDERS,
    });
    const { id } = await tx.routingBacktest.create({
      data: {
        shopId,
        body: draft.body,
        bodyHash,
        baseVersion,
        askedAt: clock.now(),
        askedBy: staffId,
        ordersTotal,
      },
      select: { id: true },
    });
    await enqueueJob(tx, {
      name: "dropship.backtest",
      payload: { shopId: shopId.toString(), backtestId: id.toString() },
      key: `backtest:${shopId}:${id}`,
    });
    return accept(id);
  });
}

export type Backtest = {
  readonly backtestId: bigint;
  readonly state: string;
  readonly bodyHash: string;
  readonly baseVersion: number;
  readonly ordersDone: number;
  readonly ordersTotal: number;
  readonly sums: BacktestSums;
};

/** The newest one. */
export async function findBacktest(tx: ShopTx, shopId: bigint): Promise<Backtest | null> {
  const row = await tx.routingBacktest.findFirst({ where: { shopId }, orderBy: { id: "desc" } });
  return row && { ...row, backtestId: row.id, sums: sumsSchema.parse(row.sums) };
}

export type Difference = {
  readonly orderId: string;
  readonly name: string;
  readonly before: Side;
  readonly after: Side;
};

export type Side = {
  /** digits */
  readonly costMinor: string;
  readonly parcels: number;
  readonly heldUnits: number;
  /** our ids as digits */
  readonly suppliers: readonly string[];
};

export const DIFFERENCES_A_PAGE = 25;

/** Largest savings first. */
export async function listDifferences(
  tx: ShopTx,
  shopId: bigint,
  backtestId: bigint,
  page: number,
): Promise<Difference[]> {
  const rows = await tx.$queryRaw<{ orderId: string; name: string; difference: unknown }[]>`
    select d.order_id::text as "orderId", o.name, d.difference
    from routing_backtest_orders d
    join orders o on o.shop_id = d.shop_id and o.id = d.order_id
    where d.shop_id = ${shopId} and d.backtest_id = ${backtestId}
    order by d.saved_minor desc, d.order_id
    limit ${DIFFERENCES_A_PAGE} offset ${page * DIFFERENCES_A_PAGE}`;
  return rows.map(({ difference, ...row }) => {
    // Written by the backtest alone.
    const sides = difference as { readonly before: Side; readonly after: Side };
    return { ...row, ...sides };
  });
}

export type SingleSource = {
  readonly variantGid: string;
  readonly title: string;
  readonly lines: number;
  /** suppliers that offer it with a known cost: 0 or 1 */
  readonly sources: number;
};

/** Products sold most that fewer than two suppliers offer. */
export const listSingleSources = (tx: ShopTx, shopId: bigint): Promise<SingleSource[]> =>
  tx.$queryRaw<SingleSource[]>`
    with sold as (
      select variant_gid, max(title) as title, count(*)::int as lines
      from (
        select l.variant_gid, l.title from order_lines l
        where l.shop_id = ${shopId} and l.requires_shipping and l.variant_gid is not null
        order by l.id desc limit 20000
      ) latest group by variant_gid
    )
    select sold.variant_gid as "variantGid", sold.title, sold.lines, count(f.supplier_id)::int as sources
    from sold
    left join offers f on f.shop_id = ${shopId} and f.variant_gid = sold.variant_gid and f.is_active
      and f.cost_minor is not null
    group by sold.variant_gid, sold.title, sold.lines having count(f.supplier_id) < 2
    order by sold.lines desc, sold.variant_gid limit 10`;
