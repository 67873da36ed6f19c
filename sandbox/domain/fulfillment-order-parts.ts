/** Building blocks that several fulfillment-order changes share: taking units out, putting them in, stock commitments. */
import { now } from "#sandbox/store/clock.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  FulfillmentOrder,
  FulfillmentOrderLine,
  Gid,
  Order,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import { changeLevel, connectLevel, findLevel, trackedItem } from "./inventory-levels.ts";
import { runningTotal } from "./running-total.ts";

export type UnitsOfLine = { id: Gid; quantity: number };

export function orderOf(shop: ShopState, entry: FulfillmentOrder): Order {
  const order = shop.orders.get(entry.orderId);
  if (!order) throw new Error(`${entry.id} has no order ${entry.orderId}`);
  return order;
}

/** A new fulfillment order beside `like`, with no lines yet. */
export function openBeside(
  world: World,
  shop: ShopState,
  like: FulfillmentOrder,
  changes: Partial<FulfillmentOrder> = {},
): FulfillmentOrder {
  const stamp = now(world);
  const created: FulfillmentOrder = {
    ...like,
    id: newGid(shop, "FulfillmentOrder"),
    status: "OPEN",
    requestStatus: "UNSUBMITTED",
    createdAt: stamp,
    updatedAt: stamp,
    lineItems: [],
    holds: [],
    merchantRequests: [],
    fulfillmentIds: [],
    progressReported: false,
    heldApartFromId: null,
    ...changes,
  };
  shop.fulfillmentOrders.set(created.id, created);
  orderOf(shop, like).fulfillmentOrderIds.push(created.id);
  return created;
}

/**
 * Moves units from one fulfillment order to another. A line that leaves whole disappears from its old one, with its id
 * kept only where `keepIds` says so.
 */
export function moveUnits(
  shop: ShopState,
  from: FulfillmentOrder,
  to: FulfillmentOrder,
  units: readonly UnitsOfLine[],
  keepIds = false,
): void {
  for (const { id, quantity } of units) {
    const line = from.lineItems.find((entry) => entry.id === id);
    if (!line) throw new Error(`${id} is not a line of ${from.id}`);
    const committed = Math.min(line.committedQuantity, quantity);
    to.lineItems.push({
      id: keepIds ? line.id : newGid(shop, "FulfillmentOrderLineItem"),
      lineItemId: line.lineItemId,
      totalQuantity: quantity,
      remainingQuantity: quantity,
      committedQuantity: committed,
    });
    line.totalQuantity -= quantity;
    line.remainingQuantity -= quantity;
    line.committedQuantity -= committed;
  }
  from.lineItems = from.lineItems.filter((line) => line.totalQuantity > 0);
}

/** Everything that remains, as units to move. */
export function remainingOf(entry: FulfillmentOrder): UnitsOfLine[] {
  return entry.lineItems
    .filter((line) => line.remainingQuantity > 0)
    .map((line) => ({ id: line.id, quantity: line.remainingQuantity }));
}

/** Whether all these units can be taken: lines of `entry`, more than 0 each, and no more of a line than remains, rows added up. */
export function canTake(entry: FulfillmentOrder, units: readonly UnitsOfLine[]): boolean {
  const asked = runningTotal();
  return units.every(({ id, quantity }) => {
    const line = entry.lineItems.find((item) => item.id === id);
    return line !== undefined && quantity > 0 && asked(id, quantity) <= line.remainingQuantity;
  });
}

/** What is left of `entry` after `units` are taken; empty when nothing is. */
export function restAfter(entry: FulfillmentOrder, units: readonly UnitsOfLine[]): UnitsOfLine[] {
  return remainingOf(entry)
    .map((line) => ({
      id: line.id,
      quantity:
        line.quantity -
        units.filter((unit) => unit.id === line.id).reduce((sum, unit) => sum + unit.quantity, 0),
    }))
    .filter((line) => line.quantity > 0);
}

/** Turns `available` into `committed` for units of a line at the assigned location. */
export function commitUnits(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  line: FulfillmentOrderLine,
  units: number,
): void {
  const level = levelOf(world, shop, entry, line, units > 0);
  if (!level || units === 0) return;
  changeLevel(world, shop, level, "available", -units);
  changeLevel(world, shop, level, "committed", units);
  line.committedQuantity += units;
}

/** Gives committed units up: back to `available` (cancelled) or out of the building (`ship`). */
export function releaseUnits(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  line: FulfillmentOrderLine,
  units: number,
  to: "available" | "shipped",
): void {
  const committed = Math.min(line.committedQuantity, units);
  const level = levelOf(world, shop, entry, line, false);
  line.committedQuantity -= committed;
  if (!level || committed === 0) return;
  changeLevel(world, shop, level, "committed", -committed);
  if (to === "available") changeLevel(world, shop, level, "available", committed);
}

function levelOf(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  line: FulfillmentOrderLine,
  connect: boolean,
) {
  const order = orderOf(shop, entry);
  const variantId = order.lineItems.find((item) => item.id === line.lineItemId)?.variantId ?? null;
  const item = trackedItem(shop, variantId);
  if (!item || !entry.assignedLocationId) return null;
  return connect
    ? connectLevel(
        world,
        shop,
        item.id,
        entry.assignedLocationId,
        levelNow(shop, item.id, entry.assignedLocationId),
      )
    : findLevel(shop, item.id, entry.assignedLocationId);
}

const levelNow = (shop: ShopState, itemId: Gid, locationId: Gid) =>
  findLevel(shop, itemId, locationId)?.quantities.available ?? 0;
