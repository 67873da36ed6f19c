/**
 * Returns: request, create, approve, decline, cancel, close, reopen, trim. The money step is process-return.ts. States and
 * messages as observed; returns never move their order's `updatedAt` (observed).
 */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import type { Gid, Order, Outcome, Return, ShopState, World } from "#sandbox/store/types.ts";
import { scaleBag } from "./money.ts";
import { done, refuse } from "./outcome.ts";
import { runningTotal } from "./running-total.ts";
import { openReverseOrder } from "./create-return.ts";

export * from "./create-return.ts";

export function approveReturn(world: World, shop: ShopState, entry: Return): Outcome<Return> {
  if (entry.status !== "REQUESTED") {
    return refuse(
      ["input", "id"],
      "Return is not approvable. Only returns with status REQUESTED can be approved.",
      "INVALID_STATE",
    );
  }
  entry.status = "OPEN";
  entry.requestApprovedAt = now(world);
  openReverseOrder(shop, entry);
  emit(world, shop, { topic: "returns/approve", id: entry.id });
  return done(entry);
}

export function declineReturn(
  world: World,
  shop: ShopState,
  entry: Return,
  decline: { reason: string; note: string | null },
): Outcome<Return> {
  if (entry.status === "DECLINED")
    return refuse(["input", "id"], "The return is already declined.", "INVALID_STATE");
  if (entry.status !== "REQUESTED") {
    return refuse(
      ["input", "id"],
      "Return is not declinable. Only non-refunded returns with status REQUESTED can be declined.",
      "INVALID_STATE",
    );
  }
  if ((decline.note ?? "").length > 500) {
    return refuse(
      ["input", "declineNote"],
      "Decline note is too long (maximum is 500 characters)",
      "TOO_LONG",
    ); // guess: text
  }
  entry.status = "DECLINED";
  entry.decline = decline;
  emit(world, shop, { topic: "returns/decline", id: entry.id });
  return done(entry);
}

/** Repeating it changes nothing (observed). A REQUESTED return is refused (guess). */
export function cancelReturn(world: World, shop: ShopState, entry: Return): Outcome<Return> {
  if (entry.status === "CANCELED") return done(entry);
  const isTouched =
    entry.refundIds.length > 0 ||
    [...entry.lines, ...entry.exchangeLines].some((line) => line.processedQuantity > 0);
  if (entry.status !== "OPEN" || isTouched)
    return refuse(["id"], "Return is not cancelable.", "INVALID_STATE");
  entry.status = "CANCELED";
  for (const id of entry.reverseFulfillmentOrderIds) {
    const reverse = shop.reverseFulfillmentOrders.get(id);
    if (reverse) reverse.status = "CANCELED";
  }
  emit(world, shop, { topic: "returns/cancel", id: entry.id });
  return done(entry);
}

/** Closing a closed return changes nothing; its `closedAt` stays (observed). */
export function closeReturn(world: World, shop: ShopState, entry: Return): Outcome<Return> {
  if (entry.status === "CLOSED") return done(entry);
  if (entry.status !== "OPEN") return refuse(["id"], "Return status is invalid.", "INVALID_STATE");
  entry.status = "CLOSED";
  entry.closedAt = now(world);
  for (const id of entry.reverseFulfillmentOrderIds) {
    const reverse = shop.reverseFulfillmentOrders.get(id);
    const isDisposed = reverse?.lines.every((line) => disposed(line) >= line.totalQuantity);
    if (reverse && isDisposed) reverse.status = "CLOSED"; // guess
  }
  emit(world, shop, { topic: "returns/close", id: entry.id });
  return done(entry);
}

const disposed = (line: { dispositions: { quantity: number }[] }) =>
  line.dispositions.reduce((sum, entry) => sum + entry.quantity, 0);

export function reopenReturn(world: World, shop: ShopState, entry: Return): Outcome<Return> {
  if (entry.status === "OPEN") return done(entry);
  if (entry.status !== "CLOSED")
    return refuse(["id"], "Return status is invalid.", "INVALID_STATE");
  entry.status = "OPEN";
  entry.closedAt = null;
  emit(world, shop, { topic: "returns/reopen", id: entry.id });
  return done(entry);
}

export type RemoveDraft = {
  lines: { returnLineItemId: Gid; quantity: number }[];
  exchangeLines: { exchangeLineItemId: Gid; quantity: number }[];
};

/** Trims a REQUESTED or OPEN return. Taking the last line out of an OPEN one closes it (observed). */
export function removeFromReturn(
  world: World,
  shop: ShopState,
  entry: Return,
  draft: RemoveDraft,
): Outcome<Return> {
  if (entry.status !== "REQUESTED" && entry.status !== "OPEN") {
    return refuse(["returnId"], "Return status is invalid.", "INVALID_STATE");
  }
  if ([...draft.lines, ...draft.exchangeLines].some((line) => line.quantity <= 0)) {
    return refuse(null, "Quantity must be greater than 0", "GREATER_THAN");
  }
  const asked = runningTotal();
  for (const [at, part] of draft.lines.entries()) {
    const line = entry.lines.find((item) => item.id === part.returnLineItemId);
    if (!line)
      return refuse(
        ["returnLineItems", String(at), "returnLineItemId"],
        "Return line item was not found.",
        "NOT_FOUND",
      ); // guess: text
    if (asked(line.id, part.quantity) > line.quantity - line.processedQuantity) {
      return refuse(
        ["returnLineItems", String(at), "quantity"],
        "Return line item has an invalid quantity.",
        "INVALID",
      );
    }
  }
  for (const [at, part] of draft.exchangeLines.entries()) {
    const line = entry.exchangeLines.find((item) => item.id === part.exchangeLineItemId);
    if (!line)
      return refuse(
        ["exchangeLineItems", String(at), "exchangeLineItemId"],
        "Exchange line item was not found.",
        "NOT_FOUND",
      ); // guess: text
    if (asked(line.id, part.quantity) > line.quantity - line.processedQuantity) {
      return refuse(
        ["exchangeLineItems", String(at), "quantity"],
        "Exchange line item has an invalid quantity.",
        "INVALID",
      ); // guess: text
    }
  }
  trim(shop, entry, draft);
  const isEmpty = entry.lines.length === 0 && entry.exchangeLines.length === 0;
  if (isEmpty && entry.status === "OPEN") {
    entry.status = "CLOSED";
    entry.closedAt = now(world);
  }
  emit(world, shop, {
    topic: "returns/update",
    id: entry.id,
    facts: {
      removals: draft.lines.map((line) => ({ id: line.returnLineItemId, delta: -line.quantity })),
    },
  });
  return done(entry);
}

function trim(shop: ShopState, entry: Return, draft: RemoveDraft): void {
  const reverseLines = entry.reverseFulfillmentOrderIds.flatMap(
    (id) => shop.reverseFulfillmentOrders.get(id)?.lines ?? [],
  );
  for (const part of draft.lines) {
    const line = entry.lines.find((item) => item.id === part.returnLineItemId);
    if (!line) continue;
    if (line.restockingFee)
      line.restockingFee.amount = scaleBag(
        line.restockingFee.amount,
        line.quantity - part.quantity,
        line.quantity,
      );
    line.quantity -= part.quantity;
    line.removedQuantity += part.quantity;
    const reverse = reverseLines.find((item) => item.returnLineId === line.id);
    if (reverse) reverse.totalQuantity -= part.quantity;
  }
  for (const part of draft.exchangeLines) {
    const line = entry.exchangeLines.find((item) => item.id === part.exchangeLineItemId);
    if (line) line.quantity -= part.quantity;
  }
  entry.lines = entry.lines.filter((line) => line.quantity > 0);
  entry.exchangeLines = entry.exchangeLines.filter((line) => line.quantity > 0);
  for (const id of entry.reverseFulfillmentOrderIds) {
    const reverse = shop.reverseFulfillmentOrders.get(id);
    if (!reverse) continue;
    reverse.lines = reverse.lines.filter((line) => line.totalQuantity > 0);
    if (reverse.lines.length === 0) reverse.status = "CLOSED";
  }
}

export function orderOfReturn(shop: ShopState, entry: Return): Order {
  const order = shop.orders.get(entry.orderId);
  if (!order) throw new Error(`${entry.id} has no order`);
  return order;
}
