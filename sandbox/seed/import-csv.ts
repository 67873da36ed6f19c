/**
 * Fills a shop from a merchant's own Shopify export files. What a row does not make readable is reported by line and
 * column and left out; the rest loads. Raises no events: it is the past.
 */
import { createLocation, createProduct } from "#sandbox/domain/catalogue.ts";
import type { Gid, ShopState, World } from "#sandbox/store/types.ts";
import { addExportedProduct } from "./csv/add-exported-product.ts";
import type { CsvProblem } from "./csv/csv-problem.ts";
import { deriveProducts } from "./csv/derive-products.ts";
import { enrolCustomers } from "./csv/enrol-customers.ts";
import type { ExportedOrder } from "./csv/exported-order.ts";
import { indexVariants } from "./csv/find-variant.ts";
import { parseOrdersExport } from "./csv/parse-orders-export.ts";
import { parseProductsExport } from "./csv/parse-products-export.ts";
import type { CsvSource } from "./csv/read-csv-records.ts";
import { replayExportedOrder } from "./csv/replay-exported-order.ts";

export type ShopifyExports = {
  ordersCsv: CsvSource;
  /** Without it the products are told by the order lines. */
  productsCsv?: CsvSource | null;
  /** File names for the problems. Defaults: `orders.csv`, `products.csv`. */
  ordersFile?: string;
  productsFile?: string;
};

export type ImportResult = {
  /** How many were loaded. */
  orders: number;
  products: number;
  problems: CsvProblem[];
};

/** Throws only when a source cannot be read at all. An empty shop takes the currency most orders are in. */
export async function importShopifyExports(
  world: World,
  shop: ShopState,
  {
    ordersCsv,
    productsCsv,
    ordersFile = "orders.csv",
    productsFile = "products.csv",
  }: ShopifyExports,
): Promise<ImportResult> {
  const defaults = { currency: shop.currency, zone: shop.ianaTimezone };
  const { orders, problems } = await parseOrdersExport(ordersCsv, ordersFile, defaults);
  adoptCurrency(shop, orders);
  const told = productsCsv
    ? await parseProductsExport(productsCsv, productsFile, shop.currency)
    : null;
  const listener = world.onEvent;
  world.onEvent = null;
  try {
    const before = shop.products.size;
    const locationId = findLocation(world, shop);
    if (told)
      for (const product of told.products) addExportedProduct(world, shop, product, locationId);
    else
      for (const draft of deriveProducts(orders, shop.currency)) createProduct(world, shop, draft);
    const doubts = placeOrders(world, shop, orders, ordersFile);
    return {
      orders: orders.length,
      products: shop.products.size - before,
      problems: [...problems, ...doubts, ...(told?.problems ?? [])],
    };
  } finally {
    world.onEvent = listener;
  }
}

/** Oldest first, so that numbers, customers and ids rise with time. */
function placeOrders(
  world: World,
  shop: ShopState,
  orders: readonly ExportedOrder[],
  file: string,
): CsvProblem[] {
  const enrol = enrolCustomers(world, shop);
  const findVariant = indexVariants(shop);
  const doubts: CsvProblem[] = [];
  let highest = shop.nextOrderNumber - 1;
  for (const exported of [...orders].sort((one, other) =>
    one.createdAt.localeCompare(other.createdAt),
  )) {
    const { order, doubt } = replayExportedOrder(world, shop, exported, {
      findVariant,
      customerId: enrol(exported),
    });
    highest = Math.max(highest, order.number);
    if (doubt) doubts.push({ file, line: exported.line, column: "Total", reason: doubt });
  }
  shop.nextOrderNumber = highest + 1;
  return doubts;
}

function adoptCurrency(shop: ShopState, orders: readonly ExportedOrder[]): void {
  const counts = new Map<string, number>();
  for (const { currency } of orders) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  const [main] = [...counts].sort(([, one], [, other]) => other - one);
  if (main && shop.orders.size === 0 && shop.products.size === 0) shop.currency = main[0];
  shop.enabledPresentmentCurrencies = [
    ...new Set([shop.currency, ...shop.enabledPresentmentCurrencies, ...counts.keys()]),
  ];
}

function findLocation(world: World, shop: ShopState): Gid {
  const [first] = shop.locations.values();
  return (first ?? createLocation(world, shop, { name: "Main warehouse", address: shop.address }))
    .id;
}
