/** Places an order as a shopper would at the checkout. */
import { createOrder, type LineDraft, type OrderDraft } from "#sandbox/domain/create-order.ts";
import { placeRandomOrder } from "#sandbox/seed/place-random-order.ts";
import type { Address, Order, ShopState, Variant, World } from "#sandbox/store/types.ts";
import { ActRefused } from "./act-types.ts";

export type Purchase = {
  lines: { variantId: string; quantity: number }[];
  buyer: Buyer;
  /** Anything of an order draft, laid over the rest; for tests. */
  overrides: Partial<OrderDraft>;
};

export type Buyer = {
  email: string;
  firstName: string;
  lastName: string;
  address: Partial<Address>;
};

const SHIPPING_MINOR = 695;

/** An order of somebody for something, as the seed makes them. Throws `ActRefused` when the store sells nothing. */
export function placeAnyOrder(world: World, shop: ShopState): Order {
  if (shop.variants.size === 0) throw new ActRefused("the store sells no products");
  return placeRandomOrder(world, shop, shop.nextOrderNumber);
}

/** Exactly these lines for this buyer. Throws `ActRefused` when a variant is unknown. */
export function placeOrder(world: World, shop: ShopState, purchase: Purchase): Order {
  const { lines } = purchase;
  const goodsMinor = lines.reduce(
    (sum, line) => sum + getVariant(shop, line.variantId).priceMinor * line.quantity,
    0,
  );
  const shipping = { shop: SHIPPING_MINOR, presentment: SHIPPING_MINOR };
  const total = goodsMinor + SHIPPING_MINOR;
  return createOrder(world, shop, {
    ...toBuyerDraft(purchase.buyer),
    lineItems: lines satisfies LineDraft[],
    shippingLines: [{ title: "Standard", code: "standard", source: "shopify", price: shipping }],
    transactions: [
      { kind: "SALE", gateway: "shopify_payments", amount: { shop: total, presentment: total } },
    ],
    inventory: "DECREMENT",
    customerLocale: shop.primaryLocale,
    ...purchase.overrides,
  });
}

function getVariant(shop: ShopState, id: string): Variant {
  const variant = shop.variants.get(id);
  if (!variant) throw new ActRefused(`there is no variant ${id}`);
  return variant;
}

export const DEFAULT_BUYER: Buyer = {
  email: "alex.rivers@example.com",
  firstName: "Alex",
  lastName: "Rivers",
  address: {
    firstName: "Alex",
    lastName: "Rivers",
    address1: "12 Harbor Street",
    city: "Portland",
    province: "Maine",
    provinceCode: "ME",
    country: "United States",
    countryCode: "US",
    zip: "04101",
    phone: null,
  },
};

function toBuyerDraft({ email, firstName, lastName, address }: Buyer): Partial<OrderDraft> {
  return {
    email: email || null,
    ...(email ? { customer: { email, firstName, lastName } } : {}),
    shippingAddress: address,
    billingAddress: address,
  };
}
