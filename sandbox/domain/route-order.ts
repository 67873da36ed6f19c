/**
 * Decides which location a new order's lines are assigned to. Pure.
 * Shopify's default rules, in their order: as few parcels as possible from where all is in stock, then the destination's
 * market, then the closest location; a location's rank decides what is left, and all of it for an order without an address. Observed: the same
 * custom line went to the shop's first location without an address and to a nearer one with an address in Toronto; two lines
 * went to the only location that has both. A market is a country here, and "closest" is province, then city (guess).
 * Source: https://help.shopify.com/en/manual/fulfillment/setup/order-routing/understanding-order-routing
 * Lines of no known variant count as stocked everywhere. Lines of a fulfillment service go to its location.
 */
import type { Address, Gid, LineItem, Location, ShopState } from "#sandbox/store/types.ts";
import { findLevel, trackedItem } from "./inventory-levels.ts";

export type RoutedGroup = { locationId: Gid; lines: LineItem[] };

export function routeOrder(
  shop: ShopState,
  lines: readonly LineItem[],
  destination: Address | null = null,
): RoutedGroup[] {
  const candidates = nearestFirst(routingLocations(shop), destination);
  const groups = new Map<Gid, LineItem[]>();
  const own: LineItem[] = [];
  for (const line of lines) {
    const service = serviceLocation(shop, line);
    if (service) push(groups, service, line);
    else own.push(line);
  }
  const findPlace = (wanted: readonly LineItem[]) =>
    candidates.find((location) => wanted.every((line) => hasUnits(shop, line, location))) ??
    candidates.find((location) => wanted.every((line) => stocks(shop, line, location)));
  const single = findPlace(own);
  for (const line of own) {
    const location = single ?? findPlace([line]) ?? candidates[0];
    if (location) push(groups, location.id, line);
  }
  return [...groups].map(([locationId, routed]) => ({ locationId, lines: routed }));
}

/** Stable: locations that are equally far keep their rank. */
function nearestFirst(locations: Location[], destination: Address | null): Location[] {
  if (!destination?.countryCode) return locations;
  return [...locations].sort(
    (a, b) => nearness(b.address, destination) - nearness(a.address, destination),
  );
}

/** How many of country, province and city agree, from the outside in. */
function nearness(from: Address, to: Address): number {
  if (from.countryCode !== to.countryCode) return 0;
  if (!from.provinceCode || from.provinceCode !== to.provinceCode) return 1;
  return from.city && from.city.toLowerCase() === to.city?.toLowerCase() ? 3 : 2;
}

/** Active own locations that fulfil online orders, by rank then age. */
export function routingLocations(shop: ShopState): Location[] {
  return [...shop.locations.values()]
    .filter((entry) => entry.isActive && entry.fulfillsOnlineOrders && !entry.fulfillmentServiceId)
    .sort((a, b) => a.routingRank - b.routingRank);
}

/** Stocked there, whether or not there is any left. */
function stocks(shop: ShopState, line: LineItem, location: Location): boolean {
  const item = trackedItem(shop, line.variantId);
  return !item || (findLevel(shop, item.id, location.id)?.isActive ?? false);
}

/** In stock there. */
function hasUnits(shop: ShopState, line: LineItem, location: Location): boolean {
  const item = trackedItem(shop, line.variantId);
  const level = item ? findLevel(shop, item.id, location.id) : null;
  return !item || (level?.isActive === true && level.quantities.available >= line.quantity);
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
