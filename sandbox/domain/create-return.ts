/** Makes returns: from a buyer's request or by the merchant, with their refusals. Messages and codes as observed. */
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

export function openReverseOrder(shop: ShopState, made: Return): void {
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
