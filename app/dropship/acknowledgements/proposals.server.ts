/** Proposals as the shop's people see them, and what becomes of them: confirmed, or dismissed. */
import { z } from "zod";
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { calendarDate } from "#app/platform/time.ts";
import {
  listOpenPurchaseOrders,
  lockOrder,
} from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import { recordShipment } from "#app/dropship/shipments/record-shipment.server.ts";
import { describeShipmentRefusal } from "#app/dropship/shipments/shipment-refusals.ts";
import { normaliseTrackingNumber } from "#app/dropship/shipments/tracking-number.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { answerPurchaseOrder } from "./answer-purchase-order.server.ts";
import { describeAnswerRefusal } from "./answer.ts";
import { decideFile, type FilePlan } from "./decide-file.ts";

export type Proposal = {
  readonly id: bigint;
  readonly text: string | null;
  readonly receivedAt: Date;
  /** against the orders as they are now */
  readonly plan: FilePlan;
};

type Deps = { readonly clock: Clock };

const cell = z.string();
const rowsSchema = z.array(
  z.object({
    at: z.number(),
    order: cell,
    line: cell,
    sku: cell,
    accept: cell,
    decline: cell,
    reason: cell,
    date: cell,
    price: cell,
    tracking: cell,
    carrier: cell,
  }),
);

/** Those about one purchase order that nobody has settled, oldest first. */
export async function listProposals(
  deps: Deps,
  tx: ShopTx,
  shopId: bigint,
  purchaseOrderId: bigint,
): Promise<Proposal[]> {
  const named = await tx.supplierProposalOrder.findMany({
    where: { shopId, purchaseOrderId },
    select: { proposalId: true },
  });
  const rows = await tx.supplierProposal.findMany({
    where: { shopId, id: { in: named.map(({ proposalId }) => proposalId) }, settledAt: null },
    orderBy: { id: "asc" },
    take: 20,
  });
  const proposals: Proposal[] = [];
  for (const row of rows)
    proposals.push({
      id: row.id,
      text: row.text,
      receivedAt: row.receivedAt,
      plan: await planProposal(deps, tx, row),
    });
  return proposals;
}

type Row = { readonly shopId: bigint; readonly supplierId: bigint; readonly rows: unknown };

async function planProposal(
  { clock }: Deps,
  tx: ShopTx,
  { shopId, supplierId, rows }: Row,
): Promise<FilePlan> {
  const filled = rowsSchema.parse(rows);
  const supplier = await findSupplier(tx, shopId, supplierId);
  const numbers = filled.flatMap(({ tracking }) => normaliseTrackingNumber(tracking) ?? []);
  const known = await tx.shipment.findMany({
    where: { shopId, trackingNumber: { in: numbers } },
    select: { trackingNumber: true, purchaseOrderId: true },
  });
  return decideFile(filled, {
    orders: await listOpenPurchaseOrders(tx, shopId, supplierId),
    known: new Map(known.map((one) => [one.trackingNumber, one.purchaseOrderId])),
    today: calendarDate(clock.now(), supplier?.timeZone ?? "UTC"),
  });
}

export type ProposalVerdict = {
  readonly shopId: bigint;
  readonly proposalId: bigint;
  readonly verdict: "confirm" | "dismiss";
  readonly staffId: string;
};

export type ProposalRefusal = { readonly code: "unknown_proposal" | "settled_already" };

/** Sentences of what could not be done; empty when all of it was. */
export async function settleProposal(
  deps: Deps,
  tx: ShopTx,
  { shopId, proposalId, verdict, staffId }: ProposalVerdict,
): Promise<Result<{ readonly notDone: readonly string[] }, ProposalRefusal>> {
  const row = await tx.supplierProposal.findUnique({
    where: { shopId_id: { shopId, id: proposalId } },
  });
  if (!row) return refuse({ code: "unknown_proposal" });
  const { count } = await tx.supplierProposal.updateMany({
    where: { shopId, id: proposalId, settledAt: null },
    data: {
      settledAt: deps.clock.now(),
      settledBy: staffId,
      outcome: verdict === "confirm" ? "confirmed" : "dismissed",
    },
  });
  if (count === 0) return refuse({ code: "settled_already" });
  if (verdict === "dismiss") return accept({ notDone: [] });
  return accept({ notDone: await carryOut(deps, tx, row, staffId) });
}

async function carryOut(deps: Deps, tx: ShopTx, row: Row, staffId: string): Promise<string[]> {
  const { shopId, supplierId } = row;
  const plan = await planProposal(deps, tx, row);
  const named = { shopId, supplierId, source: "mail" as const, author: `confirmed by ${staffId}` };
  const notDone: string[] = [];
  // Several orders are locked in one transaction: always in the same order, whatever is said of each.
  const orderIds = [...plan.answers, ...plan.parcels].map(({ order }) => order.orderId);
  for (const orderId of orderIds.sort((one, other) => (one < other ? -1 : 1)))
    await lockOrder(tx, shopId, orderId);
  for (const { order, lines } of plan.answers) {
    const answered = await answerPurchaseOrder(deps, tx, {
      ...named,
      purchaseOrderId: order.id,
      lines,
    });
    if (!answered.ok) notDone.push(describeAnswerRefusal(answered.refusal));
  }
  for (const { order, lines, tracking, carrier } of plan.parcels) {
    const recorded = await recordShipment(deps, tx, {
      ...named,
      purchaseOrderId: order.id,
      lines,
      carrier,
      trackingNumber: tracking,
      // The person saw the question beside the number.
      isConfirmed: true,
    });
    if (!recorded.ok) notDone.push(describeShipmentRefusal(recorded.refusal));
  }
  return notDone;
}
