/** A small shop for running the Admin API alone: twelve products, ten locations, ten customers, no orders. */
import { createProduct, createLocation } from "#sandbox/domain/catalogue.ts";
import { createCustomer } from "#sandbox/domain/customers.ts";
import { createShop, createWorld, installApp } from "./world.ts";
import type { ShopState, World } from "./types.ts";

export const SANDBOX_TOKEN = "shpat_sandbox";
export const SANDBOX_SHOP = "harbor-and-pine.myshopify.com";
const CLIENT_ID = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
/** The names that Shopify gives the locations of a new development store. */
const STORE_NAMES = ["Shop location", "My Custom Location", "Snow City Warehouse"];
const CITIES = [
  "Portland",
  "Salem",
  "Bath",
  "Camden",
  "Bangor",
  "Augusta",
  "Belfast",
  "Rockland",
  "Ellsworth",
  "Saco",
];
const GOODS = "Mug Lamp Rug Throw Vase Tray Candle Basket Clock Stool Mirror Bowl".split(" ");

export function minimalWorld(): { world: World; shop: ShopState } {
  const world = createWorld();
  const shop = createMinimalShop(world);
  installApp(world, shop, { apiKey: CLIENT_ID, scopes: ["*"], tokens: [SANDBOX_TOKEN] });
  return { world, shop };
}

/** The shop alone, with no app installed. */
export function createMinimalShop(world: World): ShopState {
  const shop = createShop(world, { domain: SANDBOX_SHOP, name: "Harbor & Pine", currency: "USD" });
  shop.enabledPresentmentCurrencies = ["USD", "CAD", "EUR", "GBP", "JPY"];
  const locations = CITIES.map((city, at) =>
    createLocation(world, shop, {
      name: STORE_NAMES[at] ?? `${city} store`,
      address: {
        address1: "1 Harbor Road",
        city,
        countryCode: "US",
        provinceCode: "ME",
        zip: "04101",
      },
    }),
  );
  for (const [at, title] of GOODS.entries()) {
    createProduct(world, shop, {
      title,
      vendor: at % 2 ? "Northwind" : "Harbor & Pine",
      variants: [
        {
          sku: `HP-${title.toUpperCase()}`,
          priceMinor: 1500 + at * 250,
          weightGrams: 400,
          // The first location is the shop itself; goods are kept in the two behind it.
          stock: Object.fromEntries(locations.slice(1, 3).map((location) => [location.id, 100])),
        },
      ],
    });
  }
  for (const [at, city] of CITIES.entries()) {
    createCustomer(world, shop, {
      firstName: `Robin ${at + 1}`,
      lastName: "Example",
      email: `robin${at + 1}@${city.toLowerCase()}.example`,
      addresses: [
        {
          address1: `${at + 1} Pine Street`,
          city,
          countryCode: "US",
          provinceCode: "ME",
          zip: "04101",
        },
      ],
    });
  }
  return shop;
}
