/** What the mutations of fulfillment orders share: finding one, reading units, and the payload with one in it. */
import type { UnitsOfLine } from "#sandbox/domain/fulfillment-order-parts.ts";
import type { FulfillmentOrder, Outcome } from "#sandbox/store/types.ts";
import type { Context, Loose } from "#sandbox/graphql/context.ts";
import { invalidId } from "#sandbox/graphql/errors.ts";
import { answer } from "./answer.ts";
import { isVisible } from "./visible.ts";

/** Observed: an unknown fulfillment order is a top-level "Invalid id". */
export function loadFulfillmentOrder(context: Context, id: string): FulfillmentOrder {
  const entry = context.shop.fulfillmentOrders.get(id);
  if (!entry || !isVisible(context, entry)) throw invalidId(id);
  return entry;
}

export const unitsOf = (input: Loose): UnitsOfLine[] | null =>
  input
    ? (input as Loose[]).map((item) => ({
        id: item.id as string,
        quantity: item.quantity as number,
      }))
    : null;

export const oneFulfillmentOrder = (outcome: Outcome<FulfillmentOrder>) =>
  answer(outcome, (fulfillmentOrder) => ({ fulfillmentOrder }), { fulfillmentOrder: null });

export const text = (value: unknown) => (value ?? null) as string | null;
