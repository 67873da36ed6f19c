/** What a missed deadline leads to, in the transaction that found it: a nudge, another supplier, or a person. */
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { Rails } from "#app/rails/create-rails.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import { raiseAlert } from "#app/shops/alerts/raise-alert.server.ts";
import { nudgePurchaseOrder } from "#app/dropship/purchase-orders/nudge-purchase-order.server.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { SEND_KIND } from "#app/dropship/purchase-orders/request-sending.server.ts";
import { revokePurchaseOrder } from "#app/dropship/purchase-orders/revoke-purchase-order.server.ts";
import { requestRouting } from "#app/dropship/routing/request-routing.server.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import { BREACH_WORDS, type Breach } from "./next-timer-step.ts";

export type BreachDeps = { readonly clock: Clock; readonly rails: Rails };

export type Late = {
  /** locked by the caller */
  readonly order: PurchaseOrder;
  readonly supplier: Supplier;
  readonly breach: Breach;
};

/** The rule that watches deadlines; its version grows when its steps change. */
const DEADLINE_RULE = {
  kind: "rule",
  name: "supplier_deadlines",
  version: 1,
} as const satisfies IntentActor;

/** One reminder to the supplier; where none can go, a person hears of it instead. */
export async function nudge(deps: BreachDeps, tx: ShopTx, late: Late): Promise<void> {
  const { order, breach } = late;
  const { shopId, id: purchaseOrderId } = order;
  const now = deps.clock.now();
  const wish = { shopId, purchaseOrderId, actor: DEADLINE_RULE };
  const nudged = await nudgePurchaseOrder(deps, tx, wish);
  // A person was quicker: that one counts.
  const isEarlier = !nudged.ok && nudged.refusal.code === "nudged_lately";
  const nudgedAt = nudged.ok ? now : isEarlier ? order.nudgedAt : null;
  if (!nudgedAt) return escalate(deps, tx, late);
  await saveBreach(tx, late, now, { nudgedAt });
  await tx.purchaseOrder.update({
    where: { shopId_id: { shopId, id: purchaseOrderId } },
    data: { breach: breach.kind },
  });
}

/**
 * Takes the purchase order back and has its lines planned anew; the supplier is not asked again for them. What may not be
 * done by itself (Asking, Watching) goes to a person; what is only put off (a pause, a ceiling) waits for the next look.
 */
export async function failOver(deps: BreachDeps, tx: ShopTx, late: Late): Promise<void> {
  const { order, breach } = late;
  const { shopId, id: purchaseOrderId, orderId, orderGid, number } = order;
  const verdict = await deps.rails.mayAct(tx, {
    shopId,
    kind: SEND_KIND,
    workflow: "routing",
    actor: DEADLINE_RULE,
    orderGid,
    subject: number,
    money: null,
    intentId: null,
    isDisputed: null,
  });
  if (!verdict.ok && verdict.refusal.waits === "later") return;
  if (!verdict.ok) return escalate(deps, tx, late);
  const revoked = await revokePurchaseOrder(deps, tx, {
    shopId,
    purchaseOrderId,
    reason: { code: `late_${breach.kind}`, message: BREACH_WORDS[breach.kind].reason },
    actor: DEADLINE_RULE,
  });
  if (!revoked.ok) return escalate(deps, tx, late);
  const now = deps.clock.now();
  await saveBreach(tx, late, now, { escalatedAt: now, outcome: "fail_over" });
  await requestRouting(tx, { shopId, orderId, cause: "fail_over" });
}

/** Once per purchase order and deadline. */
export async function escalate(
  { clock }: Pick<BreachDeps, "clock">,
  tx: ShopTx,
  late: Late,
): Promise<void> {
  const { order, supplier, breach } = late;
  const now = clock.now();
  await saveBreach(tx, late, now, { escalatedAt: now, outcome: "person" });
  await tx.purchaseOrder.update({
    where: { shopId_id: { shopId: order.shopId, id: order.id } },
    data: { breach: breach.kind },
  });
  await raiseAlert(tx, {
    shopId: order.shopId,
    event: "supplier_trouble",
    key: `breach:${order.id}:${breach.kind}`,
    title: `${supplier.name} ${BREACH_WORDS[breach.kind].late}: ${order.number}`,
    sentence: whatToDo(order),
    path: `/app/purchase-orders/${order.id}`,
    forStaffId: null,
    raisedAt: now,
  });
}

const whatToDo = ({ lines }: PurchaseOrder): string =>
  lines.some(({ trackedUnits }) => trackedUnits > 0)
    ? "Part of it has tracking numbers, so it is not taken back by itself. Ask the supplier, or tell the shopper."
    : "Ask the supplier, or take the purchase order back: its lines are then planned with another supplier.";

type Change = {
  readonly nudgedAt?: Date;
  readonly escalatedAt?: Date;
  readonly outcome?: "fail_over" | "person";
};

async function saveBreach(
  tx: ShopTx,
  { order, breach }: Late,
  foundAt: Date,
  change: Change,
): Promise<void> {
  const { shopId, id: purchaseOrderId, supplierId } = order;
  const { kind, dueAt } = breach;
  await tx.supplierBreach.upsert({
    where: { shopId_purchaseOrderId_kind: { shopId, purchaseOrderId, kind } },
    create: { shopId, purchaseOrderId, kind, supplierId, dueAt, foundAt, ...change },
    update: change,
  });
}
