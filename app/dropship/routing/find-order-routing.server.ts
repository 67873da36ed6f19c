/** Everything the routing card of one order shows. Null: routing has not looked at it. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { nameOf } from "#app/shops/people/staff-store.server.ts";
import { listRateViews } from "#app/dropship/suppliers/exchange-rates.server.ts";
import { listPlacementWords } from "#app/dropship/placement/list-placement-words.server.ts";
import { isHeldReason, type RoutingReason } from "./hold-reasons.ts";
import {
  planView,
  reasonView,
  STATE_LABELS,
  type ReasonView,
  type RoutingView,
  type StoredPlanRow,
  type ViewNames,
} from "./routing-view.ts";
import type { RoutingState } from "./routing-store.server.ts";
import type { StoredPlan } from "./stored-plan.ts";

// Enough for a person to follow; all of them are in the order's history.
const MOST_PLANS = 20;

export function findOrderRouting(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
  orderId: bigint,
): Promise<RoutingView | null> {
  return inShop(db, shopId, async (tx) => {
    const standing = await tx.orderRouting.findUnique({
      where: { shopId_orderId: { shopId, orderId } },
    });
    if (!standing) return null;
    const names = await readNames(tx, shopId, orderId);
    const rows = await listPlans(tx, shopId, orderId);
    // Written by saveStanding alone.
    const state = standing.state as RoutingState;
    const reasons = standing.reasons as unknown as RoutingReason[];
    const newest = rows[0]?.plan ?? null;
    const isGivenUp = await hasGivenUp(tx, standing);
    const shown = isGivenUp ? "waiting" : state;
    return {
      state: shown,
      stateLabel: STATE_LABELS[shown],
      reasons: [
        ...(isGivenUp ? [GIVEN_UP] : []),
        ...reasons.map((reason) => reasonView(reason, newest, names)),
      ],
      plans: rows.map((row) => planView(row, names)),
      purchaseOrders: await listPurchaseOrders(tx, shopId, orderId, names),
      open: await listOpenLines(tx, shopId, { state, reasons, orderId, names }),
    };
  });
}

const GIVEN_UP: ReasonView = {
  text: "It was to be planned anew, and that failed too often. What stands here is from before.",
  line: null,
  fixes: [{ label: "Try again from Home", url: "/app" }],
};

/** Whether the job that was to plan it anew was parked since: then the standing is that of before. */
async function hasGivenUp(
  tx: ShopTx,
  { shopId, orderId, lookedAt }: { shopId: bigint; orderId: bigint; lookedAt: Date },
): Promise<boolean> {
  const parked = await tx.parkedJob.count({
    where: {
      shopId,
      resolvedAt: null,
      parkedAt: { gt: lookedAt },
      task: "dropship.route",
      payload: { path: ["orderId"], equals: orderId.toString() },
    },
  });
  return parked > 0;
}

async function readNames(tx: ShopTx, shopId: bigint, orderId: bigint): Promise<ViewNames> {
  const order = await tx.order.findUniqueOrThrow({
    where: { shopId_id: { shopId, id: orderId } },
    select: { currency: true },
  });
  const suppliers = await tx.supplier.findMany({
    where: { shopId },
    select: { id: true, name: true, currency: true },
  });
  const rates = await listRateViews(tx, shopId);
  const unrated = new Set(rates.filter(({ rate }) => rate === null).map((one) => one.currency));
  const lines = await tx.orderLine.findMany({
    where: { shopId, orderId },
    select: { gid: true, title: true, variantTitle: true },
  });
  return {
    currency: order.currency,
    suppliers: new Map(suppliers.map(({ id, name }) => [id.toString(), name])),
    currenciesWithoutRate: new Map(
      suppliers
        .filter((one) => unrated.has(one.currency))
        .map((one) => [one.id.toString(), one.currency]),
    ),
    lines: new Map(
      lines.map(({ gid, title, variantTitle }) => [
        gid,
        variantTitle ? `${title} · ${variantTitle}` : title,
      ]),
    ),
  };
}

async function listPlans(tx: ShopTx, shopId: bigint, orderId: bigint): Promise<StoredPlanRow[]> {
  const rows = await tx.$queryRaw<
    (Omit<StoredPlanRow, "person" | "plan"> & { actor: unknown; plan: unknown })[]
  >`
    select p.version, p.rule_version as "ruleVersion", p.cause, p.actor, p.plan, p.decided_at as "decidedAt"
    from routing_plans p where p.shop_id = ${shopId} and p.order_id = ${orderId}
    order by p.version desc limit ${MOST_PLANS}`;
  const staff = await tx.staffMember.findMany({ where: { shopId } });
  const nameById = (id: string) => nameOf(staff.find((one) => one.id === id) ?? { id, name: null });
  return rows.map(({ actor, plan, ...row }) => {
    // Written by savePlan alone.
    const by = actor as { readonly kind?: string; readonly name?: string };
    const person = by.kind === "person" && by.name ? nameById(by.name) : null;
    return { ...row, person, plan: plan as StoredPlan };
  });
}

async function listPurchaseOrders(
  tx: ShopTx,
  shopId: bigint,
  orderId: bigint,
  names: ViewNames,
): Promise<RoutingView["purchaseOrders"]> {
  const rows = await tx.$queryRaw<
    { id: string; number: string; supplierId: string; state: string; units: number }[]
  >`
    select p.id::text, p.number, p.supplier_id::text as "supplierId", p.state,
      coalesce(sum(l.units - l.declined_units), 0)::int as units
    from purchase_orders p
    left join purchase_order_lines l on l.shop_id = p.shop_id and l.purchase_order_id = p.id
    where p.shop_id = ${shopId} and p.order_id = ${orderId}
    group by p.id, p.number, p.supplier_id, p.state, p.sequence order by p.sequence`;
  const words = await listPlacementWords(tx, { shopId, orderId }, names.lines);
  return rows.map(({ supplierId, ...row }) => ({
    ...row,
    placement: words.get(row.id) ?? [],
    supplier: names.suppliers.get(supplierId) ?? "A supplier that is gone",
  }));
}

type Open = {
  readonly state: RoutingState;
  readonly reasons: readonly RoutingReason[];
  readonly orderId: bigint;
  readonly names: ViewNames;
};

const WHOLE: readonly RoutingState[] = ["waiting", "held", "before_aftercare"];

/** Lines a person may give to a supplier: those that are held, or all while nothing of the order was issued. */
async function listOpenLines(
  tx: ShopTx,
  shopId: bigint,
  { state, reasons, orderId, names }: Open,
): Promise<RoutingView["open"]> {
  const held = new Set(reasons.filter(isHeldReason).map(({ lineGid }) => lineGid));
  const isWhole = WHOLE.includes(state);
  if (!isWhole && held.size === 0) return [];
  const rows = await tx.$queryRaw<{ gid: string; supplierId: string | null }[]>`
    select l.gid, f.supplier_id::text as "supplierId"
    from order_lines l
    left join offers f on f.shop_id = l.shop_id and f.variant_gid = l.variant_gid and f.is_active
      and exists (select from suppliers s where s.shop_id = ${shopId} and s.id = f.supplier_id and s.state = 'active')
    where l.shop_id = ${shopId} and l.order_id = ${orderId} and l.unfulfilled_quantity > 0 and l.requires_shipping
    order by l.position, f.supplier_id`;
  const gids = [...new Set(rows.map(({ gid }) => gid))].filter((gid) => isWhole || held.has(gid));
  return gids.map((lineGid) => ({
    lineGid,
    title: names.lines.get(lineGid) ?? "",
    options: rows.flatMap(({ gid, supplierId }) =>
      gid === lineGid && supplierId !== null
        ? [{ supplierId, label: names.suppliers.get(supplierId) ?? supplierId }]
        : [],
    ),
  }));
}
