/** Splitting and merging fulfillment orders. Messages and codes as observed. */
import { emit } from "#sandbox/store/events.ts";
import type { FulfillmentOrder, Outcome, ShopState, World } from "#sandbox/store/types.ts";
import { absorb, stamp } from "./fulfillment-holds.ts";
import {
  canTake,
  moveUnits,
  openBeside,
  orderOf,
  remainingOf,
  restAfter,
  type UnitsOfLine,
} from "./fulfillment-order-parts.ts";
import { mergePeers } from "./fulfillment-order-rules.ts";
import { done, refuse } from "./outcome.ts";
import { touchOrder } from "./touch.ts";

export type SplitDraft = { entry: FulfillmentOrder | null; units: readonly UnitsOfLine[] };

export type Split = { entry: FulfillmentOrder; remaining: FulfillmentOrder };

/** Splits each fulfillment order: the units asked for leave to a new one. All or nothing. */
export function splitFulfillmentOrders(
  world: World,
  shop: ShopState,
  drafts: readonly SplitDraft[],
): Outcome<Split[]> {
  for (const [at, draft] of drafts.entries()) {
    const refusal = refuseSplit(draft, String(at));
    if (refusal) return refusal;
  }
  return done(
    drafts.flatMap((draft) => {
      const { entry, units } = draft;
      if (!entry) return [];
      const remaining = openBeside(world, shop, entry);
      moveUnits(shop, entry, remaining, units);
      stamp(world, entry);
      emit(world, shop, {
        topic: "fulfillment_orders/split",
        id: entry.id,
        facts: { remainingId: remaining.id, units },
      });
      touchOrder(world, shop, orderOf(shop, entry));
      return [{ entry, remaining }];
    }),
  );
}

function refuseSplit({ entry, units }: SplitDraft, at: string): Outcome<never> | null {
  const field = ["fulfillmentOrderSplits", at, "fulfillmentOrderLineItems"];
  if (units.length === 0) {
    return refuse(
      field,
      "There must be at least one item selected in this fulfillment to split it.",
      "NO_LINE_ITEMS_PROVIDED_TO_SPLIT",
    );
  }
  const zero = units.findIndex((unit) => unit.quantity <= 0);
  if (zero >= 0) {
    return refuse(
      [...field, String(zero), "quantity"],
      "You must select at least one item to split into a new fulfillment order.",
      "GREATER_THAN",
    );
  }
  if (!entry)
    return refuse(null, "Fulfillment order does not exist.", "FULFILLMENT_ORDER_NOT_FOUND");
  if (!canTake(entry, units))
    return refuse(null, "Invalid fulfillment order line item quantity requested.");
  if (entry.status !== "OPEN") {
    return refuse(null, "The fulfillment order is not in a splittable state."); // guess
  }
  if (restAfter(entry, units).length === 0) {
    return refuse(null, "Invalid fulfillment order line item quantity requested."); // guess
  }
  return null;
}

/** One fulfillment order of a merge; null `units`: all that remains of it. */
export type MergeIntent = { entry: FulfillmentOrder | null; units: readonly UnitsOfLine[] | null };

/** Merges open peers into the first one named. Where an intent names units, only those leave theirs (guess). */
export function mergeFulfillmentOrders(
  world: World,
  shop: ShopState,
  groups: readonly (readonly MergeIntent[])[],
): Outcome<FulfillmentOrder[]> {
  for (const group of groups) {
    const refusal = refuseMerge(shop, group);
    if (refusal) return refusal;
  }
  return done(groups.flatMap((group) => mergeGroup(world, shop, group)));
}

function refuseMerge(shop: ShopState, group: readonly MergeIntent[]): Outcome<never> | null {
  const [first, ...others] = group;
  if (!first?.entry || others.some(({ entry }) => !entry)) {
    return refuse(null, "Fulfillment order does not exist.", "FULFILLMENT_ORDER_NOT_FOUND");
  }
  const peers = mergePeers(shop, first.entry);
  const named = new Set(others.map(({ entry }) => entry));
  const areMergeable = others.every(({ entry }) => entry && peers.includes(entry));
  if (others.length === 0 || named.size < others.length || !areMergeable) {
    return refuse(null, "Fulfillment orders cannot be merged."); // guess
  }
  const asksTooMuch = group.some(({ entry, units }) => entry && units && !canTake(entry, units));
  return asksTooMuch
    ? refuse(
        null,
        "Invalid fulfillment order line item quantity requested.",
        "INVALID_LINE_ITEM_QUANTITY",
      ) // guess: text
    : null;
}

function mergeGroup(
  world: World,
  shop: ShopState,
  group: readonly MergeIntent[],
): FulfillmentOrder[] {
  const first = group[0]?.entry;
  if (!first) return [];
  const intents = group.flatMap(({ entry, units }) =>
    entry ? [{ id: entry.id, units: units ?? remainingOf(entry) }] : [],
  );
  for (const { entry, units } of group.slice(1)) {
    if (!entry) continue;
    if (units && restAfter(entry, units).length > 0) takeOver(world, shop, first, entry, units);
    else absorb(world, first, entry);
  }
  stamp(world, first);
  emit(world, shop, { topic: "fulfillment_orders/merged", id: first.id, facts: { intents } });
  touchOrder(world, shop, orderOf(shop, first));
  return [first];
}

/** Some units of `other` join `entry`; the rest stays where it is. */
function takeOver(
  world: World,
  shop: ShopState,
  entry: FulfillmentOrder,
  other: FulfillmentOrder,
  units: readonly UnitsOfLine[],
): void {
  const moving = openBeside(world, shop, other);
  moveUnits(shop, other, moving, units);
  absorb(world, entry, moving);
  shop.fulfillmentOrders.delete(moving.id);
  const order = orderOf(shop, entry);
  order.fulfillmentOrderIds = order.fulfillmentOrderIds.filter((id) => id !== moving.id);
  stamp(world, other);
}
