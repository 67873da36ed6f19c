/** Where routing stands with orders, and the plans that were decided. */
import { isDeepStrictEqual } from "node:util";
import type { Prisma } from "@prisma/client";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import type { PlannedByRule } from "./rules/plan-by-rule.ts";
import type { RoutingReason } from "./hold-reasons.ts";
import type { RoutingCause } from "./routing-cause.ts";
import { toStored } from "./stored-plan.ts";

export type RoutingState =
  "waiting" | "held" | "partly" | "routed" | "done" | "before_aftercare" | "not_ours";

export type RoutingStanding = {
  readonly state: RoutingState;
  readonly reasons: readonly RoutingReason[];
  readonly heldUnits: number;
};

type Name = { readonly shopId: bigint; readonly orderId: bigint; readonly orderGid: string };

/** Whether what people see has changed. */
export async function saveStanding(
  tx: ShopTx,
  { shopId, orderId, orderGid }: Name,
  standing: RoutingStanding & { readonly version: number | null; readonly seen: string },
  now: Date,
): Promise<boolean> {
  const { state, heldUnits, version, seen } = standing;
  const before = await tx.orderRouting.findUnique({
    where: { shopId_orderId: { shopId, orderId } },
  });
  const reasons = toStored([...standing.reasons]) as Prisma.InputJsonValue;
  const row = {
    state,
    reasons,
    heldUnits,
    seen,
    lookedAt: now,
    ...(version === null ? {} : { version }),
  };
  await tx.orderRouting.upsert({
    where: { shopId_orderId: { shopId, orderId } },
    create: { shopId, orderId, orderGid, ...row },
    update: row,
  });
  return before?.state !== state || !isDeepStrictEqual(before.reasons, reasons);
}

export type NewPlan = Name & {
  readonly planned: PlannedByRule;
  readonly ruleVersion: number;
  readonly cause: RoutingCause;
  readonly actor: IntentActor;
  readonly now: Date;
  /** Keep it although nothing differs from the last: something is issued by it. */
  readonly isIssued: boolean;
};

/** The plan's row: a new version, or the last one where nobody would see a difference. */
export async function savePlan(
  tx: ShopTx,
  { shopId, orderId, planned, ruleVersion, cause, actor, now, isIssued }: NewPlan,
): Promise<{ readonly planId: bigint; readonly version: number; readonly isNew: boolean }> {
  const last = await tx.routingPlanRow.findFirst({
    where: { shopId, orderId },
    orderBy: { version: "desc" },
  });
  const plan = toStored(planned.plan) as unknown as Prisma.InputJsonObject;
  if (!isIssued && last && last.ruleVersion === ruleVersion && isDeepStrictEqual(last.plan, plan))
    return { planId: last.id, version: last.version, isNew: false };
  const version = (last?.version ?? 0) + 1;
  const { id } = await tx.routingPlanRow.create({
    data: {
      shopId,
      orderId,
      version,
      ruleVersion,
      cause,
      actor: { ...actor },
      question: toStored(planned.question) as unknown as Prisma.InputJsonObject,
      plan,
      decidedAt: now,
    },
    select: { id: true },
  });
  return { planId: id, version, isNew: true };
}
