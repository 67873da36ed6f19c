/** Inventory writes: adjusting and setting quantities. What stops them: inventory-rules.ts. */
import { now } from "#sandbox/store/clock.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  Gid,
  InventoryLevel,
  Outcome,
  QuantityName,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import { changeLevel, findLevel, quantityOf } from "./inventory-levels.ts";
import { findWriteErrors, type ChangeRow, type WriteDraft } from "./inventory-rules.ts";
import { done, refuseAll } from "./outcome.ts";

/** What is on hand moves with each of these; goods on their way are not on hand. */
const ON_HAND_PARTS = new Set<QuantityName>([
  "available",
  "damaged",
  "quality_control",
  "reserved",
  "safety_stock",
]);

export type AdjustmentGroup = {
  id: Gid;
  createdAt: string;
  reason: string;
  referenceDocumentUri: string | null;
  changes: {
    name: QuantityName;
    delta: number;
    quantityAfterChange: number;
    inventoryItemId: Gid;
    locationId: Gid;
    ledgerDocumentUri: string | null;
  }[];
};
export function adjustQuantities(
  world: World,
  shop: ShopState,
  draft: Omit<WriteDraft, "kind">,
): Outcome<AdjustmentGroup> {
  return write(world, shop, { ...draft, kind: "adjust" }, (level, row) => {
    changeLevel(world, shop, level, draft.name as QuantityName, row.amount); // checked against the allowed names
    return row.amount;
  });
}

export function setQuantities(
  world: World,
  shop: ShopState,
  draft: Omit<WriteDraft, "kind">,
): Outcome<AdjustmentGroup> {
  return write(world, shop, { ...draft, kind: "set" }, (level, row) => {
    const delta = row.amount - quantityOf(level, draft.name as QuantityName); // checked against the allowed names
    changeLevel(world, shop, level, draft.name as QuantityName, delta);
    return delta;
  });
}

function write(
  world: World,
  shop: ShopState,
  draft: WriteDraft,
  apply: (level: InventoryLevel, row: ChangeRow) => number,
): Outcome<AdjustmentGroup> {
  const errors = findWriteErrors(shop, draft);
  if (errors.length > 0) return refuseAll(errors);
  const name = draft.name as QuantityName; // checked against the allowed names
  const changes: AdjustmentGroup["changes"] = [];
  for (const row of draft.rows) {
    const level = findLevel(shop, row.inventoryItemId, row.locationId);
    if (!level) continue;
    const delta = apply(level, row);
    if (delta === 0) continue;
    const base = {
      inventoryItemId: row.inventoryItemId,
      locationId: row.locationId,
      ledgerDocumentUri: row.ledgerDocumentUri ?? null,
    };
    changes.push({ name, delta, quantityAfterChange: quantityOf(level, name), ...base });
    if (ON_HAND_PARTS.has(name))
      changes.push({
        name: "on_hand",
        delta,
        quantityAfterChange: quantityOf(level, "on_hand"),
        ...base,
      });
    if (name === "on_hand")
      changes.unshift({
        name: "available",
        delta,
        quantityAfterChange: quantityOf(level, "available"),
        ...base,
      });
  }
  return done(adjustmentGroup(world, shop, draft, changes));
}

export function adjustmentGroup(
  world: World,
  shop: ShopState,
  draft: { reason: string; referenceDocumentUri: string | null },
  changes: AdjustmentGroup["changes"],
): AdjustmentGroup {
  return {
    id: newGid(shop, "InventoryAdjustmentGroup"),
    createdAt: now(world),
    reason: draft.reason,
    referenceDocumentUri: draft.referenceDocumentUri,
    changes,
  };
}
