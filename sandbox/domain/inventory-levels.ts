/** Stock of one item at one location. Every change of `available` announces `inventory_levels/update`. */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newNumber, numericId } from "#sandbox/store/ids.ts";
import type { Gid, InventoryLevel, QuantityName, ShopState, World } from "#sandbox/store/types.ts";

const PHYSICAL = [
  "available",
  "committed",
  "reserved",
  "damaged",
  "safety_stock",
  "quality_control",
] as const;

export const levelKey = (inventoryItemId: Gid, locationId: Gid) =>
  `${inventoryItemId} ${locationId}`;

export function findLevel(shop: ShopState, inventoryItemId: Gid, locationId: Gid) {
  return shop.inventoryLevels.get(levelKey(inventoryItemId, locationId)) ?? null;
}

/** Levels of an item in order of creation. */
export function levelsOf(shop: ShopState, inventoryItemId: Gid): InventoryLevel[] {
  const levels: InventoryLevel[] = [];
  for (const locationId of shop.locations.keys()) {
    const level = findLevel(shop, inventoryItemId, locationId);
    if (level) levels.push(level);
  }
  return levels;
}

export function quantityOf(level: InventoryLevel, name: QuantityName): number {
  if (name !== "on_hand") return level.quantities[name];
  return PHYSICAL.reduce((sum, part) => sum + level.quantities[part], 0);
}

/** Stocks an item at a location (or finds it stocked already). Emits `inventory_levels/connect` when new. */
export function connectLevel(
  world: World,
  shop: ShopState,
  inventoryItemId: Gid,
  locationId: Gid,
  available = 0,
): InventoryLevel {
  const key = levelKey(inventoryItemId, locationId);
  const found = shop.inventoryLevels.get(key);
  if (found?.isActive) return found;
  const stamp = now(world);
  const level: InventoryLevel = found ?? {
    id: `gid://shopify/InventoryLevel/${newNumber(shop, "InventoryLevel")}?inventory_item_id=${numericId(inventoryItemId)}`,
    inventoryItemId,
    locationId,
    isActive: true,
    quantities: {
      available: 0,
      committed: 0,
      incoming: 0,
      reserved: 0,
      damaged: 0,
      safety_stock: 0,
      quality_control: 0,
    },
    createdAt: stamp,
    updatedAt: stamp,
  };
  level.isActive = true;
  level.quantities.available = available;
  level.updatedAt = stamp;
  shop.inventoryLevels.set(key, level);
  emit(world, shop, { topic: "inventory_levels/connect", id: level.id });
  return level;
}

/** Adds `delta` to a state of the level; `on_hand` moves `available`. */
export function changeLevel(
  world: World,
  shop: ShopState,
  level: InventoryLevel,
  name: QuantityName,
  delta: number,
): void {
  if (delta === 0) return;
  const target = name === "on_hand" ? "available" : name;
  const before = totalAvailable(shop, level.inventoryItemId);
  level.quantities[target] += delta;
  level.updatedAt = now(world);
  emit(world, shop, { topic: "inventory_levels/update", id: level.id });
  if (target !== "available") return;
  const after = totalAvailable(shop, level.inventoryItemId);
  const variantId = shop.inventoryItems.get(level.inventoryItemId)?.variantId;
  if (!variantId) return;
  if (before > 0 && after <= 0)
    emit(world, shop, { topic: "variants/out_of_stock", id: variantId });
  if (before <= 0 && after > 0) emit(world, shop, { topic: "variants/in_stock", id: variantId });
}

export function totalAvailable(shop: ShopState, inventoryItemId: Gid): number {
  return levelsOf(shop, inventoryItemId)
    .filter((level) => level.isActive)
    .reduce((sum, level) => sum + level.quantities.available, 0);
}

/** The tracked inventory item of a variant; null when it is not tracked or unknown. */
export function trackedItem(shop: ShopState, variantId: Gid | null) {
  const variant = variantId ? shop.variants.get(variantId) : undefined;
  const item = variant ? shop.inventoryItems.get(variant.inventoryItemId) : undefined;
  return item?.tracked ? item : null;
}
