/** The three topics of privacy law, and merged customers. Plain numbers for ids, no gids. */
import type { Customer, Gid, ShopState } from "#sandbox/store/types.ts";
import type { Facts } from "./event-facts.ts";
import { idNumber, type Payload } from "./payload-values.ts";

export function dataRequestPayload(shop: ShopState, customerId: Gid, facts: Facts): Payload {
  return {
    ...shopIdentity(shop),
    customer: who(shop.customers.get(customerId), customerId),
    orders_requested: ordersOf(shop, customerId, facts.texts("orderIds")),
    data_request: { id: facts.count("dataRequestId") ?? 1 },
  };
}

/** The customer may be gone already: then the facts carry the address. */
export function customerRedactPayload(shop: ShopState, customerId: Gid, facts: Facts): Payload {
  const known = who(shop.customers.get(customerId), customerId);
  return {
    ...shopIdentity(shop),
    customer: {
      ...known,
      email: known.email ?? facts.text("email"),
      phone: known.phone ?? facts.text("phone"),
    },
    orders_to_redact: ordersOf(shop, customerId, facts.texts("orderIds")),
  };
}

export function shopRedactPayload(shop: ShopState): Payload {
  return shopIdentity(shop);
}

/** `customers/merge`. */
export function mergedPayload(keptId: Gid, facts: Facts): Payload {
  const failure = facts.text("error");
  return {
    admin_graphql_api_customer_kept_id: keptId,
    admin_graphql_api_customer_deleted_id: facts.text("deletedId"),
    admin_graphql_api_job_id: facts.text("jobId"),
    status: failure ? "failed" : "completed",
    errors: failure
      ? [{ customer_ids: [idNumber(keptId)], field: "merge_in_progress", message: failure }]
      : [],
  };
}

function shopIdentity(shop: ShopState): Payload {
  return { shop_id: idNumber(shop.id), shop_domain: shop.domain };
}

function who(customer: Customer | undefined, id: Gid) {
  return { id: idNumber(id), email: customer?.email ?? null, phone: customer?.phone ?? null };
}

/** The orders named, or all of the customer's. */
function ordersOf(shop: ShopState, customerId: Gid, named: readonly string[]): number[] {
  const ids =
    named.length > 0
      ? named
      : [...shop.orders.values()]
          .filter((order) => order.customerId === customerId)
          .map(({ id }) => id);
  return ids.map(idNumber);
}
