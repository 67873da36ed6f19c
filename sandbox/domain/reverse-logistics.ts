/** What becomes of the goods that come back. Their way: reverse-deliveries.ts. Texts as observed. */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  Disposition,
  Gid,
  Outcome,
  ReverseFulfillmentOrder,
  ReverseFulfillmentOrderLine,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import { changeLevel, connectLevel, findLevel, trackedItem } from "./inventory-levels.ts";
import { done, refuse } from "./outcome.ts";
import { isGiven } from "./is-given.ts";

export * from "./reverse-deliveries.ts";

export type DispositionDraft = {
  reverseLineId: Gid;
  quantity: number;
  type: Disposition["type"];
  locationId?: Gid | null;
};

export function disposedQuantity(line: ReverseFulfillmentOrderLine): number {
  return line.dispositions.reduce((sum, entry) => sum + entry.quantity, 0);
}

/** All lines of one call belong to one reverse fulfillment order. RESTOCKED adds stock at the location. */
export function disposeItems(
  world: World,
  shop: ShopState,
  drafts: readonly DispositionDraft[],
): Outcome<ReverseFulfillmentOrderLine[]> {
  if (drafts.length === 0)
    return refuse(["dispositionInputs"], "The array cannot be empty.", "BLANK");
  const owners = drafts.map((draft) => findOwner(shop, draft.reverseLineId));
  const reverse = owners[0];
  if (!reverse || owners.some((owner) => owner !== reverse)) {
    return refuse(
      ["dispositionInputs"],
      "Cannot dispose items from more than one reverse fulfillment order.",
      "INVALID",
    );
  }
  for (const [at, draft] of drafts.entries()) {
    const refusal = refuseDisposition(shop, reverse, drafts, draft, at);
    if (refusal) return refusal;
  }
  return done(dispose(world, shop, reverse, drafts));
}

function refuseDisposition(
  shop: ShopState,
  reverse: ReverseFulfillmentOrder,
  drafts: readonly DispositionDraft[],
  draft: DispositionDraft,
  at: number,
): Outcome<never> | null {
  const field = ["dispositionInputs", String(at)];
  const line = reverse.lines.find((item) => item.id === draft.reverseLineId);
  if (!line) return null;
  if (draft.quantity <= 0)
    return refuse([...field, "quantity"], "Quantity must be greater than 0", "GREATER_THAN"); // guess: text
  const asked = drafts
    .filter((item) => item.reverseLineId === line.id)
    .reduce((sum, item) => sum + item.quantity, 0);
  if (asked > line.totalQuantity - disposedQuantity(line)) {
    return refuse(
      [...field, "quantity"],
      "The quantity to dispose exceeds the remaining quantity.",
      "INVALID",
    ); // guess: text
  }
  if (draft.locationId && !shop.locations.has(draft.locationId)) {
    return refuse([...field, "locationId"], "Location not found.", "NOT_FOUND"); // guess: text
  }
  if (draft.type !== "RESTOCKED") return null;
  if (!hasVariant(shop, line)) {
    return refuse(
      [...field, "dispositionType"],
      "RESTOCKED is an invalid disposition type for a custom line item.",
      "INVALID",
    );
  }
  if (!draft.locationId)
    return refuse([...field, "locationId"], "Location can't be blank.", "BLANK"); // guess: text
  return null;
}

function dispose(
  world: World,
  shop: ShopState,
  reverse: ReverseFulfillmentOrder,
  drafts: readonly DispositionDraft[],
): ReverseFulfillmentOrderLine[] {
  const touched = new Set<ReverseFulfillmentOrderLine>();
  const made: { line: ReverseFulfillmentOrderLine; disposition: Disposition }[] = [];
  for (const draft of drafts) {
    const line = reverse.lines.find((item) => item.id === draft.reverseLineId);
    if (!line) continue;
    const disposition: Disposition = {
      id: newGid(shop, "ReverseFulfillmentOrderDisposition"),
      type: draft.type,
      quantity: draft.quantity,
      locationId: draft.locationId ?? null,
      createdAt: now(world),
      reverseDeliveryLineId: null,
    };
    line.dispositions.push(disposition);
    touched.add(line);
    made.push({ line, disposition });
    if (draft.type === "RESTOCKED" && draft.locationId)
      restockAt(world, shop, line, draft.locationId, draft.quantity);
  }
  // Observed: it stays OPEN when everything is disposed; the return closes it.
  emit(world, shop, {
    topic: "reverse_fulfillment_orders/dispose",
    id: reverse.id,
    facts: { dispositions: made.map((item) => ({ lineId: item.line.id, ...item.disposition })) },
  });
  return [...touched];
}

function restockAt(
  world: World,
  shop: ShopState,
  line: ReverseFulfillmentOrderLine,
  locationId: Gid,
  quantity: number,
): void {
  const order = shop.orders.get(shop.lineItemOrder.get(line.lineItemId) ?? "");
  const item = trackedItem(
    shop,
    order?.lineItems.find((entry) => entry.id === line.lineItemId)?.variantId ?? null,
  );
  if (!item) return;
  const before = findLevel(shop, item.id, locationId)?.quantities.available ?? 0;
  changeLevel(
    world,
    shop,
    connectLevel(world, shop, item.id, locationId, before),
    "available",
    quantity,
  );
}

function hasVariant(shop: ShopState, line: ReverseFulfillmentOrderLine): boolean {
  const order = shop.orders.get(shop.lineItemOrder.get(line.lineItemId) ?? "");
  const item = order?.lineItems.find((entry) => entry.id === line.lineItemId);
  return isGiven(item?.variantId);
}

export function findOwner(shop: ShopState, reverseLineId: Gid): ReverseFulfillmentOrder | null {
  for (const reverse of shop.reverseFulfillmentOrders.values()) {
    if (reverse.lines.some((line) => line.id === reverseLineId)) return reverse;
  }
  return null;
}
