/** One new order, now: for the button on the admin page and for tests. */
import { nowMs } from "#sandbox/store/clock.ts";
import type { Customer, Order, ShopState, World } from "#sandbox/store/types.ts";
import { COUNTRIES } from "./countries/list-countries.ts";
import { findBuyer } from "./find-buyer.ts";
import { chooseFate } from "./order-fates.ts";
import { placeOrder, type Buyer } from "./place-order.ts";
import { createRandomSource } from "./random-source.ts";
import { listStocked } from "./stock-catalogue.ts";

/** Places an order of things the shop sells; the same seed on the same shop gives the same order. */
export function placeRandomOrder(world: World, shop: ShopState, seed: string | number): Order {
  const stage = { world, shop, random: createRandomSource(`order ${seed}`), nowMs: nowMs(world) };
  return placeOrder(stage, {
    buyer: findBuyer(stage, listBuyers(shop), stage.nowMs),
    catalogue: listStocked(shop),
    atMs: stage.nowMs,
    fate: chooseFate(stage.random, 0),
  });
}

/** Customers whose address lies in a country the generator knows. */
function listBuyers(shop: ShopState): Buyer[] {
  return [...shop.customers.values()].flatMap((customer) => toBuyer(customer) ?? []);
}

function toBuyer(customer: Customer): Buyer | null {
  const [address] = customer.addresses;
  const country = COUNTRIES.find(({ countryCode }) => countryCode === address?.countryCode);
  if (!address || !country || !customer.lastName) return null;
  const { id: _, ...own } = address;
  return {
    customer,
    person: {
      country,
      firstName: customer.firstName ?? "",
      lastName: customer.lastName,
      email: customer.email,
      phone: customer.phone,
      address: own,
    },
  };
}
