/**
 * Decides about one order and does it: plan, purchase orders, standing and history in one transaction, under the lock of
 * the order and then of the shop's stock. Run again on the same facts it issues nothing new.
 */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import { MS_PER_HOUR } from "#app/platform/time.ts";
import { issuePurchaseOrders } from "#app/dropship/purchase-orders/issue-purchase-orders.server.ts";
import type { SendingDeps } from "#app/dropship/purchase-orders/request-sending.server.ts";
import { reviseAddress } from "#app/dropship/purchase-orders/revise-address.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { findMode } from "#app/rails/modes-store.server.ts";
import { assessRoutable, type Routable } from "./assess-routable.ts";
import { decideOrder } from "./decide-order.ts";
import { draftPurchaseOrders } from "./draft-purchase-orders.ts";
import { readFingerprint } from "./fingerprint.server.ts";
import { lockOrderToRoute, type OrderToRoute } from "./find-order-to-route.server.ts";
import { planForOrder, type OrderPlan } from "./plan-for-order.server.ts";
import { askAboutAccepted, releaseSurplus } from "./release-surplus.server.ts";
import { releaseUnserved } from "./release-unserved.server.ts";
import { requestRouting } from "./request-routing.server.ts";
import type { RouteWish } from "./route-wish.ts";
import { routingEntry } from "./routing-entry.ts";
import { savePlan, saveStanding, type RoutingStanding } from "./routing-store.server.ts";
import type { RuleVersion } from "./rules/rule-body.ts";
import { findRule } from "./rules/rules-store.server.ts";

export type Routed = RoutingStanding & { readonly issued: number };

/** Null: the order is not mirrored. */
export async function routeOrder(
  deps: SendingDeps,
  tx: ShopTx,
  wish: RouteWish,
): Promise<Routed | null> {
  const { shopId, orderId, facts } = wish;
  const locked = await lockOrderToRoute(tx, shopId, orderId);
  if (!locked) return null;
  const rule = await findRule(tx, shopId);
  const { mode, goLiveAt } = await findMode(tx, shopId, "routing");
  const actor: IntentActor = wish.person
    ? { kind: "person", name: wish.person.staffId }
    : { kind: "rule", name: "routing", version: rule.version };
  const isLive = wish.person !== null || (mode !== "watching" && goLiveAt !== null);
  const assess = (order: OrderToRoute) =>
    assessRoutable({
      facts,
      allocations: order.allocations,
      routesOnAuthorisation: rule.body.routesOnAuthorisation,
      placedAt: order.placedAt,
      goLiveAt,
      isPerson: wish.person !== null,
    });
  let order = locked;
  let routable = assess(order);
  const isCancelled = facts.cancelledAt !== null;
  const readAgain = async () => {
    order = (await lockOrderToRoute(tx, shopId, orderId)) ?? order;
    routable = assess(order);
  };
  if (isLive && routable.surplus.length > 0) {
    const surplus = { shopId, order, surplus: routable.surplus, isCancelled };
    if (await releaseSurplus(deps, tx, { ...surplus, actor })) await readAgain();
    await askAboutAccepted(deps, tx, { ...surplus, surplus: routable.surplus });
  }
  if (isLive && !isCancelled && order.allocations.size > 0 && facts.address?.address1) {
    const { address } = facts;
    if (await releaseUnserved(deps, tx, { shopId, order, address, actor })) await readAgain();
    await reviseAddress(deps, tx, { shopId, orderId, shipTo: address, actor });
  }
  const planned =
    routable.verdict || routable.lines.length === 0
      ? null
      : await planForOrder(deps, tx, { wish, order, rule, lines: routable.lines });
  return settle(deps, tx, { wish, order, routable, planned, rule, actor, isLive });
}

type Settling = {
  readonly wish: RouteWish;
  readonly order: OrderToRoute;
  readonly routable: Routable;
  readonly planned: OrderPlan | null;
  readonly rule: RuleVersion;
  readonly actor: IntentActor;
  readonly isLive: boolean;
};

async function settle(deps: SendingDeps, tx: ShopTx, settling: Settling): Promise<Routed> {
  const { wish, order, routable, planned, rule, actor, isLive } = settling;
  const { shopId, orderId, cause } = wish;
  const now = deps.clock.now();
  const name = { shopId, orderId, orderGid: order.gid };
  const assigned = planned?.byRule.plan.assignments ?? [];
  const isIssued = isLive && assigned.length > 0;
  const saved = planned?.byRule
    ? await savePlan(tx, {
        ...name,
        planned: planned.byRule,
        ruleVersion: rule.version,
        cause,
        actor,
        now,
        isIssued,
      })
    : null;
  if (isIssued && planned && saved) await issue(deps, tx, settling, planned, saved.planId);
  const allocated = [...order.allocations.values()].reduce((sum, one) => sum + one.liveUnits, 0);
  const issued = isIssued ? assigned.reduce((sum, { units }) => sum + units, 0) : 0;
  const standing = decideOrder({
    routable,
    plan: planned?.byRule.plan ?? null,
    more: planned?.more ?? [],
    liveUnits: allocated + issued,
    isWatched: !isLive && assigned.length > 0,
  });
  const seen = await readFingerprint(tx, shopId, orderId);
  const version = saved?.version ?? null;
  const isChanged = await saveStanding(tx, name, { ...standing, version, seen }, now);
  if (isChanged || isIssued) {
    const entry = routingEntry({
      standing,
      cause,
      actor,
      personReason: wish.person?.reason ?? null,
      planned:
        planned && saved
          ? { ...saved, ...planned.byRule, ruleVersion: rule.version, isIssued }
          : null,
      now,
    });
    const { gid: orderGid } = order;
    await appendEntries(tx, shopId, [{ orderId, orderGid, entries: [entry] }], now);
  }
  await lookAgain(tx, settling, now);
  return { ...standing, issued };
}

async function issue(
  deps: SendingDeps,
  tx: ShopTx,
  { wish, order, actor }: Settling,
  planned: OrderPlan,
  routingPlanId: bigint,
): Promise<void> {
  const { facts, shopId } = wish;
  const issued = await issuePurchaseOrders(deps, tx, {
    shopId,
    order: { id: order.orderId, gid: order.gid, name: order.name },
    routingPlanId,
    actor,
    shipTo: facts.address,
    note: facts.note,
    suppliers: planned.supply.stored,
    drafts: draftPurchaseOrders({
      plan: planned.byRule.plan,
      facts,
      currency: order.currency,
      lines: order.lines,
      variants: planned.variants,
      suppliers: planned.supply.stored,
      offers: planned.supply.storedOffers,
    }),
  });
  // Under the order's lock nobody else takes units: what was counted free is free.
  invariant(issued.ok, "a plan's units are free while its order is locked");
}

/** What time alone changes: a fraud assessment that ends, a supplier that takes orders again tomorrow. */
async function lookAgain(
  tx: ShopTx,
  { wish, routable, planned }: Settling,
  now: Date,
): Promise<void> {
  const { shopId, orderId } = wish;
  const isFull = planned?.byRule.plan.considered.some(
    ({ verdict }) => verdict.kind === "dropped" && verdict.reason.code === "no_orders_left",
  );
  const isWaiting = (planned?.byRule.plan.held.length ?? 0) > 0 && isFull;
  const isAssessing = routable.verdict?.reason.code === "risk_pending";
  if (!isWaiting && !isAssessing) return;
  const hours = isAssessing ? RISK_HOURS : FULL_HOURS;
  const runAt = new Date(now.getTime() + hours * MS_PER_HOUR);
  await requestRouting(tx, { shopId, orderId, cause: "supply", runAt });
}

const RISK_HOURS = 0.25;
// The supplier's day ends within this many hours, or the one after does.
const FULL_HOURS = 6;
