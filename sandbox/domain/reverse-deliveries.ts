/** How goods come back: labels and tracking. Texts as observed. */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  Gid,
  Outcome,
  ReverseDelivery,
  ReverseFulfillmentOrder,
  ReverseFulfillmentOrderLine,
  ShopState,
  World,
} from "#sandbox/store/types.ts";
import { done, refuse } from "./outcome.ts";
import { runningTotal } from "./running-total.ts";
import { trackingUrlFor } from "./tracking-url.ts";

export type DeliveryDraft = {
  /** Empty: all lines. */
  lines: { reverseLineId: Gid; quantity: number }[];
  labelUrl?: string | null;
  tracking?: { number?: string | null; url?: string | null } | null;
};

export function createReverseDelivery(
  world: World,
  shop: ShopState,
  reverse: ReverseFulfillmentOrder,
  draft: DeliveryDraft,
): Outcome<ReverseDelivery> {
  const lines =
    draft.lines.length > 0
      ? draft.lines
      : reverse.lines
          .map((line) => ({ reverseLineId: line.id, quantity: undelivered(shop, reverse, line) }))
          .filter((line) => line.quantity > 0);
  const asked = runningTotal();
  for (const [at, part] of lines.entries()) {
    const line = reverse.lines.find((item) => item.id === part.reverseLineId);
    if (!line)
      return refuse(
        ["reverseDeliveryLineItems", String(at), "reverseFulfillmentOrderLineItemId"],
        "must exist",
      );
    if (part.quantity <= 0) {
      const message = "Quantity must be greater than 0"; // guess
      return refuse(["reverseDeliveryLineItems", String(at), "quantity"], message, "GREATER_THAN");
    }
    if (asked(line.id, part.quantity) > undelivered(shop, reverse, line)) {
      return refuse(
        ["reverseDeliveryLineItems", String(at), "quantity"],
        "cannot deliver more items than are returned",
      );
    }
  }
  const stamp = now(world);
  const delivery: ReverseDelivery = {
    id: newGid(shop, "ReverseDelivery"),
    reverseFulfillmentOrderId: reverse.id,
    lines: lines.map((line) => ({
      id: newGid(shop, "ReverseDeliveryLineItem"),
      reverseLineId: line.reverseLineId,
      quantity: line.quantity,
    })),
    label: draft.labelUrl
      ? { publicFileUrl: draft.labelUrl, createdAt: stamp, updatedAt: stamp }
      : null,
    tracking: toTracking(draft.tracking),
  };
  shop.reverseDeliveries.set(delivery.id, delivery);
  reverse.deliveryIds.push(delivery.id);
  emit(world, shop, { topic: "reverse_deliveries/attach_deliverable", id: delivery.id });
  return done(delivery);
}

export function updateReverseDelivery(
  world: World,
  shop: ShopState,
  delivery: ReverseDelivery,
  changes: Pick<DeliveryDraft, "labelUrl" | "tracking">,
): ReverseDelivery {
  const stamp = now(world);
  if (changes.labelUrl) {
    delivery.label = {
      publicFileUrl: changes.labelUrl,
      createdAt: delivery.label?.createdAt ?? stamp,
      updatedAt: stamp,
    };
  }
  if (changes.tracking)
    delivery.tracking = toTracking({ ...delivery.tracking, ...changes.tracking });
  emit(world, shop, { topic: "reverse_deliveries/attach_deliverable", id: delivery.id });
  return delivery;
}

/** How carriers number their parcels (their public formats). */
const NUMBERS: readonly (readonly [carrier: string, pattern: RegExp])[] = [
  ["UPS", /^1Z[0-9A-Z]{16}$/i],
  ["USPS", /^9[1-5]\d{18,20}$/],
  ["FedEx", /^(\d{12}|\d{15})$/],
  ["DHL Express", /^\d{10}$/],
];
/** Words in the host of a carrier's tracking page. */
const HOSTS: readonly (readonly [carrier: string, word: string])[] = [
  ["UPS", "ups."],
  ["USPS", "usps."],
  ["FedEx", "fedex."],
  ["DHL Express", "dhl."],
];

/** Shopify names the carrier itself, from the page's host or the form of the number (documented; the forms: guess). */
function toTracking(draft: DeliveryDraft["tracking"]): ReverseDelivery["tracking"] {
  if (!draft) return null;
  const number = draft.number ?? null;
  const host = draft.url && URL.canParse(draft.url) ? new URL(draft.url).hostname : "";
  const carrierName =
    HOSTS.find(([, word]) => `${host}.`.includes(word))?.[0] ??
    NUMBERS.find(([, pattern]) => pattern.test(number ?? ""))?.[0] ??
    null;
  return { carrierName, number, url: draft.url ?? trackingUrlFor(carrierName, number) };
}

function undelivered(
  shop: ShopState,
  reverse: ReverseFulfillmentOrder,
  line: ReverseFulfillmentOrderLine,
): number {
  const sent = reverse.deliveryIds
    .flatMap((id) => shop.reverseDeliveries.get(id)?.lines ?? [])
    .filter((part) => part.reverseLineId === line.id)
    .reduce((sum, part) => sum + part.quantity, 0);
  return line.totalQuantity - sent;
}
