/** Moving quantities between states at one location. All texts: guess. */
import type {
  Gid,
  Outcome,
  QuantityName,
  ShopState,
  UserError,
  World,
} from "#sandbox/store/types.ts";
import { adjustmentGroup, type AdjustmentGroup } from "./inventory-changes.ts";
import { changeLevel, findLevel, quantityOf } from "./inventory-levels.ts";
import { ADJUSTABLE, headError, ledgerError, LIMIT } from "./inventory-rules.ts";
import { done, refuseAll, userError } from "./outcome.ts";

export type MoveSide = {
  locationId: Gid;
  name: string;
  ledgerDocumentUri?: string | null;
  changeFrom: number | null;
};
export type MoveRow = { inventoryItemId: Gid; quantity: number; from: MoveSide; to: MoveSide };
export type MoveDraft = { reason: string; referenceDocumentUri: string; rows: MoveRow[] };

export function moveQuantities(
  world: World,
  shop: ShopState,
  draft: MoveDraft,
): Outcome<AdjustmentGroup> {
  const bad = headError(draft) ?? rowsError(shop, draft.rows);
  if (bad) return refuseAll([bad]);
  const changes: AdjustmentGroup["changes"] = [];
  for (const row of draft.rows) {
    const level = findLevel(shop, row.inventoryItemId, row.from.locationId);
    if (!level) continue;
    for (const [side, delta] of [
      [row.from, -row.quantity],
      [row.to, row.quantity],
    ] as const) {
      const name = side.name as QuantityName; // checked by rowError
      changeLevel(world, shop, level, name, delta);
      changes.push({
        name,
        delta,
        quantityAfterChange: quantityOf(level, name),
        inventoryItemId: row.inventoryItemId,
        locationId: side.locationId,
        ledgerDocumentUri: side.ledgerDocumentUri ?? null,
      });
    }
  }
  return done(adjustmentGroup(world, shop, draft, changes));
}

function rowsError(shop: ShopState, rows: readonly MoveRow[]): UserError | null {
  const root = ["input", "changes"];
  for (const [at, row] of rows.entries()) {
    const field = [...root, String(at)];
    const bad = shapeError(row, field) ?? stockError(shop, row, field);
    if (bad) return bad;
  }
  const ledgers = new Set(
    rows.flatMap(({ from, to }) => [from, to].flatMap((side) => side.ledgerDocumentUri ?? [])),
  );
  if (ledgers.size < 3) return null; // one on each side
  const message = "The maximum number of ledger document URIs is 2.";
  return userError(root, message, "MAXIMUM_LEDGER_DOCUMENT_URIS");
}

function shapeError(row: MoveRow, field: string[]): UserError | null {
  if (row.from.locationId !== row.to.locationId) {
    const message = "The quantities can't be moved between different locations.";
    return userError(field, message, "DIFFERENT_LOCATIONS");
  }
  if (row.from.name === row.to.name)
    return userError(field, "The quantity names can't be the same.", "SAME_QUANTITY_NAME");
  if (![row.from, row.to].every((side) => ADJUSTABLE.has(side.name)))
    return userError(field, "The specified quantity name is invalid.", "INVALID_QUANTITY_NAME");
  if (row.quantity < 0) {
    const message = "The quantity can't be negative.";
    return userError([...field, "quantity"], message, "INVALID_QUANTITY_NEGATIVE");
  }
  if (row.quantity > LIMIT) {
    const message = "The quantity can't be higher than 1,000,000,000.";
    return userError([...field, "quantity"], message, "INVALID_QUANTITY_TOO_HIGH");
  }
  return (
    ledgerError(row.from.name, row.from.ledgerDocumentUri ?? null, [...field, "from"]) ??
    ledgerError(row.to.name, row.to.ledgerDocumentUri ?? null, [...field, "to"])
  );
}

function stockError(shop: ShopState, row: MoveRow, field: string[]): UserError | null {
  if (!shop.inventoryItems.has(row.inventoryItemId)) {
    const message = "The specified inventory item could not be found.";
    return userError([...field, "inventoryItemId"], message, "INVALID_INVENTORY_ITEM");
  }
  if (!shop.locations.has(row.from.locationId)) {
    const message = "The specified location could not be found.";
    return userError([...field, "from", "locationId"], message, "INVALID_LOCATION");
  }
  const level = findLevel(shop, row.inventoryItemId, row.from.locationId);
  if (!level?.isActive) {
    const message = "The specified inventory item is not stocked at the location.";
    return userError([...field, "from", "locationId"], message, "ITEM_NOT_STOCKED_AT_LOCATION");
  }
  for (const [name, side] of [
    ["from", row.from],
    ["to", row.to],
  ] as const) {
    if (side.changeFrom === null) continue;
    if (side.changeFrom === quantityOf(level, side.name as QuantityName)) continue; // checked by shapeError
    const message = "The changeFromQuantity argument no longer matches the persisted quantity.";
    return userError([...field, name, "changeFromQuantity"], message, "CHANGE_FROM_QUANTITY_STALE");
  }
  return null;
}
