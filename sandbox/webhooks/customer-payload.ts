/** A customer as `customers/*` sends it, and the shorter form inside orders. */
import type { Customer, Gid, ShopState } from "#sandbox/store/types.ts";
import { customerAddressPayload } from "./address-payload.ts";
import { idNumber, timestamp, word, type Payload } from "./payload-values.ts";

export function customerPayload(shop: ShopState, customer: Customer): Payload {
  const { default_address, ...own } = customerInOrder(shop, customer);
  const { tax_exemptions, admin_graphql_api_id, ...rest } = own;
  return {
    ...rest,
    addresses: customer.addresses.map((address, index) =>
      customerAddressPayload(customer, address, index === 0),
    ),
    tax_exemptions,
    admin_graphql_api_id,
    default_address,
  };
}

/** The first address is the default one. */
export function customerInOrder(shop: ShopState, customer: Customer): Payload {
  const [first] = customer.addresses;
  return {
    id: idNumber(customer.id),
    created_at: timestamp(shop, customer.createdAt),
    updated_at: timestamp(shop, customer.updatedAt),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: word(customer.state),
    note: customer.note,
    verified_email: customer.verifiedEmail,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    email: customer.email,
    phone: customer.phone,
    currency: shop.currency,
    tax_exemptions: [],
    admin_graphql_api_id: customer.id,
    default_address: first ? customerAddressPayload(customer, first, true) : null,
  };
}

/** All that is left of a deleted customer. */
export function deletedCustomerPayload(id: Gid): Payload {
  return { id: idNumber(id), tax_exemptions: [], admin_graphql_api_id: id };
}
