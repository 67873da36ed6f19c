/** Inventory writes: adjust, set, move between states, activate. Rules of names, reasons and bounds as documented. */
import { now } from "#sandbox/store/clock.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  Gid,
  InventoryLevel,
  Outcome,
  QuantityName,
  ShopState,
  UserError,
  World,
} from "#sandbox/store/types.ts";
import { changeLevel, connectLevel, findLevel, quantityOf } from "./inventory-levels.ts";
import { done, refuse, refuseAll, userError } from "./outcome.ts";

const LIMIT = 1_000_000_000;
const ROWS_MAX = 250;
const REASONS = new Set(
  "correction cycle_count_available damaged movement_canceled movement_created movement_received movement_updated other promotion quality_control received reservation_created reservation_deleted reservation_updated restock safety_stock shrinkage".split(
    " ",
  ),
);
const ADJUSTABLE = new Set([
  "available",
  "damaged",
  "incoming",
  "quality_control",
  "reserved",
  "safety_stock",
]);
const SETTABLE = new Set(["available", "on_hand"]);

export type ChangeRow = {
  inventoryItemId: Gid;
  locationId: Gid;
  /** Change, or the new quantity when setting. */
  amount: number;
  /** Undefined: not sent; null: no comparison. */
  changeFrom: number | null;
  ledgerDocumentUri?: string | null;
};
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
export type WriteDraft = {
  name: string;
  reason: string;
  referenceDocumentUri: string | null;
  rows: ChangeRow[];
  list: string;
};

export function adjustQuantities(
  world: World,
  shop: ShopState,
  draft: WriteDraft,
): Outcome<AdjustmentGroup> {
  return write(world, shop, draft, ADJUSTABLE, (level, row) => {
    changeLevel(world, shop, level, draft.name as QuantityName, row.amount); // checked against the allowed names
    return row.amount;
  });
}

export function setQuantities(
  world: World,
  shop: ShopState,
  draft: WriteDraft,
): Outcome<AdjustmentGroup> {
  return write(world, shop, draft, SETTABLE, (level, row) => {
    const delta = row.amount - quantityOf(level, draft.name as QuantityName); // checked against the allowed names
    changeLevel(world, shop, level, draft.name as QuantityName, delta);
    return delta;
  });
}

function write(
  world: World,
  shop: ShopState,
  draft: WriteDraft,
  names: ReadonlySet<string>,
  apply: (level: InventoryLevel, row: ChangeRow) => number,
): Outcome<AdjustmentGroup> {
  const errors = findErrors(shop, draft, names);
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
    if (name === "available")
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
  return done(group(world, shop, draft, changes));
}

function findErrors(shop: ShopState, draft: WriteDraft, names: ReadonlySet<string>): UserError[] {
  const root = ["input", draft.list];
  if (!REASONS.has(draft.reason)) {
    return [
      userError(
        ["input", "reason"],
        "The specified reason is invalid. Check the docs for the list of valid reasons.",
        "INVALID_REASON",
      ),
    ]; // guess: text
  }
  if (!names.has(draft.name)) {
    return [
      userError(
        ["input", "name"],
        `The quantity name must be one of: ${[...names].join(", ")}.`,
        "INVALID_QUANTITY_NAME",
      ),
    ]; // guess: text
  }
  if (draft.rows.length > ROWS_MAX)
    return [userError(root, "The maximum number of changes is 250.", "TOO_MANY")]; // guess
  const seen = new Set<string>();
  for (const [at, row] of draft.rows.entries()) {
    const field = [...root, String(at)];
    const key = `${row.inventoryItemId} ${row.locationId}`;
    if (seen.has(key)) {
      return [
        userError(
          [...field, "locationId"],
          "The combination of inventoryItemId and locationId must be unique.",
          "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR",
        ),
      ]; // guess: text
    }
    seen.add(key);
    const bad = rowError(shop, draft, row, field);
    if (bad) return [bad];
  }
  return [];
}

function rowError(
  shop: ShopState,
  draft: WriteDraft,
  row: ChangeRow,
  field: string[],
): UserError | null {
  if (!shop.inventoryItems.has(row.inventoryItemId)) {
    return userError(
      [...field, "inventoryItemId"],
      "The specified inventory item could not be found.",
      "INVALID_INVENTORY_ITEM",
    );
  }
  if (!shop.locations.has(row.locationId)) {
    return userError(
      [...field, "locationId"],
      "The specified location could not be found.",
      "INVALID_LOCATION",
    );
  }
  const level = findLevel(shop, row.inventoryItemId, row.locationId);
  if (!level?.isActive) {
    return userError(
      [...field, "locationId"],
      "The specified inventory item is not stocked at the location.",
      "ITEM_NOT_STOCKED_AT_LOCATION",
    );
  }
  if (Math.abs(row.amount) > LIMIT) {
    const isHigh = row.amount > 0;
    return userError(
      [...field, "quantity"],
      `The quantity can't be ${isHigh ? "higher" : "lower"} than ${isHigh ? "" : "-"}1,000,000,000.`,
      isHigh ? "INVALID_QUANTITY_TOO_HIGH" : "INVALID_QUANTITY_TOO_LOW",
    );
  }
  if (draft.name === "on_hand" && row.amount < 0) {
    return userError(
      [...field, "quantity"],
      "The quantity can't be negative.",
      "INVALID_QUANTITY_NEGATIVE",
    );
  }
  if (draft.name !== "available" && draft.name !== "on_hand" && !row.ledgerDocumentUri) {
    return userError(
      [...field, "ledgerDocumentUri"],
      "A ledger document URI is required except when adjusting available.",
      "INVALID_QUANTITY_DOCUMENT",
    );
  }
  if (draft.name === "available" && row.ledgerDocumentUri) {
    return userError(
      [...field, "ledgerDocumentUri"],
      "A ledger document URI is not allowed when adjusting available.",
      "INVALID_AVAILABLE_DOCUMENT",
    );
  }
  if (row.ledgerDocumentUri?.startsWith("gid://shopify/")) {
    return userError(
      [...field, "ledgerDocumentUri"],
      "Internal (gid://shopify/) ledger documents are not allowed to be adjusted via API.",
      "INTERNAL_LEDGER_DOCUMENT",
    );
  }
  const current = quantityOf(level, draft.name as QuantityName); // checked against the allowed names
  if (row.changeFrom !== null && row.changeFrom !== current) {
    return userError(
      [...field, "changeFromQuantity"],
      "The changeFromQuantity argument no longer matches the persisted quantity.",
      "CHANGE_FROM_QUANTITY_STALE",
    ); // guess: text
  }
  return null;
}

export type MoveRow = {
  inventoryItemId: Gid;
  quantity: number;
  from: {
    locationId: Gid;
    name: string;
    ledgerDocumentUri?: string | null;
    changeFrom: number | null;
  };
  to: {
    locationId: Gid;
    name: string;
    ledgerDocumentUri?: string | null;
    changeFrom: number | null;
  };
};

/** Between states at one location. */
export function moveQuantities(
  world: World,
  shop: ShopState,
  draft: { reason: string; referenceDocumentUri: string; rows: MoveRow[] },
): Outcome<AdjustmentGroup> {
  if (!REASONS.has(draft.reason))
    return refuse(
      ["input", "reason"],
      "The specified reason is invalid. Check the docs for the list of valid reasons.",
      "INVALID_REASON",
    );
  const changes: AdjustmentGroup["changes"] = [];
  for (const [at, row] of draft.rows.entries()) {
    const field = ["input", "changes", String(at)];
    if (row.from.locationId !== row.to.locationId) {
      return refuse(
        field,
        "The quantities can't be moved between different locations.",
        "DIFFERENT_LOCATIONS",
      ); // guess: text
    }
    if (row.from.name === row.to.name)
      return refuse(field, "The quantity names can't be the same.", "SAME_QUANTITY_NAME"); // guess: text
    if (![row.from, row.to].every((side) => ADJUSTABLE.has(side.name))) {
      return refuse(field, "The specified quantity name is invalid.", "INVALID_QUANTITY_NAME"); // guess: text
    }
    if (row.quantity < 0)
      return refuse(
        [...field, "quantity"],
        "The quantity can't be negative.",
        "INVALID_QUANTITY_NEGATIVE",
      );
    const level = findLevel(shop, row.inventoryItemId, row.from.locationId);
    if (!shop.inventoryItems.has(row.inventoryItemId))
      return refuse(
        [...field, "inventoryItemId"],
        "The specified inventory item could not be found.",
        "INVALID_INVENTORY_ITEM",
      );
    if (!level?.isActive)
      return refuse(
        [...field, "from", "locationId"],
        "The specified inventory item is not stocked at the location.",
        "ITEM_NOT_STOCKED_AT_LOCATION",
      );
    for (const [name, side] of [
      ["from", row.from],
      ["to", row.to],
    ] as const) {
      if (
        side.changeFrom !== null &&
        side.changeFrom !== quantityOf(level, side.name as QuantityName)
      ) {
        return refuse(
          [...field, name, "changeFromQuantity"],
          "The changeFromQuantity argument no longer matches the persisted quantity.",
          "CHANGE_FROM_QUANTITY_STALE",
        );
      }
    }
  }
  for (const row of draft.rows) {
    const level = findLevel(shop, row.inventoryItemId, row.from.locationId);
    if (!level) continue;
    for (const [side, delta] of [
      [row.from, -row.quantity],
      [row.to, row.quantity],
    ] as const) {
      const name = side.name as QuantityName; // checked above
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
  return done(group(world, shop, draft, changes));
}

/** Stocks an item at a location; `available` only when it was not stocked there. */
export function activateItem(
  world: World,
  shop: ShopState,
  itemId: Gid,
  locationId: Gid,
  available: number | null,
): Outcome<InventoryLevel> {
  if (!shop.inventoryItems.has(itemId))
    return refuse(["inventoryItemId"], "The product couldn't be stocked because it wasn't found."); // guess: text
  const location = shop.locations.get(locationId);
  if (!location?.isActive)
    return refuse(
      ["locationId"],
      "The product couldn't be stocked because the location wasn't found.",
    ); // guess: text
  const before = findLevel(shop, itemId, locationId);
  if (before?.isActive && available !== null) {
    return refuse(
      ["available"],
      "Not allowed to set available quantity when the item is already active at the location.",
    );
  }
  if (before?.isActive) return done(before);
  return done(connectLevel(world, shop, itemId, locationId, available ?? 0));
}

function group(
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
