/**
 * Decides which location a new order's lines are assigned to. Pure.
 * Rule as observed: a location that stocks all the lines, asked by rank; lines of no known variant count as stocked
 * everywhere, so a custom line goes to the first location. Lines of a fulfillment service go to its location.
 */
import type { Gid, LineItem, Location, ShopState } from "#sandbox/store/types.ts";
import { findLevel } from "./inventory-levels.ts";

export type RoutedGroup = { locationId: Gid; lines: LineItem[] };

export function routeOrder(shop: ShopState, lines: readonly LineItem[]): RoutedGroup[] {
  const candidates = routingLocations(shop);
  const groups = new Map<Gid, LineItem[]>();
  const own: LineItem[] = [];
  for (const line of lines) {
    const service = serviceLocation(shop, line);
    if (service) push(groups, service, line);
    else own.push(line);
  }
  const single = candidates.find((location) => own.every((line) => stocks(shop, line, location)));
  for (const line of own) {
    const location =
      single ?? candidates.find((entry) => stocks(shop, line, entry)) ?? candidates[0];
    if (location) push(groups, location.id, line);
  }
  return [...groups].map(([locationId, routed]) => ({ locationId, lines: routed }));
}

/** Active own locations that fulfil online orders, by rank then age. */
export function routingLocations(shop: ShopState): Location[] {
  return [...shop.locations.values()]
    .filter((entry) => entry.isActive && entry.fulfillsOnlineOrders && !entry.fulfillmentServiceId)
    .sort((a, b) => a.routingRank - b.routingRank);
}

function stocks(shop: ShopState, line: LineItem, location: Location): boolean {
  const variant = line.variantId ? shop.variants.get(line.variantId) : undefined;
  if (!variant) return true;
  if (shop.inventoryItems.get(variant.inventoryItemId)?.tracked === false) return true;
  return findLevel(shop, variant.inventoryItemId, location.id)?.isActive ?? false;
}

function serviceLocation(shop: ShopState, line: LineItem): Gid | null {
  if (line.fulfillmentServiceHandle === "manual") return onlyServiceStock(shop, line);
  for (const service of shop.fulfillmentServices.values()) {
    if (service.handle === line.fulfillmentServiceHandle) return service.locationId;
  }
  return null;
}

/** A variant stocked at a service's location and nowhere else is that service's to fulfil. */
function onlyServiceStock(shop: ShopState, line: LineItem): Gid | null {
  const variant = line.variantId ? shop.variants.get(line.variantId) : undefined;
  if (!variant) return null;
  const stocked = [...shop.locations.values()].filter(
    (location) =>
      location.isActive && findLevel(shop, variant.inventoryItemId, location.id)?.isActive,
  );
  const service = stocked.find((location) => location.fulfillmentServiceId);
  return service && stocked.length === 1 ? service.id : null;
}

function push(groups: Map<Gid, LineItem[]>, locationId: Gid, line: LineItem): void {
  groups.set(locationId, [...(groups.get(locationId) ?? []), line]);
}
