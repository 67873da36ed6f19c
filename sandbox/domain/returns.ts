/**
 * Returns: request, create, approve, decline, cancel, close, reopen, trim. The money step is process-return.ts. States and
 * messages as observed; returns never move their order's `updatedAt` (observed).
 */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type {
  Bag,
  ExchangeLine,
  Fulfillment,
  FulfillmentLine,
  Gid,
  Order,
  Outcome,
  Return,
  ReturnLine,
  ShopState,
  UserError,
  World,
} from "#sandbox/store/types.ts";
import { variantPrice } from "./create-order.ts";
import { scale, scaleBag } from "./money.ts";
import { lineShare } from "./order-money.ts";
import { done, refuse, refuseAll, userError } from "./outcome.ts";

/** The old enum and the ids of the global library stand for each other. */
export const REASON_BY_ID: Record<string, string> = {
  "1": "UNKNOWN",
  "2": "UNWANTED",
  "3": "NOT_AS_DESCRIBED",
  "4": "WRONG_ITEM",
  "5": "OTHER",
  "6": "DEFECTIVE",
  "7": "SIZE_TOO_SMALL",
  "8": "SIZE_TOO_LARGE",
  "9": "STYLE",
  "10": "COLOR",
};

export type ReturnLineDraft = {
  fulfillmentLineItemId: Gid;
  quantity: number;
  reasonDefinitionId?: Gid | null;
  reason?: string | null;
  reasonNote?: string | null;
  customerNote?: string | null;
  restockingPercentage?: number | null;
};
export type ExchangeDraft = {
  variantId: Gid | null;
  quantity: number;
  discount?: { description: string | null; percentage?: number; amount?: Bag } | null;
};
export type ReturnDraft = {
  lines: ReturnLineDraft[];
  exchangeLines?: ExchangeDraft[];
  shippingFee?: Bag | null;
  /** `create`: straight to OPEN; `request`: REQUESTED. They differ in fields and checks too. */
  mode: "create" | "request";
  requestedAt?: string | null;
};

export function findFulfillmentLine(shop: ShopState, order: Order, id: Gid) {
  for (const fulfillmentId of order.fulfillmentIds) {
    const fulfillment = shop.fulfillments.get(fulfillmentId);
    const line = fulfillment?.lines.find((entry) => entry.id === id);
    if (fulfillment && line) return { fulfillment, line };
  }
  return null;
}

/** Units of a fulfillment line not yet in a live return nor refunded after shipping. */
export function returnableQuantity(
  shop: ShopState,
  order: Order,
  fulfillment: Fulfillment,
  line: FulfillmentLine,
): number {
  if (fulfillment.status !== "SUCCESS") return 0;
  const claimed = order.returnIds
    .flatMap((id) => shop.returns.get(id) ?? [])
    .filter((entry) => !["DECLINED", "CANCELED"].includes(entry.status))
    .flatMap((entry) => entry.lines)
    .filter((entry) => entry.fulfillmentLineId === line.id)
    .reduce((sum, entry) => sum + entry.quantity, 0);
  const refunded = order.refundIds
    .flatMap((id) => shop.refunds.get(id) ?? [])
    .filter((entry) => entry.returnId === null)
    .flatMap((entry) => entry.lines)
    .filter((entry) => entry.lineItemId === line.lineItemId && entry.restockType !== "CANCEL")
    .reduce((sum, entry) => sum + entry.quantity, 0);
  return Math.max(0, line.quantity - claimed - refunded);
}

/** One bad line refuses the whole batch. */
export function createReturn(
  world: World,
  shop: ShopState,
  order: Order,
  draft: ReturnDraft,
): Outcome<Return> {
  const root = draft.mode === "create" ? "returnInput" : "input";
  const errors = findLineErrors(shop, order, draft, [root, "returnLineItems"]);
  if (errors.length > 0) return refuseAll(errors);
  if (draft.lines.length === 0 && (draft.exchangeLines ?? []).length === 0) {
    return refuse(
      [root, "returnLineItems"],
      "Return must have at least one return line item or exchange line item.",
      "BLANK",
    ); // guess: text
  }
  const badExchange = (draft.exchangeLines ?? []).findIndex(
    (line) => !line.variantId || !shop.variants.has(line.variantId),
  );
  if (badExchange >= 0) {
    return refuse(
      [root, "exchangeLineItems", String(badExchange), "variantId"],
      "Variant not found.",
      "NOT_FOUND",
    ); // guess: text
  }
  const stamp = now(world);
  const made: Return = {
    id: newGid(shop, "Return"),
    orderId: order.id,
    name: `${order.name}-R${order.returnIds.length + 1}`,
    status: draft.mode === "create" ? "OPEN" : "REQUESTED",
    createdAt: stamp,
    requestApprovedAt: null,
    closedAt: null,
    decline: null,
    lines: draft.lines.map((line) => toLine(shop, order, line)),
    exchangeLines: (draft.exchangeLines ?? []).map((line) => toExchange(shop, order, line)),
    shippingFees: draft.shippingFee ? [{ id: newGid(shop, "Fee"), amount: draft.shippingFee }] : [],
    reverseFulfillmentOrderIds: [],
    refundIds: [],
    transactionIds: [],
  };
  shop.returns.set(made.id, made);
  order.returnIds.push(made.id);
  if (draft.mode === "create") openReverseOrder(shop, made);
  // There is no returns/create topic: a return made by the merchant first shows as approved.
  emit(world, shop, {
    topic: draft.mode === "create" ? "returns/approve" : "returns/request",
    id: made.id,
  });
  return done(made);
}

function findLineErrors(
  shop: ShopState,
  order: Order,
  draft: ReturnDraft,
  root: string[],
): UserError[] {
  const asked = new Map<Gid, number>();
  for (const [at, line] of draft.lines.entries()) {
    const field = [...root, String(at)];
    const found = findFulfillmentLine(shop, order, line.fulfillmentLineItemId);
    if (!found) {
      return [
        userError(
          [...field, "fulfillmentLineItemId"],
          "Fulfillment Line Item was not found.",
          "NOT_FOUND",
        ),
      ];
    }
    const total = (asked.get(line.fulfillmentLineItemId) ?? 0) + line.quantity;
    asked.set(line.fulfillmentLineItemId, total);
    if (
      line.quantity <= 0 ||
      total > returnableQuantity(shop, order, found.fulfillment, found.line)
    ) {
      return [
        userError([...field, "quantity"], "Return line item has an invalid quantity.", "INVALID"),
      ];
    }
    const badReason = findReasonError(shop, line, draft.mode, field);
    if (badReason) return [badReason];
  }
  return [];
}

function findReasonError(
  shop: ShopState,
  line: ReturnLineDraft,
  mode: ReturnDraft["mode"],
  field: string[],
): UserError | null {
  if (line.reasonDefinitionId && !shop.returnReasonDefinitions.has(line.reasonDefinitionId)) {
    return userError(
      [...field, "returnReasonDefinitionId"],
      "Return reason definition was not found.",
      "NOT_FOUND",
    ); // guess: text
  }
  const hasReason = Boolean(line.reasonDefinitionId ?? line.reason);
  if (mode === "request") {
    if (!hasReason)
      return userError([...field, "returnReason"], "Return reason can't be blank", "BLANK");
    if ((line.customerNote ?? "").length > 300) {
      return userError(
        [...field, "customerNote"],
        "Customer note is too long (maximum is 300 characters)",
        "TOO_LONG",
      ); // guess: text
    }
    return null;
  }
  if (!hasReason) {
    return userError(
      field,
      "Return line items Either return reason or return reason definition must be provided",
      "NOT_FOUND",
    );
  }
  if (line.reason === "OTHER" && !line.reasonNote) {
    return userError(
      [...field, "returnReasonNote"],
      'Return line items return reason note The note is required when the return reason is "Other"',
      "BLANK",
    );
  }
  if ((line.reasonNote ?? "").length > 255) {
    return userError(
      [...field, "returnReasonNote"],
      "Return line items return reason note is too long (maximum is 255 characters)",
      "TOO_LONG",
    ); // guess: text
  }
  return null;
}

function toLine(shop: ShopState, order: Order, draft: ReturnLineDraft): ReturnLine {
  const found = findFulfillmentLine(shop, order, draft.fulfillmentLineItemId);
  if (!found) throw new Error(`${draft.fulfillmentLineItemId} was checked before`);
  const item = order.lineItems.find((entry) => entry.id === found.line.lineItemId);
  const value = item ? lineShare(item, draft.quantity) : { shop: 0, presentment: 0 };
  const percentage = draft.restockingPercentage ?? 0;
  const reason =
    draft.reason ?? REASON_BY_ID[draft.reasonDefinitionId?.split("/").pop() ?? ""] ?? "OTHER";
  const definition = Object.entries(REASON_BY_ID).find(([, word]) => word === reason)?.[0];
  return {
    id: newGid(shop, "ReturnLineItem"),
    fulfillmentId: found.fulfillment.id,
    fulfillmentLineId: found.line.id,
    lineItemId: found.line.lineItemId,
    quantity: draft.quantity,
    processedQuantity: 0,
    refundedQuantity: 0,
    removedQuantity: 0,
    reason,
    reasonDefinitionId:
      draft.reasonDefinitionId ??
      (definition ? `gid://shopify/ReturnReasonDefinition/${definition}` : null),
    reasonNote: draft.reasonNote ?? "",
    customerNote: draft.customerNote ?? null,
    restockingFee:
      percentage > 0
        ? {
            id: newGid(shop, "Fee"),
            percentage,
            amount: scaleBag(value, Math.round(percentage * 10_000), 1_000_000),
          }
        : null,
  };
}

function toExchange(shop: ShopState, order: Order, draft: ExchangeDraft): ExchangeLine {
  const variant = draft.variantId ? shop.variants.get(draft.variantId) : undefined;
  const unitPrice = variantPrice(shop, order, variant?.priceMinor ?? 0);
  return {
    id: newGid(shop, "ExchangeLineItem"),
    variantId: draft.variantId,
    quantity: draft.quantity,
    processedQuantity: 0,
    lineItemIds: [],
    unitPrice,
    discount: draft.discount
      ? {
          description: draft.discount.description,
          amount: discountOf(scaleBag(unitPrice, draft.quantity, 1), draft.discount),
        }
      : null,
  };
}

function discountOf(total: Bag, discount: NonNullable<ExchangeDraft["discount"]>): Bag {
  if (discount.amount) return discount.amount;
  const ppm = Math.round((discount.percentage ?? 0) * 10_000);
  return {
    shop: scale(total.shop, ppm, 1_000_000),
    presentment: scale(total.presentment, ppm, 1_000_000),
  };
}

function openReverseOrder(shop: ShopState, made: Return): void {
  if (made.lines.length === 0) return;
  const id = newGid(shop, "ReverseFulfillmentOrder");
  shop.reverseFulfillmentOrders.set(id, {
    id,
    orderId: made.orderId,
    returnId: made.id,
    status: "OPEN",
    lines: made.lines.map((line) => ({
      id: newGid(shop, "ReverseFulfillmentOrderLineItem"),
      returnLineId: line.id,
      fulfillmentLineId: line.fulfillmentLineId,
      lineItemId: line.lineItemId,
      totalQuantity: line.quantity,
      dispositions: [],
    })),
    deliveryIds: [],
  });
  made.reverseFulfillmentOrderIds.push(id);
}

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
  for (const [at, part] of draft.lines.entries()) {
    const line = entry.lines.find((item) => item.id === part.returnLineItemId);
    if (!line)
      return refuse(
        ["returnLineItems", String(at), "returnLineItemId"],
        "Return line item was not found.",
        "NOT_FOUND",
      ); // guess: text
    if (part.quantity > line.quantity - line.processedQuantity) {
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
    if (part.quantity > line.quantity - line.processedQuantity) {
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
