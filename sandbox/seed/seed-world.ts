/**
 * The shop every demo and test starts from: sixty products of eight suppliers, 120 days of orders in every state,
 * buyers in twelve countries. Deterministic: the same `now` and count give the same shop, gid by gid.
 */
import { atInstant, now as clockNow, toInstant } from "#sandbox/store/clock.ts";
import type { Instant, Order, ShopState, World } from "#sandbox/store/types.ts";
import { createShop } from "#sandbox/store/world.ts";
import { findBuyer } from "./find-buyer.ts";
import { liveOrder } from "./life-of-order.ts";
import { openPlaces } from "./open-places.ts";
import { dealFates } from "./order-fates.ts";
import { placeOrder, type Buyer } from "./place-order.ts";
import { createRandomSource } from "./random-source.ts";
import { spreadOrderTimes } from "./spread-order-times.ts";
import { DAY_MS, type Stage } from "./stage.ts";
import { stockCatalogue } from "./stock-catalogue.ts";

export const SEEDED_DOMAIN = "harbor-and-pine.myshopify.com";
const PERIOD_DAYS = 120;

export type SeedOptions = {
  /** The present of the shop; the world's clock when left out. */
  now?: Instant;
  /** How many orders over the 120 days. Default 2,000. */
  orders?: number;
};

/** Adds the seeded shop to the world. Raises no events: nobody listened in the past. */
export function seedWorld(world: World, options: SeedOptions = {}): ShopState {
  const nowMs = Date.parse(options.now ?? clockNow(world));
  const listener = world.onEvent;
  world.onEvent = null;
  try {
    const stage = openShop(world, nowMs);
    placeOrders(stage, options.orders ?? 2_000);
    return stage.shop;
  } finally {
    world.onEvent = listener;
  }
}

function openShop(world: World, nowMs: number): Stage {
  const shop = atInstant(world, toInstant(nowMs - 900 * DAY_MS), () =>
    createShop(world, {
      domain: SEEDED_DOMAIN,
      name: "Harbor & Pine",
      email: "hello@harbor-and-pine.example",
      ownerName: "Noa Whitcomb",
      currency: "USD",
      ianaTimezone: "America/New_York",
      planName: "Basic",
      address: {
        address1: "40 Commercial Street",
        city: "Portland",
        province: "Maine",
        provinceCode: "ME",
        zip: "04101",
        country: "United States",
        countryCode: "US",
        phone: "+1 207-555-0100",
      },
    }),
  );
  shop.enabledPresentmentCurrencies = ["USD", "EUR", "JPY"];
  return { world, shop, random: createRandomSource("harbor and pine"), nowMs };
}

function placeOrders(stage: Stage, count: number): void {
  const { world, random, nowMs } = stage;
  const catalogue = atInstant(world, toInstant(nowMs - 400 * DAY_MS), () =>
    stockCatalogue(stage, openPlaces(stage)),
  );
  const times = spreadOrderTimes(random, { nowMs, days: PERIOD_DAYS, orders: count });
  const fates = dealFates(
    random,
    times.map((atMs) => (nowMs - atMs) / DAY_MS),
  );
  const buyers: Buyer[] = [];
  const placed: Order[] = times.map((atMs, index) => {
    const buyer = findBuyer(stage, buyers, atMs);
    return placeOrder(stage, { buyer, catalogue, atMs, fate: fates[index] ?? "unfulfilled" });
  });
  for (const [index, order] of placed.entries())
    liveOrder(stage, order, fates[index] ?? "unfulfilled");
}
