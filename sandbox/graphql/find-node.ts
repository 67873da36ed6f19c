/** Finds any object the shop holds by its gid; null when there is none. */
import type { Context, Loose } from "./context.ts";
import type { Gid, ShopState } from "#sandbox/store/types.ts";
import { gidType, numericId } from "#sandbox/store/ids.ts";

const DAYS_60_MS = 60 * 86_400_000;

/** Without `read_all_orders` an app sees orders of the last 60 days, by creation. */
export function isOrderVisible(context: Context, order: { createdAt: string }): boolean {
  if (context.scopes.has("read_all_orders")) return true;
  const nowAt = context.world.clock.frozenAtMs ?? Date.now() + context.world.clock.offsetMs;
  return nowAt - Date.parse(order.createdAt) <= DAYS_60_MS;
}

export function findOrder(context: Context, id: Gid) {
  const order = context.shop.orders.get(id);
  return order && isOrderVisible(context, order) ? order : null;
}

export function findNode(context: Context, id: Gid): Loose | null {
  const { shop } = context;
  const type = gidType(id);
  if (!type) return null;
  if (type === "Order") return findOrder(context, id);
  if (type === "OrderEditSession")
    return context.shop.calculatedOrders.has(id.replace(type, "CalculatedOrder")) ? { id } : null;
  const table = TABLES[type]?.(shop);
  if (table) return table.get(id) ?? null;
  return PARTS[type]?.(shop, id) ?? null;
}

export function findService(shop: ShopState, id: Gid) {
  const wanted = numericId(id);
  for (const service of shop.fulfillmentServices.values())
    if (numericId(service.id) === wanted) return service;
  return null;
}

export function findLevelById(shop: ShopState, id: Gid) {
  for (const level of shop.inventoryLevels.values()) if (level.id === id) return level;
  return null;
}

const TABLES: Record<string, (shop: ShopState) => Map<Gid, unknown>> = {
  FulfillmentOrder: (shop) => shop.fulfillmentOrders,
  Fulfillment: (shop) => shop.fulfillments,
  Refund: (shop) => shop.refunds,
  Return: (shop) => shop.returns,
  ReverseFulfillmentOrder: (shop) => shop.reverseFulfillmentOrders,
  ReverseDelivery: (shop) => shop.reverseDeliveries,
  ShopifyPaymentsDispute: (shop) => shop.disputes,
  Customer: (shop) => shop.customers,
  StoreCreditAccount: (shop) => shop.storeCreditAccounts,
  Product: (shop) => shop.products,
  ProductVariant: (shop) => shop.variants,
  InventoryItem: (shop) => shop.inventoryItems,
  Location: (shop) => shop.locations,
  BulkOperation: (shop) => shop.bulkOperations,
  Job: (shop) => shop.jobs,
  CalculatedOrder: (shop) => shop.calculatedOrders,
  DraftOrder: (shop) => shop.draftOrders,
  PaymentTerms: (shop) => shop.paymentTerms,
  WebhookSubscription: (shop) => shop.webhookSubscriptions,
  ReturnReasonDefinition: (shop) => shop.returnReasonDefinitions,
  AppSubscription: (shop) => shop.appSubscriptions,
};

const PARTS: Record<string, (shop: ShopState, id: Gid) => unknown> = {
  Shop: (shop, id) => (shop.id === id ? shop : null),
  AppInstallation: (shop, id) => [...shop.installations.values()].find((entry) => entry.id === id),
  FulfillmentService: findService,
  InventoryLevel: findLevelById,
  Metafield: (shop, id) => [...shop.metafields.values()].flat().find((entry) => entry.id === id),
  LineItem: (shop, id) => {
    const order = shop.orders.get(shop.lineItemOrder.get(id) ?? "");
    return order?.lineItems.find((line) => line.id === id);
  },
  OrderTransaction: (shop, id) => findIn(shop.orders, (order) => order.transactions, id),
  FulfillmentOrderLineItem: (shop, id) =>
    findIn(shop.fulfillmentOrders, (entry) => entry.lineItems, id),
  FulfillmentLineItem: (shop, id) => findIn(shop.fulfillments, (entry) => entry.lines, id),
  FulfillmentEvent: (shop, id) => findIn(shop.fulfillments, (entry) => entry.events, id),
  FulfillmentHold: (shop, id) => findIn(shop.fulfillmentOrders, (entry) => entry.holds, id),
  ReturnLineItem: (shop, id) => findIn(shop.returns, (entry) => entry.lines, id),
  ExchangeLineItem: (shop, id) => findIn(shop.returns, (entry) => entry.exchangeLines, id),
  ReverseFulfillmentOrderLineItem: (shop, id) =>
    findIn(shop.reverseFulfillmentOrders, (entry) => entry.lines, id),
};

function findIn<Owner, Part extends { id: Gid }>(
  table: Map<Gid, Owner>,
  parts: (owner: Owner) => Part[],
  id: Gid,
): Part | null {
  for (const owner of table.values()) {
    const found = parts(owner).find((part) => part.id === id);
    if (found) return found;
  }
  return null;
}
