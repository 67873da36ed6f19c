/** Customers: made by hand, or found or made by the e-mail or phone of an order. */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import type { Address, Customer, Order, ShopState, World } from "#sandbox/store/types.ts";
import { emptyAddress } from "#sandbox/store/world.ts";
import type { OrderDraft } from "./order-draft.ts";
import { sortTags } from "./tags.ts";

export type CustomerDraft = Partial<
  Omit<Customer, "id" | "addresses" | "createdAt" | "updatedAt">
> & {
  addresses?: Partial<Address>[];
};

/** Makes a customer and announces `customers/create`. */
export function createCustomer(world: World, shop: ShopState, draft: CustomerDraft): Customer {
  const stamp = now(world);
  const customer: Customer = {
    id: newGid(shop, "Customer"),
    firstName: draft.firstName ?? null,
    lastName: draft.lastName ?? null,
    email: draft.email ?? null,
    phone: draft.phone ?? null,
    emailMarketingState: draft.emailMarketingState ?? "NOT_SUBSCRIBED",
    smsMarketingState: draft.smsMarketingState ?? null,
    locale: draft.locale ?? shop.primaryLocale,
    state: draft.state ?? "DISABLED",
    note: draft.note ?? null,
    tags: sortTags(draft.tags ?? []),
    taxExempt: draft.taxExempt ?? false,
    verifiedEmail: draft.verifiedEmail ?? true,
    addresses: (draft.addresses ?? []).map((address) => ({
      ...emptyAddress(address),
      id: newGid(shop, "MailingAddress"),
    })),
    createdAt: stamp,
    updatedAt: stamp,
  };
  shop.customers.set(customer.id, customer);
  emit(world, shop, { topic: "customers/create", id: customer.id });
  return customer;
}

export function findCustomerByEmail(shop: ShopState, email: string): Customer | null {
  const wanted = email.toLowerCase();
  for (const customer of shop.customers.values()) {
    if (customer.email?.toLowerCase() === wanted) return customer;
  }
  return null;
}

/** `firstName lastName`, else the e-mail, else the phone. */
export function displayName(customer: Customer): string {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  return name || customer.email || customer.phone || "";
}

/** The customer of an order being made: given, found by e-mail, made, or none. */
export function resolveCustomer(
  world: World,
  shop: ShopState,
  order: Order,
  draft: OrderDraft,
): Customer | null {
  if (draft.customerId) return shop.customers.get(draft.customerId) ?? null;
  const email = draft.customer?.email ?? order.email;
  if (!email) return null;
  const found = findCustomerByEmail(shop, email);
  if (found) return found;
  return createCustomer(world, shop, {
    email,
    firstName: draft.customer?.firstName ?? null,
    lastName: draft.customer?.lastName ?? null,
    phone: draft.customer?.phone ?? null,
    ...(order.shippingAddress && draft.customer ? { addresses: [order.shippingAddress] } : {}),
  });
}
