/**
 * Returns. `returns/request` and `returns/approve` carry the whole return, the others only what changed.
 * The samples show empty line lists: the shape of their entries is a guess.
 */
import type { ExchangeLine, Order, Return, ReturnLine, ShopState } from "#sandbox/store/types.ts";
import { lineItemPayload } from "./line-item-payload.ts";
import { idNumber, reference, trimmedMoneySet, word, type Payload } from "./payload-values.ts";

/** `returns/request`, `returns/approve`. */
export function returnPayload(shop: ShopState, order: Order, entry: Return): Payload {
  return {
    ...reference(entry.id),
    status: word(entry.status),
    order: reference(order.id),
    total_return_line_items: entry.lines.length,
    name: entry.name,
    return_line_items: entry.lines.map(returnLine),
    return_shipping_fees: entry.shippingFees.map((fee) => ({
      ...reference(fee.id),
      price: trimmedMoneySet(fee.amount, order),
    })),
    exchange_line_items: entry.exchangeLines.map((line) => exchangeLine(shop, order, line)),
    total_exchange_line_items: entry.exchangeLines.length,
  };
}

/** `returns/cancel`, `returns/close`, `returns/reopen`. */
export function returnStatusPayload(entry: Return): Payload {
  return { ...reference(entry.id), order_id: idNumber(entry.orderId), status: word(entry.status) };
}

export function returnDeclinedPayload(entry: Return): Payload {
  return {
    ...reference(entry.id),
    status: word(entry.status),
    order: reference(entry.orderId),
    decline: {
      reason: entry.decline ? word(entry.decline.reason) : null,
      note: entry.decline?.note ?? null,
    },
  };
}

export type RemovedLine = { id: string; delta: number };

/** `returns/update` names neither the order nor the return's number: only what went. */
export function returnUpdatedPayload(entry: Return, removals: readonly RemovedLine[]): Payload {
  return {
    admin_graphql_api_id: entry.id,
    return_line_items: {
      removals: removals.map(({ id, delta }) => ({
        admin_graphql_api_id: id,
        delta: Math.abs(delta),
      })),
    },
    restocking_fees: { updates: [], removals: [] },
    return_shipping_fees: { updates: [], removals: [] },
  };
}

/** As orders list their returns (guess: no sample shows one). */
export function returnInOrder(entry: Return): Payload {
  return { ...reference(entry.id), name: entry.name, status: word(entry.status) };
}

function returnLine(line: ReturnLine): Payload {
  return {
    ...reference(line.id),
    fulfillment_line_item: {
      ...reference(line.fulfillmentLineId),
      line_item: reference(line.lineItemId),
    },
    quantity: line.quantity,
    return_reason: word(line.reason),
    return_reason_note: line.reasonNote,
    customer_note: line.customerNote,
  };
}

/** `line_item` is null until the exchange is processed. */
function exchangeLine(shop: ShopState, order: Order, exchange: ExchangeLine): Payload {
  const line = order.lineItems.find(({ id }) => exchange.lineItemIds.includes(id));
  return { ...reference(exchange.id), line_item: line ? lineItemPayload(shop, order, line) : null };
}
