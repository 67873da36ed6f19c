/** Checks and changes of customers. Wordings are those Shopify documents; fields are guesses where a test cannot tell. */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newGid } from "#sandbox/store/ids.ts";
import { emptyAddress } from "#sandbox/store/world.ts";
import type {
  Address,
  Customer,
  Gid,
  Outcome,
  ShopState,
  UserError,
  World,
} from "#sandbox/store/types.ts";
import { createCustomer, findCustomerByEmail, type CustomerDraft } from "./customers.ts";
import { done, refuse } from "./outcome.ts";
import { sortTags } from "./tags.ts";

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const PHONE = /^\+?[\d\s().-]{7,20}$/;

/** `customerCreate`: somebody must be nameable, and e-mail and phone are nobody else's. */
export function registerCustomer(
  world: World,
  shop: ShopState,
  draft: CustomerDraft,
): Outcome<Customer> {
  const { firstName, lastName, email, phone } = draft;
  if (![firstName, lastName, email, phone].some((text) => text?.trim()))
    return refuse(null, "A name, phone number, or email address must be present");
  const errors = findCustomerErrors(shop, draft, null);
  return errors.length > 0 ? { ok: false, errors } : done(createCustomer(world, shop, draft));
}

export function changeCustomer(
  world: World,
  shop: ShopState,
  id: Gid,
  changes: CustomerDraft,
): Outcome<Customer> {
  const customer = shop.customers.get(id);
  if (!customer) return refuse(["id"], "Customer does not exist");
  const errors = findCustomerErrors(shop, changes, id);
  if (errors.length > 0) return { ok: false, errors };
  const { addresses, tags, ...rest } = changes;
  Object.assign(customer, rest, tags ? { tags: sortTags(tags) } : {});
  if (addresses) customer.addresses = addresses.map((entry) => toOwnAddress(shop, entry));
  touch(world, shop, customer);
  return done(customer);
}

/** Refused while orders name the customer. */
export function deleteCustomer(world: World, shop: ShopState, id: Gid): Outcome<Gid> {
  if (!shop.customers.has(id)) return refuse(["id"], "Customer can't be found");
  const hasOrders = [...shop.orders.values()].some((order) => order.customerId === id);
  if (hasOrders)
    return refuse(["id"], "Customer can’t be deleted because they have associated orders");
  shop.customers.delete(id);
  emit(world, shop, { topic: "customers/delete", id });
  return done(id);
}

export function addCustomerAddress(
  world: World,
  shop: ShopState,
  id: Gid,
  address: Partial<Address>,
  isDefault: boolean,
): Outcome<Customer["addresses"][number]> {
  const customer = shop.customers.get(id);
  if (!customer) return refuse(["customerId"], "Customer does not exist");
  const made = toOwnAddress(shop, address);
  if (isDefault) customer.addresses.unshift(made);
  else customer.addresses.push(made);
  touch(world, shop, customer);
  return done(made);
}

const toOwnAddress = (shop: ShopState, address: Partial<Address>) => ({
  ...emptyAddress(address),
  id: newGid(shop, "MailingAddress"),
});

function findCustomerErrors(
  shop: ShopState,
  { email, phone }: CustomerDraft,
  ownId: Gid | null,
): UserError[] {
  const errors: UserError[] = [];
  if (email && !EMAIL.test(email)) errors.push({ field: ["email"], message: "Email is invalid" });
  else if (email && (findCustomerByEmail(shop, email)?.id ?? ownId) !== ownId)
    errors.push({ field: ["email"], message: "Email has already been taken" });
  if (phone && !PHONE.test(phone)) errors.push({ field: ["phone"], message: "Phone is invalid" });
  else if (phone && findByPhone(shop, phone, ownId))
    errors.push({ field: ["phone"], message: "Phone has already been taken" });
  return errors;
}

const findByPhone = (shop: ShopState, phone: string, ownId: Gid | null) =>
  [...shop.customers.values()].some((entry) => entry.phone === phone && entry.id !== ownId);

function touch(world: World, shop: ShopState, customer: Customer): void {
  customer.updatedAt = now(world);
  emit(world, shop, { topic: "customers/update", id: customer.id });
}
