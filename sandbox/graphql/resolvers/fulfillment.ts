/** Fulfillment orders, fulfillments and their parts. */
import type {
  Fulfillment,
  FulfillmentEvent,
  FulfillmentHold,
  FulfillmentLine,
  FulfillmentOrder,
  FulfillmentOrderLine,
  FulfillmentService,
  LineItem,
  MerchantRequest,
} from "#sandbox/store/types.ts";
import { numericId } from "#sandbox/store/ids.ts";
import { displayStatus, firstEventAt } from "#sandbox/domain/fulfillments.ts";
import { mergePeers, supportedActions } from "#sandbox/domain/fulfillment-order-rules.ts";
import { routingLocations } from "#sandbox/domain/route-order.ts";
import { findLevel } from "#sandbox/domain/inventory-levels.ts";
import { lineShare } from "#sandbox/domain/order-money.ts";
import { scaleBag } from "#sandbox/domain/money.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, ResolverMap } from "#sandbox/graphql/context.ts";
import { rootOf } from "#sandbox/graphql/path-of.ts";
import { provinceName } from "#sandbox/graphql/places.ts";
import { moneyBag, moneyScalar, weight } from "./shapes.ts";
import { visibleFulfillmentOrders } from "./visible.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";

const orderOf = (context: Context, id: string) => {
  const order = context.shop.orders.get(id);
  if (!order) throw new Error(`no order ${id}`);
  return order;
};

export function lineItemById(context: Context, id: string): LineItem | null {
  const order = context.shop.orders.get(context.shop.lineItemOrder.get(id) ?? "");
  return order?.lineItems.find((line) => line.id === id) ?? null;
}

/** Observed: MERGE shows where the order's other fulfillment orders are at hand, not when one is read from the root. */
const ROOTS_WITHOUT_MERGE = new Set([
  "fulfillmentOrder",
  "fulfillmentOrders",
  "manualHoldsFulfillmentOrders",
  "assignedFulfillmentOrders",
  "node",
]);

const HOLD_WORDS: Record<string, string> = {
  AWAITING_PAYMENT: "Awaiting payment",
  AWAITING_RETURN_ITEMS: "Awaiting return items",
  HIGH_RISK_OF_FRAUD: "High risk of fraud",
  INCORRECT_ADDRESS: "Incorrect address",
  INVENTORY_OUT_OF_STOCK: "Inventory out of stock",
  ONLINE_STORE_POST_PURCHASE_CROSS_SELL: "Upsell",
  OTHER: "Other",
  UNKNOWN_DELIVERY_DATE: "Unknown delivery date",
};

export const FULFILLMENT_RESOLVERS: ResolverMap = {
  FulfillmentOrder: {
    order: (entry: FulfillmentOrder, _args, context) => orderOf(context, entry.orderId),
    orderName: (entry: FulfillmentOrder, _args, context) => orderOf(context, entry.orderId).name,
    orderProcessedAt: (entry: FulfillmentOrder, _args, context) =>
      orderOf(context, entry.orderId).processedAt,
    channelId: () => null,
    internationalDuties: () => null,
    lineItems: (entry: FulfillmentOrder, args, context) =>
      connect(
        context,
        entry.lineItems.map((line) => ({ ...line, entry })),
        args,
      ),
    fulfillments: (entry: FulfillmentOrder, args, context) =>
      connect(
        context,
        entry.fulfillmentIds.flatMap((id) => context.shop.fulfillments.get(id) ?? []),
        args,
      ),
    fulfillmentHolds: (entry: FulfillmentOrder) => entry.holds,
    merchantRequests: (entry: FulfillmentOrder, args, context) =>
      connect(
        context,
        entry.merchantRequests
          .filter((item) => !args.kind || item.kind === args.kind)
          .map((item) => ({ ...item, entry })),
        args,
      ),
    supportedActions: (entry: FulfillmentOrder, _args, context, info) => {
      const actions = supportedActions(context.shop, entry, context.installation.appId);
      const isAlone = ROOTS_WITHOUT_MERGE.has(rootOf(info));
      return actions
        .filter((action) => !(isAlone && action === "MERGE"))
        .map((action) => ({ action, externalUrl: null }));
    },
    assignedLocation: (entry: FulfillmentOrder, _args, context) => {
      const { name, address } = entry.assignedLocation;
      const live = entry.assignedLocationId
        ? context.shop.locations.get(entry.assignedLocationId)
        : null;
      return {
        name,
        address1: address.address1,
        address2: address.address2,
        city: address.city,
        province: address.province ?? provinceName(address.countryCode, address.provinceCode),
        zip: address.zip,
        phone: address.phone,
        countryCode: address.countryCode ?? context.shop.countryCode,
        location: live ?? null,
      };
    },
    destination: (entry: FulfillmentOrder, _args, context) => {
      const order = orderOf(context, entry.orderId);
      const address = order.shippingAddress;
      if (!address) return null;
      return {
        id: `gid://shopify/FulfillmentOrderDestination/${numericId(entry.id)}`,
        ...address,
        email: order.email,
        countryCode: address.countryCode,
        province: address.province ?? provinceName(address.countryCode, address.provinceCode),
        location: null,
      };
    },
    deliveryMethod: (entry: FulfillmentOrder) =>
      entry.deliveryMethod
        ? {
            ...entry.deliveryMethod,
            minDeliveryDateTime: entry.deliveryMethod.minDeliveryAt,
            maxDeliveryDateTime: entry.deliveryMethod.maxDeliveryAt,
            brandedPromise: null,
            additionalInformation: null,
            sourceReference: null,
          }
        : null,
    remainingLineItemsWeight: (entry: FulfillmentOrder, _args, context) =>
      weight(
        entry.lineItems.reduce(
          (sum, line) =>
            sum +
            (lineItemById(context, line.lineItemId)?.weightGrams ?? 0) * line.remainingQuantity,
          0,
        ),
      ),
    fulfillmentOrdersForMerge: (entry: FulfillmentOrder, args, context) =>
      connect(context, mergePeers(context.shop, entry), args),
    locationsForMove: (entry: FulfillmentOrder, args, context) => {
      const wanted = (args.locationIds ?? null) as string[] | null;
      const rows = [...context.shop.locations.values()]
        .filter((location) => location.isActive && location.id !== entry.assignedLocationId)
        .filter((location) => !wanted || wanted.includes(location.id))
        .map((location) => forMove(context, entry, location.id));
      return connect(context, rows, args);
    },
  },
  FulfillmentOrderLineItem: {
    lineItem: (line: FulfillmentOrderLine, _args, context) =>
      lineItemById(context, line.lineItemId),
    sku: (line: FulfillmentOrderLine, _args, context) =>
      lineItemById(context, line.lineItemId)?.sku ?? null,
    vendor: (line: FulfillmentOrderLine, _args, context) =>
      lineItemById(context, line.lineItemId)?.vendor ?? null,
    productTitle: (line: FulfillmentOrderLine, _args, context) =>
      lineItemById(context, line.lineItemId)?.title ?? "",
    variantTitle: (line: FulfillmentOrderLine, _args, context) =>
      lineItemById(context, line.lineItemId)?.variantTitle ?? null,
    requiresShipping: (line: FulfillmentOrderLine, _args, context) =>
      lineItemById(context, line.lineItemId)?.requiresShipping ?? true,
    image: () => null,
    warnings: () => [],
    shippingLine: () => null,
    weight: (line: FulfillmentOrderLine, _args, context) => ({
      unit: "GRAMS",
      value: lineItemById(context, line.lineItemId)?.weightGrams ?? 0,
    }),
    inventoryItemId: (line: FulfillmentOrderLine, _args, context) =>
      variantOf(context, line)?.inventoryItemId ?? null,
    variant: (line: FulfillmentOrderLine, _args, context) => variantOf(context, line),
    originalUnitPriceSet: (line: FulfillmentOrderLine, _args, context) => {
      const item = lineItemById(context, line.lineItemId);
      return item ? moneyBag(orderOf(context, item.orderId), item.unitPrice) : null;
    },
    financialSummaries: (line: FulfillmentOrderLine, _args, context) => {
      const item = lineItemById(context, line.lineItemId);
      if (!item) return [];
      const order = orderOf(context, item.orderId);
      return [
        {
          quantity: line.totalQuantity,
          originalUnitPriceSet: moneyBag(order, item.unitPrice),
          approximateDiscountedUnitPriceSet: moneyBag(
            order,
            scaleBag(lineShare(item, item.quantity), 1, item.quantity || 1),
          ),
          discountAllocations: [],
        },
      ];
    },
  },
  FulfillmentHold: {
    displayReason: (hold: FulfillmentHold) => HOLD_WORDS[hold.reason] ?? hold.reason,
    heldBy: (hold: FulfillmentHold, _args, context) =>
      hold.appId ? (context.shop.installations.get(hold.appId)?.appTitle ?? null) : null,
    heldByApp: (hold: FulfillmentHold, _args, context) => {
      const found = hold.appId ? context.shop.installations.get(hold.appId) : null;
      return found ? { id: found.appId, title: found.appTitle } : null;
    },
    heldByRequestingApp: (hold: FulfillmentHold, _args, context) =>
      hold.appId === context.installation.appId,
  },
  FulfillmentOrderMerchantRequest: {
    fulfillmentOrder: (item: MerchantRequest & { entry?: FulfillmentOrder }) => item.entry ?? null,
  },
  Fulfillment: {
    legacyResourceId: (entry: Fulfillment) => numericId(entry.id),
    order: (entry: Fulfillment, _args, context) => orderOf(context, entry.orderId),
    displayStatus: (entry: Fulfillment) => displayStatus(entry),
    inTransitAt: (entry: Fulfillment) => firstEventAt(entry, "IN_TRANSIT"),
    deliveredAt: (entry: Fulfillment) => firstEventAt(entry, "DELIVERED"),
    requiresShipping: (entry: Fulfillment, _args, context) =>
      entry.lines.some(
        (line) => lineItemById(context, line.lineItemId)?.requiresShipping !== false,
      ),
    totalQuantity: (entry: Fulfillment) =>
      entry.lines.reduce((sum, line) => sum + line.quantity, 0),
    trackingInfo: (entry: Fulfillment, args) =>
      !isGiven(args.first) ? entry.trackingInfo : entry.trackingInfo.slice(0, args.first as number),
    events: (entry: Fulfillment, args, context) =>
      connect(
        context,
        [...entry.events].sort((a, b) => (a.happenedAt < b.happenedAt ? -1 : 1)),
        args,
      ),
    fulfillmentLineItems: (entry: Fulfillment, args, context) =>
      connect(context, entry.lines, args),
    fulfillmentOrders: (entry: Fulfillment, args, context) =>
      connect(
        context,
        visibleFulfillmentOrders(
          context,
          entry.fulfillmentOrderIds.flatMap((id) => context.shop.fulfillmentOrders.get(id) ?? []),
        ),
        args,
      ),
    location: (entry: Fulfillment, _args, context) =>
      entry.locationId ? (context.shop.locations.get(entry.locationId) ?? null) : null,
    originAddress: (entry: Fulfillment) => entry.originAddress,
    service: (entry: Fulfillment, _args, context) =>
      [...context.shop.fulfillmentServices.values()].find(
        (item) => item.handle === entry.serviceHandle,
      ) ?? manualService(context),
  },
  FulfillmentLineItem: {
    lineItem: (line: FulfillmentLine, _args, context) => lineItemById(context, line.lineItemId),
    discountedTotal: (line: FulfillmentLine, _args, context) => {
      const item = lineItemById(context, line.lineItemId);
      const order = item ? orderOf(context, item.orderId) : null;
      return item && order ? moneyScalar(order, lineShare(item, line.quantity)) : null;
    },
    originalTotal: (line: FulfillmentLine, _args, context) => {
      const item = lineItemById(context, line.lineItemId);
      const order = item ? orderOf(context, item.orderId) : null;
      return item && order ? moneyScalar(order, scaleBag(item.unitPrice, line.quantity, 1)) : null;
    },
    originalTotalSet: (line: FulfillmentLine, _args, context) => {
      const item = lineItemById(context, line.lineItemId);
      return item
        ? moneyBag(orderOf(context, item.orderId), scaleBag(item.unitPrice, line.quantity, 1))
        : null;
    },
    discountedTotalSet: (line: FulfillmentLine, _args, context) => {
      const item = lineItemById(context, line.lineItemId);
      return item ? moneyBag(orderOf(context, item.orderId), lineShare(item, line.quantity)) : null;
    },
  },
  FulfillmentEvent: {
    location: (event: FulfillmentEvent) =>
      [event.city, event.province, event.country].filter(Boolean).join(", ") || null,
  },
  FulfillmentService: {
    location: (entry: FulfillmentService, _args, context) =>
      context.shop.locations.get(entry.locationId) ?? null,
    permitsSkuSharing: () => true,
    fulfillmentOrdersOptIn: () => true,
  },
  FulfillmentOriginAddress: {
    countryCode: (address: Loose) => address.countryCode,
  },
};

function variantOf(context: Context, line: FulfillmentOrderLine) {
  const id = lineItemById(context, line.lineItemId)?.variantId;
  return id ? (context.shop.variants.get(id) ?? null) : null;
}

function manualService(context: Context) {
  const location = routingLocations(context.shop)[0];
  return {
    id: "gid://shopify/FulfillmentService/manual",
    handle: "manual",
    serviceName: "Manual",
    callbackUrl: null,
    type: "MANUAL",
    trackingSupport: false,
    inventoryManagement: false,
    requiresShippingMethod: true,
    locationId: location?.id ?? "",
    appId: null,
  };
}

/** One row of `locationsForMove`: movable where the location stocks every tracked line (guess: message). */
function forMove(context: Context, entry: FulfillmentOrder, locationId: string) {
  const missing = entry.lineItems.filter((line) => {
    const variant = variantOf(context, line);
    const item = variant ? context.shop.inventoryItems.get(variant.inventoryItemId) : null;
    return item?.tracked && !findLevel(context.shop, item.id, locationId)?.isActive;
  });
  const able = entry.lineItems
    .filter((line) => !missing.includes(line))
    .map((line) => ({ ...line, entry }));
  const unable = missing.map((line) => ({ ...line, entry }));
  return {
    id: locationId,
    location: context.shop.locations.get(locationId),
    movable: able.length > 0,
    message: able.length > 0 ? null : "Items aren't stocked at this location.",
    availableLineItems: (args: Loose) => connect(context, able, args),
    unavailableLineItems: (args: Loose) => connect(context, unable, args),
    availableLineItemsCount: { count: able.length, precision: "EXACT" },
    unavailableLineItemsCount: { count: unable.length, precision: "EXACT" },
  };
}
