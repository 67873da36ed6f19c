/** Registering, changing and removing fulfillment services, with Shopify's refusals. */
import type { FulfillmentService, Gid, Outcome, ShopState, World } from "#sandbox/store/types.ts";
import { now, nowMs } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { createFulfillmentService, type ServiceDraft } from "./catalogue.ts";
import { changeLevel, connectLevel, findLevel } from "./inventory-levels.ts";
import { done, refuse } from "./outcome.ts";
import { isGiven } from "./is-given.ts";

/** Observed: right after a transfer its destination cannot be deactivated. How long: guess. */
const TRANSFER_MS = 30_000;
const RESERVED = new Set([
  "manual",
  "gift card",
  "gift_card",
  "shopify",
  "amazon",
  "amazon marketplace web",
]);

function nameError(shop: ShopState, name: string, own: Gid | null): string | null {
  if (!name.trim()) return "Name can't be blank";
  if (name !== name.trim()) return "Name cannot have leading or trailing spaces"; // guess: text
  if (RESERVED.has(name.toLowerCase())) return "Name is reserved";
  const isTaken = [...shop.fulfillmentServices.values()].some(
    (entry) => entry.id !== own && entry.serviceName.toLowerCase() === name.toLowerCase(),
  );
  return isTaken ? "Name has already been taken" : null;
}

/** Hosts of the only app there is: it runs on this machine. */
const APP_HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Only https, and only a host the app owns. */
function callbackError(url: string | null | undefined): string | null {
  if (!url) return null;
  const { protocol, hostname } = URL.canParse(url) ? new URL(url) : { protocol: "", hostname: "" };
  return protocol === "https:" && APP_HOSTS.has(hostname) ? null : "Callback url is not allowed";
}

export function registerService(
  world: World,
  shop: ShopState,
  draft: ServiceDraft,
): Outcome<FulfillmentService> {
  const badName = nameError(shop, draft.name, null);
  if (badName) return refuse(["name"], badName);
  const badUrl = callbackError(draft.callbackUrl);
  if (badUrl) return refuse(["callbackUrl"], badUrl);
  return done(createFulfillmentService(world, shop, draft));
}

/** Leaving out `requiresShippingMethod` resets it to true (observed). The handle survives a rename (observed). */
export function updateService(
  world: World,
  shop: ShopState,
  service: FulfillmentService,
  changes: Partial<Omit<ServiceDraft, "appId">>,
): Outcome<FulfillmentService> {
  const badName = !isGiven(changes.name) ? null : nameError(shop, changes.name, service.id);
  if (badName) return refuse(["name"], badName);
  const badUrl = callbackError(changes.callbackUrl);
  if (badUrl) return refuse(["callbackUrl"], badUrl);
  if (isGiven(changes.name)) {
    service.serviceName = changes.name;
    const location = shop.locations.get(service.locationId);
    if (location) {
      location.name = changes.name;
      location.updatedAt = now(world);
      emit(world, shop, { topic: "locations/update", id: location.id });
    }
  }
  if (changes.callbackUrl !== undefined) service.callbackUrl = changes.callbackUrl;
  service.trackingSupport = changes.trackingSupport ?? service.trackingSupport;
  service.inventoryManagement = changes.inventoryManagement ?? service.inventoryManagement;
  service.requiresShippingMethod = changes.requiresShippingMethod ?? true;
  return done(service);
}

export type RemoveOptions = {
  inventoryAction?: "TRANSFER" | "KEEP" | "DELETE" | null;
  destinationLocationId?: Gid | null;
};

/** KEEP turns its location into the merchant's own; TRANSFER moves its stock; the answer's id has no query part (observed). */
export function removeService(
  world: World,
  shop: ShopState,
  service: FulfillmentService,
  options: RemoveOptions,
): Outcome<Gid> {
  const action = options.inventoryAction ?? "TRANSFER";
  const target = options.destinationLocationId
    ? shop.locations.get(options.destinationLocationId)
    : null;
  if (action !== "TRANSFER" && options.destinationLocationId) {
    return refuse(
      ["inventoryAction"],
      "Inventory action Destination location id should not be present when deleting/keeping the inventory of the fulfillment service.",
    );
  }
  if (action === "TRANSFER" && (!target || !target.isActive))
    return refuse(null, "Invalid destination location.");
  if (action === "TRANSFER" && target) {
    transferStock(world, shop, service.locationId, target.id);
    target.transferUntilMs = nowMs(world) + TRANSFER_MS;
  }
  settleLocation(world, shop, service, action);
  shop.fulfillmentServices.delete(service.id);
  return done(service.id.split("?")[0] ?? service.id);
}

function transferStock(world: World, shop: ShopState, from: Gid, to: Gid): void {
  for (const level of [...shop.inventoryLevels.values()]) {
    if (level.locationId !== from || !level.isActive) continue;
    const units = level.quantities.available;
    const before = findLevel(shop, level.inventoryItemId, to)?.quantities.available ?? 0;
    const target = connectLevel(world, shop, level.inventoryItemId, to, before);
    changeLevel(world, shop, target, "available", units);
    level.isActive = false;
    emit(world, shop, { topic: "inventory_levels/disconnect", id: level.id });
  }
}

function settleLocation(
  world: World,
  shop: ShopState,
  service: FulfillmentService,
  action: string,
): void {
  const location = shop.locations.get(service.locationId);
  if (!location) return;
  if (action === "KEEP") {
    location.fulfillmentServiceId = null;
    location.shipsInventory = true;
    location.updatedAt = now(world);
    return;
  }
  shop.locations.delete(location.id);
  for (const entry of shop.fulfillmentOrders.values()) {
    if (entry.assignedLocationId === location.id && entry.status === "CLOSED")
      entry.assignedLocationId = null;
  }
  emit(world, shop, { topic: "locations/delete", id: location.id });
}
