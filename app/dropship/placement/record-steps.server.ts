/** Decides the next steps of an order's placement: one intent a call, written before the call, under the order's lock. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { findIntent } from "#app/rails/intent-store.server.ts";
import type { IntentActor } from "#app/rails/intent.ts";
import {
  recordIntent,
  type IntentDraft,
  type RecordDeps,
} from "#app/rails/record-intent.server.ts";
import { findPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import type { Activation, JudgedTransfers } from "./judge-transfers.ts";
import type { PendingStep, PlacementMemory } from "./placement-memory.ts";
import type { Stay, Transfer } from "./placement-question.ts";

/** The version of the rule by which fulfillment orders follow purchase orders. */
const PLACE_RULE = {
  kind: "rule",
  name: "supplier_location",
  version: 1,
} as const satisfies IntentActor;

type Recording = {
  readonly shopId: bigint;
  readonly orderId: bigint;
  readonly orderGid: string;
  readonly memory: PlacementMemory;
  readonly judged: JudgedTransfers;
};

/** The memory with what is under way now, and what the rails do not let begin. */
export async function recordSteps(
  rails: RecordDeps,
  tx: ShopTx,
  recording: Recording,
): Promise<{ readonly memory: PlacementMemory; readonly stays: readonly Stay[] }> {
  const { judged } = recording;
  // What is stocked changes what may be moved, and a move changes the ids of what is left: each is looked at anew.
  const moves = judged.activations.length > 0 ? [] : judged.moves.slice(0, 1);
  let { memory } = recording;
  const stays: Stay[] = [];
  for (const step of [...judged.activations, ...moves]) {
    const round = memory.round + 1;
    const draft = await draftStep(tx, { ...recording, memory: { ...memory, round } }, step);
    const recorded = await recordIntent(rails, tx, recording.shopId, draft);
    if (recorded.ok) {
      const intentId = recorded.value.intent.id.toString();
      memory = { ...memory, round, pending: [...memory.pending, toPending(step, intentId)] };
    } else stays.push(toStay(step, wordsOf(recorded.refusal)));
  }
  return { memory, stays };
}

const isMove = (step: Activation | Transfer): step is Transfer => "toGid" in step;

function toPending(step: Activation | Transfer, intentId: string): PendingStep {
  const { purchaseOrderId } = step;
  if (isMove(step)) {
    const lines = step.lines.map((line) => ({ ...line }));
    return { kind: "move", intentId, purchaseOrderId, transfer: { ...step, lines } };
  }
  const { inventoryItemGid, locationGid } = step;
  return { kind: "stock", intentId, purchaseOrderId, inventoryItemGid, locationGid };
}

async function draftStep(
  tx: ShopTx,
  { shopId, orderId, orderGid, memory: { round, names } }: Recording,
  step: Activation | Transfer,
): Promise<IntentDraft> {
  const locationGid = isMove(step) ? step.toGid : step.locationGid;
  const order = await findPurchaseOrder(tx, shopId, BigInt(step.purchaseOrderId));
  const sending = order?.intentId ? await findIntent(tx, shopId, order.intentId) : null;
  return {
    ...(isMove(step) ? moveArgs(orderGid, step) : stockArgs(step)),
    orderGid,
    subject: `${order?.number ?? ""} · ${names[locationGid] ?? locationGid}`,
    dedupeKey: `placement ${orderId} / ${round}`,
    workflow: "routing",
    actor: isMove(step) && step.isReturn ? PLACE_RULE : actorOf(sending),
  };
}

const moveArgs = (orderGid: string, { fulfillmentOrderGid, toGid, lines }: Transfer) => ({
  kind: "move_fulfillment_order",
  args: {
    orderGid,
    fulfillmentOrderGid,
    newLocationGid: toGid,
    lines: lines.map(({ gid, units }) => ({ gid, quantity: units })),
  },
});

const stockArgs = ({ inventoryItemGid, locationGid }: Activation) => ({
  kind: "activate_inventory",
  args: { inventoryItemGid, locationGid },
});

/** Whoever let the purchase order go has let its units be moved: they are not asked a second time. */
function actorOf(
  sending: { readonly actor: IntentActor; readonly confirmedBy: string | null } | null,
): IntentActor {
  if (sending?.actor.kind === "person") return sending.actor;
  if (sending && sending.confirmedBy !== null) return { kind: "person", name: sending.confirmedBy };
  return PLACE_RULE;
}

type RecordRefusal = Extract<Awaited<ReturnType<typeof recordIntent>>, { ok: false }>["refusal"];

const wordsOf = (refusal: RecordRefusal): string | null =>
  refusal.code === "may_not_act" ? refusal.refusal.message : null;

function toStay(step: Activation | Transfer, message: string | null): Stay {
  const { purchaseOrderId } = step;
  const toGid = isMove(step) ? step.toGid : step.locationGid;
  const isReturn = isMove(step) && step.isReturn;
  return { purchaseOrderId, toGid, isReturn, code: "may_not_act", lineGid: null, message };
}
