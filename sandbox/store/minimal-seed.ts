/**
 * A small shop for running the Admin API alone: twelve products, ten locations and a fulfillment service, ten customers, no
 * orders.
 */
import {
  createFulfillmentService,
  createProduct,
  createLocation,
} from "#sandbox/domain/catalogue.ts";
import { createCustomer } from "#sandbox/domain/customers.ts";
import { createShop, createWorld, installApp } from "./world.ts";
import type { Address, Location, ShopState, World } from "./types.ts";

export const SANDBOX_TOKEN = "shpat_sandbox";
export const SANDBOX_SHOP = "harbor-and-pine.myshopify.com";
const CLIENT_ID = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
/**
 * The names that Shopify gives the locations of a development store with test data. The third is a fulfillment service: a
 * real store lists it among the locations of delivery profiles and not among its own. The second is nearer to Toronto than
 * New York is (observed); its address is made up.
 */
const FIRST_LOCATION = "Shop location";
const SECOND_LOCATION = "My Custom Location";
const SERVICE = "Snow City Warehouse";
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
  const locations = openLocations(world, shop);
  for (const [at, title] of GOODS.entries()) {
    createProduct(world, shop, {
      title,
      vendor: at % 2 ? "Northwind" : "Harbor & Pine",
      variants: [
        {
          sku: `HP-${title.toUpperCase()}`,
          priceMinor: 1500 + at * 250,
          weightGrams: 400,
          // Stocked everywhere; what there is lies at the shop itself, and of every other product at the second location too.
          stock: Object.fromEntries(
            locations.map((location, place) => [location.id, place < 2 - (at % 2) ? 100 : 0]),
          ),
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

/** The shop's own, oldest first. */
function openLocations(world: World, shop: ShopState): Location[] {
  const open = (name: string, address: Partial<Address>) =>
    createLocation(world, shop, { name, address });
  const first = open(FIRST_LOCATION, addressIn("US", "ME", "Portland", "04101"));
  const second = open(SECOND_LOCATION, addressIn("CA", "ON", "Ottawa", "K1P 1J1"));
  createFulfillmentService(world, shop, { name: SERVICE });
  const others = CITIES.slice(2).map((city) =>
    open(`${city} store`, addressIn("US", "ME", city, "04101")),
  );
  return [first, second, ...others];
}

const addressIn = (countryCode: string, provinceCode: string, city: string, zip: string) => ({
  address1: "1 Harbor Road",
  city,
  countryCode,
  provinceCode,
  zip,
});
