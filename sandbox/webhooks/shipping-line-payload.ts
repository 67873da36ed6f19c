/** Shipping lines of an order. */
import { addBags, subtractBags, zeroBag } from "#sandbox/domain/money.ts";
import type { Order, ShippingLine } from "#sandbox/store/types.ts";
import { allocationPayloads, taxLinePayload } from "./line-item-payload.ts";
import { idNumber, moneySet, shopAmount, type Payload } from "./payload-values.ts";

export function shippingLinePayload(order: Order, line: ShippingLine): Payload {
  const discounted = subtractBags(
    line.price,
    addBags(...line.discountAllocations.map(({ amount }) => amount)),
  );
  return {
    id: idNumber(line.id),
    carrier_identifier: line.carrierIdentifier,
    code: line.code,
    current_discounted_price_set: moneySet(line.isRemoved ? zeroBag() : discounted, order),
    discounted_price: shopAmount(discounted, order),
    discounted_price_set: moneySet(discounted, order),
    is_removed: line.isRemoved,
    phone: line.phone,
    price: shopAmount(line.price, order),
    price_set: moneySet(line.price, order),
    requested_fulfillment_service_id: null,
    source: line.source,
    title: line.title,
    tax_lines: line.taxLines.map((tax) => taxLinePayload(order, tax)),
    discount_allocations: allocationPayloads(order, line.discountAllocations),
  };
}
