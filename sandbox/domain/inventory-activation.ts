/** Stocking an item at a location and stopping to, with Shopify's refusals. Codes as published; wordings are guesses. */
import { emit } from "#sandbox/store/events.ts";
import type { Gid, InventoryLevel, Outcome, ShopState, World } from "#sandbox/store/types.ts";
import { connectLevel, findLevel, levelsOf } from "./inventory-levels.ts";
import { done, refuse } from "./outcome.ts";

export function deactivateLevel(
  world: World,
  shop: ShopState,
  level: InventoryLevel | null,
  field: string[] | null = null,
): Outcome<InventoryLevel> {
  if (!level?.isActive) {
    const message = "The product couldn't be unstocked because the product was deleted.";
    return refuse(field, message, "INVENTORY_ITEM_NOT_FOUND");
  }
  const place = shop.locations.get(level.locationId)?.name ?? "";
  const others = levelsOf(shop, level.inventoryItemId).filter(
    (entry) => entry.isActive && entry !== level,
  );
  const say = (why: string) => `The product couldn't be unstocked from ${place} because ${why}.`;
  const { committed, incoming, reserved } = level.quantities;
  if (others.length === 0)
    return refuse(
      field,
      say("products need to be stocked at a minimum of 1 location"),
      "CANNOT_DEACTIVATE_FROM_ONLY_LOCATION",
    );
  if (committed > 0)
    return refuse(
      field,
      say("it has committed inventory at the location"),
      "COMMITTED_INVENTORY_AT_LOCATION",
    );
  if (incoming > 0)
    return refuse(
      field,
      say("it has incoming inventory at the location"),
      "INCOMING_INVENTORY_AT_LOCATION",
    );
  if (reserved > 0)
    return refuse(
      field,
      say("it has reserved inventory at the location"),
      "RESERVED_INVENTORY_AT_LOCATION",
    );
  level.isActive = false;
  emit(world, shop, { topic: "inventory_levels/disconnect", id: level.id });
  return done(level);
}

/** All or nothing: the rows are checked in order, the first refusal counts. */
export function toggleActivation(
  world: World,
  shop: ShopState,
  itemId: Gid,
  rows: readonly { locationId: Gid; activate: boolean }[],
): Outcome<InventoryLevel[]> {
  if (!shop.inventoryItems.has(itemId)) {
    const message = "The product couldn't be stocked because the product was deleted.";
    return refuse(["inventoryItemId"], message, "INVENTORY_ITEM_NOT_FOUND");
  }
  for (const [at, { locationId }] of rows.entries()) {
    if (shop.locations.get(locationId)?.isActive) continue;
    const field = ["inventoryItemUpdates", String(at), "locationId"];
    const message = "The product couldn't be stocked because the location wasn't found.";
    return refuse(field, message, "LOCATION_NOT_FOUND");
  }
  const levels: InventoryLevel[] = [];
  for (const [at, { locationId, activate }] of rows.entries()) {
    const known = findLevel(shop, itemId, locationId);
    if (activate)
      levels.push(connectLevel(world, shop, itemId, locationId, known?.quantities.available ?? 0));
    else if (known?.isActive) {
      const field = ["inventoryItemUpdates", String(at), "locationId"];
      const outcome = deactivateLevel(world, shop, known, field);
      if (!outcome.ok) return outcome;
    }
  }
  return done(levels);
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
