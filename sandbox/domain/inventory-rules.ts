/** What stops an inventory write: names, reasons, bounds, documents, comparisons. Rules as documented. */
import type { Gid, QuantityName, ShopState, UserError } from "#sandbox/store/types.ts";
import { findLevel, quantityOf } from "./inventory-levels.ts";
import { userError } from "./outcome.ts";

/** Units a quantity may have, both ways. */
export const LIMIT = 1_000_000_000;
const ROWS_MAX = 250;
const REASONS = new Set(
  "correction cycle_count_available damaged movement_canceled movement_created movement_received movement_updated other promotion quality_control received reservation_created reservation_deleted reservation_updated restock safety_stock shrinkage".split(
    " ",
  ),
);
export const ADJUSTABLE = new Set([
  "available",
  "damaged",
  "incoming",
  "quality_control",
  "reserved",
  "safety_stock",
]);
const SETTABLE = new Set(["available", "on_hand"]);

const URI = /^[a-z][a-z0-9+.-]*:.+/i;

/** The error types of the two writes name the same faults differently; adjusting has no code for a repeated pair. */
const RULES = {
  adjust: { names: ADJUSTABLE, codes: { name: "INVALID_QUANTITY_NAME", duplicate: null } },
  set: {
    names: SETTABLE,
    codes: {
      name: "INVALID_NAME",
      duplicate: "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR",
    },
  },
} as const;

export type ChangeRow = {
  inventoryItemId: Gid;
  locationId: Gid;
  /** Change, or the new quantity when setting. */
  amount: number;
  /** Undefined: not sent; null: no comparison. */
  changeFrom: number | null;
  ledgerDocumentUri?: string | null;
};
export type WriteDraft = {
  kind: "adjust" | "set";
  name: string;
  reason: string;
  referenceDocumentUri: string | null;
  rows: ChangeRow[];
  list: string;
};

/** What stops an adjustment or a setting; the first error counts. */
export function findWriteErrors(shop: ShopState, draft: WriteDraft): UserError[] {
  const { names, codes } = RULES[draft.kind];
  const root = ["input", draft.list];
  const badHead = headError(draft);
  if (badHead) return [badHead];
  if (!names.has(draft.name)) {
    return [
      userError(
        ["input", "name"],
        `The quantity name must be one of: ${[...names].join(", ")}.`,
        codes.name,
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
          codes.duplicate,
        ),
      ]; // guess: text
    }
    seen.add(key);
    const bad = rowError(shop, draft, row, field);
    if (bad) return [bad];
  }
  const ledgers = new Set(draft.rows.flatMap((row) => row.ledgerDocumentUri ?? []));
  if (ledgers.size < 2) return [];
  return [
    userError(root, "Only one ledger document URI is allowed per call.", "MAX_ONE_LEDGER_DOCUMENT"),
  ]; // guess: text
}

/** Reason and reference document, which every write has. */
export function headError(draft: {
  reason: string;
  referenceDocumentUri: string | null;
}): UserError | null {
  if (!REASONS.has(draft.reason)) {
    return userError(
      ["input", "reason"],
      "The specified reason is invalid. Check the docs for the list of valid reasons.",
      "INVALID_REASON",
    ); // guess: text
  }
  if (draft.referenceDocumentUri && !URI.test(draft.referenceDocumentUri)) {
    return userError(
      ["input", "referenceDocumentUri"],
      "The specified reference document is invalid.",
      "INVALID_REFERENCE_DOCUMENT",
    ); // guess: text
  }
  return null;
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
  const badLedger = ledgerError(draft.name, row.ledgerDocumentUri ?? null, field);
  if (badLedger) return badLedger;
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

/** Every state but `available` names the document it is booked in. */
export function ledgerError(
  name: string,
  ledgerDocumentUri: string | null,
  path: readonly string[],
): UserError | null {
  const field = [...path, "ledgerDocumentUri"];
  if (name === "available" || name === "on_hand") {
    return ledgerDocumentUri
      ? userError(
          field,
          "A ledger document URI is not allowed when adjusting available.",
          "INVALID_AVAILABLE_DOCUMENT",
        )
      : null;
  }
  if (!ledgerDocumentUri) {
    return userError(
      field,
      "A ledger document URI is required except when adjusting available.",
      "INVALID_QUANTITY_DOCUMENT",
    );
  }
  if (ledgerDocumentUri.startsWith("gid://shopify/")) {
    return userError(
      field,
      "Internal (gid://shopify/) ledger documents are not allowed to be adjusted via API.",
      "INTERNAL_LEDGER_DOCUMENT",
    );
  }
  return URI.test(ledgerDocumentUri)
    ? null
    : userError(field, "The specified ledger document is invalid.", "INVALID_LEDGER_DOCUMENT"); // guess: text
}
