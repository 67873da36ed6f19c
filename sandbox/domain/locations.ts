/** Adding, changing, (de)activating and deleting locations, with Shopify's refusals. */
import { now, nowMs } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import type { Gid, Location, Outcome, ShopState, World } from "#sandbox/store/types.ts";
import { createLocation, type LocationDraft } from "./catalogue.ts";
import { changeLevel, connectLevel, findLevel } from "./inventory-levels.ts";
import { done, refuse } from "./outcome.ts";

export function addLocation(
  world: World,
  shop: ShopState,
  draft: LocationDraft,
): Outcome<Location> {
  if (!draft.name.trim()) return refuse(["input", "name"], "Add a location name", "BLANK");
  const isTaken = [...shop.locations.values()].some(
    (entry) => entry.name.toLowerCase() === draft.name.toLowerCase(),
  );
  if (isTaken)
    return refuse(["input", "name"], "You already have a location with this name", "TAKEN");
  return done(createLocation(world, shop, draft));
}

export function changeLocation(
  world: World,
  shop: ShopState,
  location: Location,
  changes: Partial<Pick<LocationDraft, "name" | "address" | "fulfillsOnlineOrders">>,
): Location {
  if (changes.name) location.name = changes.name;
  if (changes.address) location.address = { ...location.address, ...changes.address };
  if (changes.fulfillsOnlineOrders !== undefined)
    location.fulfillsOnlineOrders = changes.fulfillsOnlineOrders;
  location.updatedAt = now(world);
  emit(world, shop, { topic: "locations/update", id: location.id });
  return location;
}

/** Moves stock to the destination. Refused while goods are on their way (observed text, placeholder included). */
export function deactivateLocation(
  world: World,
  shop: ShopState,
  id: Gid,
  destinationId: Gid | null,
): Outcome<Location> {
  const location = shop.locations.get(id);
  if (!location) return refuse(["locationId"], "Location not found.", "LOCATION_NOT_FOUND");
  const levels = [...shop.inventoryLevels.values()].filter(
    (level) => level.locationId === id && level.isActive,
  );
  const isReceiving = location.transferUntilMs !== null && location.transferUntilMs > nowMs(world);
  if (isReceiving || levels.some((level) => level.quantities.incoming > 0)) {
    return refuse(
      ["locationId"],
      "%{location_name} has incoming inventory. You'll be able to deactivate it once the inventory has been received.",
      "TEMPORARILY_BLOCKED_FROM_DEACTIVATION_ERROR",
    );
  }
  if (location.isPrimary) {
    return refuse(
      ["locationId"],
      "You can't deactivate the primary location.",
      "PERMANENTLY_BLOCKED_FROM_DEACTIVATION_ERROR",
    ); // guess: text
  }
  if (destinationId === id) {
    return refuse(
      ["destinationLocationId"],
      "The destination location can't be the location to be deactivated.",
      "DESTINATION_LOCATION_IS_THE_SAME_LOCATION",
    ); // guess: text
  }
  const target = destinationId ? shop.locations.get(destinationId) : null;
  if (destinationId && !target?.isActive) {
    return refuse(
      ["destinationLocationId"],
      "Destination location not found or inactive.",
      "DESTINATION_LOCATION_NOT_FOUND_OR_INACTIVE",
    ); // guess: text
  }
  const hasStock = levels.some((level) => level.quantities.available !== 0);
  if (hasStock && !target) {
    return refuse(
      ["locationId"],
      "Location could not be deactivated without specifying where to relocate inventory stocked at the location.",
      "HAS_ACTIVE_INVENTORY_ERROR",
    ); // guess: text
  }
  for (const level of levels) {
    if (target) {
      const before = findLevel(shop, level.inventoryItemId, target.id)?.quantities.available ?? 0;
      changeLevel(
        world,
        shop,
        connectLevel(world, shop, level.inventoryItemId, target.id, before),
        "available",
        level.quantities.available,
      );
    }
    level.isActive = false;
  }
  return setActive(world, shop, location, false);
}

export function activateLocation(world: World, shop: ShopState, id: Gid): Outcome<Location> {
  const location = shop.locations.get(id);
  if (!location) return refuse(["locationId"], "Location not found.", "LOCATION_NOT_FOUND");
  return setActive(world, shop, location, true);
}

export function deleteLocation(world: World, shop: ShopState, id: Gid): Outcome<Gid> {
  const location = shop.locations.get(id);
  if (!location) return refuse(["locationId"], "Location not found.", "LOCATION_NOT_FOUND");
  if (location.isActive) {
    return refuse(
      ["locationId"],
      "The location cannot be deleted while it is active.",
      "LOCATION_IS_ACTIVE",
    );
  }
  shop.locations.delete(id);
  emit(world, shop, { topic: "locations/delete", id });
  return done(id);
}

function setActive(
  world: World,
  shop: ShopState,
  location: Location,
  isActive: boolean,
): Outcome<Location> {
  location.isActive = isActive;
  location.updatedAt = now(world);
  location.deactivatedAt = isActive ? null : location.updatedAt;
  emit(world, shop, {
    topic: isActive ? "locations/activate" : "locations/deactivate",
    id: location.id,
  });
  return done(location);
}
