/** What came of the steps that were under way: remembered, noted, and told to the order's history. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { tellHistory } from "#app/dropship/purchase-orders/move-purchase-order.server.ts";
import { findPurchaseOrder } from "#app/dropship/purchase-orders/purchase-orders-store.server.ts";
import type { Intent } from "#app/rails/intent.ts";
import { findIntent } from "#app/rails/intent-store.server.ts";
import { endStep, type PendingStep, type StepEnd } from "./placement-memory.ts";
import type { PlacementNote } from "./placement-notes.ts";
import type { Transfer } from "./placement-question.ts";
import type { PlacementRow } from "./placement-store.server.ts";

/** The row after every step that has ended; what is still under way stays pending. */
export async function endPending(
  tx: ShopTx,
  shopId: bigint,
  row: PlacementRow,
  now: Date,
): Promise<PlacementRow> {
  let { memory, notes } = row;
  for (const step of row.memory.pending) {
    const end = endOf(await findIntent(tx, shopId, BigInt(step.intentId)));
    if (!end) continue;
    memory = endStep(memory, step, end);
    if (end.end !== "done" || step.kind !== "move") continue;
    notes = addMoved(notes, step.transfer, memory.names);
    await tellMoved(tx, shopId, step, memory.names, now);
  }
  return { memory, notes };
}

const refused = (message: string, isPerson = false) =>
  ({ end: "refused", message, isPerson }) as const;

/** Null: it has not ended. */
function endOf(intent: Intent | null): StepEnd | null {
  if (!intent) return refused("The record of this step is gone.");
  if (intent.state === "done") return { end: "done" };
  if (intent.state === "dropped") return refused("Somebody of your team decided against it.", true);
  if (intent.state !== "failed") return null;
  return refused(intent.refusal?.message ?? "Shopify refused it.");
}

type Names = Readonly<Record<string, string>>;
const nameOf = (names: Names, gid: string) => names[gid] ?? "another location";
const countUnits = ({ lines }: Transfer) => lines.reduce((sum, { units }) => sum + units, 0);

function addMoved(
  notes: readonly PlacementNote[],
  transfer: Transfer,
  names: Names,
): PlacementNote[] {
  const { purchaseOrderId, toGid: locationGid, isReturn } = transfer;
  const code = isReturn ? "returned" : "moved";
  const isSame = (note: PlacementNote) =>
    note.purchaseOrderId === purchaseOrderId &&
    note.code === code &&
    note.locationGid === locationGid;
  const units = countUnits(transfer) + (notes.find(isSame)?.units ?? 0);
  const locationName = nameOf(names, locationGid);
  const about = { purchaseOrderId, code, locationGid, locationName, isReturn } as const;
  return [
    ...notes.filter((note) => !isSame(note)),
    { ...about, units, lineGid: null, message: null },
  ];
}

async function tellMoved(
  tx: ShopTx,
  shopId: bigint,
  { transfer }: Extract<PendingStep, { kind: "move" }>,
  names: Names,
  now: Date,
): Promise<void> {
  const order = await findPurchaseOrder(tx, shopId, BigInt(transfer.purchaseOrderId));
  if (!order) return;
  const facts = { location: nameOf(names, transfer.toGid), units: countUnits(transfer) };
  const kind = transfer.isReturn ? "put_back" : "placed";
  await tellHistory(tx, order, { kind, facts }, { actor: { kind: "system" }, now });
}
