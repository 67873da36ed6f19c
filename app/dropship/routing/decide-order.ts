/** What becomes of an order after it was planned: its state, its reasons, how many units wait. Pure. */
import type { RoutingPlan } from "#app/dropship/planner/routing-plan.ts";
import type { Routable } from "./assess-routable.ts";
import { isHeldReason, type LineReason, type RoutingReason } from "./hold-reasons.ts";
import type { RoutingStanding } from "./routing-store.server.ts";

type Outcome = {
  readonly routable: Routable;
  /** null: it was not planned */
  readonly plan: RoutingPlan | null;
  /** Reasons found beside the plan: unknown products, products that nobody offers. */
  readonly more: readonly RoutingReason[];
  /** Units with suppliers, after what was issued now. */
  readonly liveUnits: number;
  /** The plan is shown and nothing was issued. */
  readonly isWatched: boolean;
};

export function decideOrder({
  routable,
  plan,
  more,
  liveUnits,
  isWatched,
}: Outcome): RoutingStanding {
  const { verdict, lineReasons, surplus } = routable;
  const tooMany = surplus.map((one): LineReason => ({ code: "too_many_ordered", ...one }));
  if (verdict) {
    const isWithSupplier = liveUnits > 0 && verdict.reason.code === "nothing_to_ship";
    if (isWithSupplier && routable.openUnits > 0)
      return { state: "routed", reasons: tooMany, heldUnits: 0 };
    return { state: verdict.state, reasons: [verdict.reason, ...tooMany], heldUnits: 0 };
  }
  const reasons = [...lineReasons, ...listPlanReasons(plan), ...more, ...tooMany];
  const heldUnits = reasons
    .filter(isHeldReason)
    .filter(({ code }) => code !== "held_in_shopify" && code !== "scheduled")
    .reduce((sum, { units }) => sum + units, 0);
  if (isWatched)
    return { state: "waiting", reasons: [{ code: "watching" }, ...reasons], heldUnits };
  if (heldUnits > 0) return { state: liveUnits > 0 ? "partly" : "held", reasons, heldUnits };
  if (more.some(({ code }) => code === "nobody_offers"))
    return { state: "not_ours", reasons, heldUnits };
  const isWaiting = lineReasons.some(
    ({ code }) => code === "held_in_shopify" || code === "scheduled",
  );
  if (isWaiting) return { state: liveUnits > 0 ? "partly" : "waiting", reasons, heldUnits };
  return { state: liveUnits > 0 ? "routed" : "not_ours", reasons, heldUnits };
}

const listPlanReasons = (plan: RoutingPlan | null): LineReason[] =>
  (plan?.held ?? []).map(({ lineGid, units, reason }) =>
    reason.code === "not_enough_stock"
      ? { code: reason.code, lineGid, units, availableUnits: reason.availableUnits }
      : { code: reason.code, lineGid, units },
  );
