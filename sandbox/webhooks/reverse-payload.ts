/** What comes back: parcels with their label, and what was done with the goods. */
import type { ReverseDelivery, ReverseFulfillmentOrder, ShopState } from "#sandbox/store/types.ts";
import { reference, timestampOrNull, word, type Payload } from "./payload-values.ts";

/** `reverse_deliveries/attach_deliverable`. */
export function reverseDeliveryPayload(
  shop: ShopState,
  entry: ReverseFulfillmentOrder,
  delivery: ReverseDelivery,
): Payload {
  return {
    ...reference(delivery.id),
    return: reference(entry.returnId),
    shipping_deliverable: {
      tracking: {
        carrier_name: delivery.tracking?.carrierName ?? null,
        tracking_number: delivery.tracking?.number ?? null,
        tracking_url: delivery.tracking?.url ?? null,
      },
      label: {
        public_file_url: delivery.label?.publicFileUrl ?? null,
        created_at: timestampOrNull(shop, delivery.label?.createdAt ?? null),
      },
    },
  };
}

/**
 * `reverse_fulfillment_orders/dispose`: only the dispositions of this call. Names no return: receivers ask by gid.
 * `dispositionIds` null means all there are.
 */
export function disposedPayload(
  entry: ReverseFulfillmentOrder,
  dispositionIds: readonly string[] | null,
): Payload {
  const dispositions = entry.lines.flatMap((line) =>
    line.dispositions
      .filter(({ id }) => dispositionIds === null || dispositionIds.includes(id))
      .map((disposition) => ({
        reverse_fulfillment_order_line_item: reference(line.id),
        reverse_delivery_line_item: disposition.reverseDeliveryLineId
          ? reference(disposition.reverseDeliveryLineId)
          : null,
        type: word(disposition.type),
        location: disposition.locationId ? reference(disposition.locationId) : null,
        quantity: disposition.quantity,
      })),
  );
  return { ...reference(entry.id), dispositions, total_dispositions: dispositions.length };
}
