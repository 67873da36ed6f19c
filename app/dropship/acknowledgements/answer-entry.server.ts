/** What the order's history remembers of an answer: one entry per line that changed, and one when the order is answered. */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { NewEntry } from "#app/ledger/next-entry.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import type { AnswerSource } from "./answer.ts";
import type { AnswerChange, LineChange } from "./decide-answer.ts";

type Said = {
  readonly source: AnswerSource;
  readonly author: string;
  readonly now: Date;
  readonly state: PurchaseOrder["state"];
};

export async function tellAnswer(
  tx: ShopTx,
  order: PurchaseOrder,
  change: AnswerChange,
  said: Said,
): Promise<void> {
  const { shopId, orderId, orderGid } = order;
  const entries = change.changes.map((one) => lineEntry(order, one, said));
  const isAnsweredNow = change.isComplete && order.acknowledgedAt === null;
  if (isAnsweredNow) entries.push(orderEntry(order, change, said));
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries }], said.now);
}

const lineEntry = (
  order: PurchaseOrder,
  { line, acceptedUnits, declinedUnits, declineReason, promisedOn, ...rest }: LineChange,
  said: Said,
): NewEntry => ({
  ...shared(said),
  kind: "purchase_order.line_answered",
  lineGid: line.lineGid,
  facts: {
    ...namesOf(order, said),
    units: line.units,
    acceptedUnits,
    declinedUnits,
    declineReason,
    promisedOn,
    statedCostMinor: rest.statedCostMinor?.toString() ?? null,
    orderedCostMinor: line.unitCostMinor.toString(),
  },
});

const orderEntry = (order: PurchaseOrder, { promisedOn }: AnswerChange, said: Said): NewEntry => ({
  ...shared(said),
  kind: said.state === "declined" ? "purchase_order.declined" : "purchase_order.accepted",
  lineGid: null,
  facts: { ...namesOf(order, said), promisedOn },
});

const shared = ({ source, now }: Said) => ({
  actor: source === "hand" ? ("merchant" as const) : ("supplier" as const),
  personal: null,
  occurredAt: now,
});

const namesOf = (
  { id, number, revision, supplierId }: PurchaseOrder,
  { source, author }: Said,
) => ({
  purchaseOrder: id.toString(),
  number,
  revision,
  supplier: supplierId.toString(),
  source,
  author,
});
