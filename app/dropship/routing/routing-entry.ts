/** What the order's history remembers of routing. Pure. */
import type { RoutingPlan } from "#app/dropship/planner/routing-plan.ts";
import type { NewEntry } from "#app/ledger/next-entry.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import type { RoutingCause } from "./routing-cause.ts";
import type { RoutingStanding } from "./routing-store.server.ts";

type Routed = {
  readonly standing: RoutingStanding;
  readonly cause: RoutingCause;
  readonly actor: IntentActor;
  /** a person's own words for deciding otherwise */
  readonly personReason: string | null;
  readonly planned: {
    readonly version: number;
    readonly ruleVersion: number;
    readonly plan: RoutingPlan;
    readonly isIssued: boolean;
  } | null;
  readonly now: Date;
};

export function routingEntry({
  standing,
  cause,
  actor,
  personReason,
  planned,
  now,
}: Routed): NewEntry {
  return {
    kind: planned?.isIssued ? "routing.planned" : `routing.${standing.state}`,
    actor: actor.kind === "person" ? "merchant" : "system",
    lineGid: null,
    facts: {
      cause,
      state: standing.state,
      heldUnits: standing.heldUnits,
      reasons: standing.reasons.map((reason) =>
        "lineGid" in reason
          ? { code: reason.code, line: reason.lineGid, units: reason.units }
          : { code: reason.code },
      ),
      ...(actor.kind === "person" ? { person: actor.name } : {}),
      ...(planned ? planFacts(planned) : {}),
    },
    // A colleague's words may say anything about anybody.
    personal: personReason === null ? null : { reason: personReason },
    occurredAt: now,
  };
}

const planFacts = ({ version, ruleVersion, plan }: NonNullable<Routed["planned"]>) => ({
  planVersion: version,
  ruleVersion,
  totalMinor: plan.cost.totalMinor.toString(),
  parcels: plan.parcels,
  assignments: plan.assignments.map(({ lineGid, supplierId, units }) => ({
    line: lineGid,
    supplier: supplierId.toString(),
    units,
  })),
});
