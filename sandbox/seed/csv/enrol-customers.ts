/** Finds or makes the customer of each exported order: by e-mail, else by phone. */
import { createCustomer } from "#sandbox/domain/customers.ts";
import { atInstant } from "#sandbox/store/clock.ts";
import type { Gid, ShopState, World } from "#sandbox/store/types.ts";
import type { ExportedOrder } from "./exported-order.ts";
import { readAddress, splitName } from "./read-address.ts";

export type EnrolCustomer = (order: ExportedOrder) => Gid | null;

/** Null for orders that name neither. */
export function enrolCustomers(world: World, shop: ShopState): EnrolCustomer {
  const known = new Map<string, Gid>();
  for (const { id, email, phone } of shop.customers.values()) {
    if (phone) known.set(phone, id);
    if (email) known.set(email.toLowerCase(), id);
  }
  return (order) => {
    const key = order.email?.toLowerCase() ?? order.phone;
    if (!key) return null;
    const found = known.get(key);
    if (found) return found;
    const address = order.shippingAddress ?? order.billingAddress;
    const customer = atInstant(world, order.createdAt, () =>
      createCustomer(world, shop, {
        ...splitName((order.billingAddress ?? address)?.name ?? null),
        email: order.email,
        phone: order.phone,
        emailMarketingState:
          order.acceptsMarketing && order.email ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
        addresses: address ? [readAddress(address)] : [],
      }),
    );
    known.set(key, customer.id);
    return customer.id;
  };
}
