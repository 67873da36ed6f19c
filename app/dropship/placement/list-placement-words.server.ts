/** What the order's card says of each purchase order's units in Shopify: sentences, by purchase order. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { findIntent } from "#app/rails/intent-store.server.ts";
import type { IntentState } from "#app/rails/intent-states.ts";
import type { PendingStep } from "./placement-memory.ts";
import { describeNote } from "./placement-notes.ts";
import { findPlacement, type PlacementName } from "./placement-store.server.ts";

/** `titles`: of the order's lines by gid. */
export async function listPlacementWords(
  tx: ShopTx,
  { shopId, orderId }: PlacementName,
  titles: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const row = await findPlacement(tx, shopId, orderId);
  const words = new Map<string, string[]>();
  const add = (purchaseOrderId: string, sentence: string) =>
    void words.set(purchaseOrderId, [...(words.get(purchaseOrderId) ?? []), sentence]);
  for (const note of row?.notes ?? []) {
    const title = note.lineGid === null ? null : (titles.get(note.lineGid) ?? null);
    add(note.purchaseOrderId, describeNote(note, title));
  }
  for (const step of row?.memory.pending ?? []) {
    const intent = await findIntent(tx, shopId, BigInt(step.intentId));
    const sentence = intent && describePending(step, intent.state, row?.memory.names ?? {});
    if (sentence) add(step.purchaseOrderId, sentence);
  }
  return words;
}

function describePending(
  step: PendingStep,
  state: IntentState,
  names: Readonly<Record<string, string>>,
): string {
  const gid = step.kind === "move" ? step.transfer.toGid : step.locationGid;
  const place = names[gid] ?? "another location";
  const what = step.kind === "move" ? `moved to ${place}` : `stocked at ${place}`;
  if (state === "asked")
    return `Its units are ${what} in Shopify once somebody says yes under Waiting for you.`;
  if (state === "needs_person")
    return `We can't tell whether its units were ${what} in Shopify. Look at the order there, then answer under Waiting for you.`;
  return `Its units are being ${what} in Shopify.`;
}
