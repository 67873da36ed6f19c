/** `orders/edited`: what an edit added and took away, not the order. Facts count units taken away below zero. */
import type { Order, ShopState } from "#sandbox/store/types.ts";
import type { Facts } from "./event-facts.ts";
import { idNumber, timestamp, type Payload } from "./payload-values.ts";

export function orderEditedPayload(shop: ShopState, order: Order, facts: Facts): Payload {
  const changes = [...facts.deltas("additions"), ...facts.deltas("removals")];
  const editId = facts.text("editId") ?? order.agreements.at(-1)?.id ?? order.id;
  const committedAt = facts.text("committedAt") ?? order.updatedAt;
  return {
    order_edit: {
      id: idNumber(editId),
      app_id: null,
      created_at: timestamp(shop, facts.text("createdAt") ?? committedAt),
      committed_at: timestamp(shop, committedAt),
      notify_customer: facts.flag("notifyCustomer"),
      order_id: idNumber(order.id),
      staff_note: facts.text("staffNote") ?? "",
      user_id: null,
      line_items: {
        additions: changes.filter(({ delta }) => delta > 0).map(toDelta),
        removals: changes.filter(({ delta }) => delta < 0).map(toDelta),
      },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
    },
  };
}

/** Units are positive on both sides. */
function toDelta({ id, delta }: { id: string; delta: number }): Payload {
  return { id: idNumber(id), delta: Math.abs(delta) };
}
