/** Finds which order a payload of ids is about: by the order's own id, or by something that belongs to it. Pure. */
import { z } from "zod";
import { gidOf, id, text } from "./payload-fields.ts";

export type OrderReference =
  | { readonly kind: "order"; readonly orderGid: string }
  /** gids of fulfilment orders and returns, in the order of appearance */
  | { readonly kind: "parts"; readonly gids: readonly string[] }
  | { readonly kind: "nothing" };

const schema = z.object({
  order_id: id,
  order: z.object({ id, admin_graphql_api_id: text }).nullish(),
  order_edit: z.object({ order_id: id }).nullish(),
});

const PART = /^gid:\/\/shopify\/(FulfillmentOrder|Return)\/\d+$/;

export function findOrderReference(payload: unknown): OrderReference {
  const named = schema.safeParse(payload);
  if (named.success) {
    const { order, order_edit, order_id } = named.data;
    const orderGid = gidOf(
      "Order",
      order?.admin_graphql_api_id ?? null,
      order?.id ?? order_edit?.order_id ?? order_id,
    );
    if (orderGid) return { kind: "order", orderGid };
  }
  const gids = collectParts(payload);
  return gids.length > 0 ? { kind: "parts", gids } : { kind: "nothing" };
}

// Payloads of ids are small and flat; whatever is deeper or longer than this is not one.
const MAX_VALUES = 10_000;

function collectParts(payload: unknown): string[] {
  const found = new Set<string>();
  const queue: unknown[] = [payload];
  for (let index = 0; index < queue.length && index < MAX_VALUES; index += 1) {
    const value = queue[index];
    if (typeof value === "string" && PART.test(value)) found.add(value);
    else if (typeof value === "object" && value !== null) queue.push(...Object.values(value));
  }
  return [...found];
}
