/**
 * The body of a webhook: one builder a topic, over the state right after the event. Same keys and value types as
 * Shopify's own samples for 2026-07. A topic that is not here is not sent.
 */
import type { DomainEvent, Gid, Order, ShopState } from "#sandbox/store/types.ts";
import { bulkFinishedPayload, scopesUpdatedPayload, subscriptionPayload } from "./app-payload.ts";
import {
  customerRedactPayload,
  dataRequestPayload,
  mergedPayload,
  shopRedactPayload,
} from "./compliance-payload.ts";
import { customerPayload, deletedCustomerPayload } from "./customer-payload.ts";
import { customerSummaryPayload, customerTagsPayload } from "./customer-change-payload.ts";
import { disputePayload } from "./dispute-payload.ts";
import { readFacts, type Facts } from "./event-facts.ts";
import { FULFILLMENT_ORDER_PAYLOADS, holdPayload } from "./fulfillment-order-payload.ts";
import { fulfillmentEventPayload, fulfillmentPayload } from "./fulfillment-payload.ts";
import { locationPayload } from "./location-payload.ts";
import { orderEditedPayload } from "./order-edited-payload.ts";
import { orderPayload } from "./order-payload.ts";
import { idNumber, type Payload } from "./payload-values.ts";
import {
  inventoryItemPayload,
  inventoryLevelPayload,
  productPayload,
  variantPayload,
} from "./product-payload.ts";
import { refundPayload } from "./refund-payload.ts";
import {
  returnDeclinedPayload,
  returnPayload,
  returnStatusPayload,
  returnUpdatedPayload,
} from "./return-payload.ts";
import { disposedPayload, reverseDeliveryPayload } from "./reverse-payload.ts";
import { shopPayload } from "./shop-payload.ts";
import { transactionCreatedPayload } from "./transaction-payload.ts";
import { withholdPersonal } from "./withhold-personal.ts";

type Build = (shop: ShopState, id: Gid, facts: Facts) => Payload | null;

const BUILDERS: Record<string, Build> = {
  ...same(
    [
      "orders/create",
      "orders/updated",
      "orders/paid",
      "orders/cancelled",
      "orders/fulfilled",
      "orders/partially_fulfilled",
    ],
    withOrder((shop, order) =>
      withholdPersonal(orderPayload(shop, order), shop.withholdPersonalData, "order"),
    ),
  ),
  "orders/edited": withOrder(orderEditedPayload),
  "orders/delete": justId,
  "order_transactions/create": transactionCreated,
  "refunds/create": (shop, id) => {
    const refund = shop.refunds.get(id);
    const order = refund && shop.orders.get(refund.orderId);
    return refund && order ? refundPayload(shop, order, refund) : null;
  },
  ...same(["fulfillments/create", "fulfillments/update"], (shop, id) => {
    const fulfillment = shop.fulfillments.get(id);
    const order = fulfillment && shop.orders.get(fulfillment.orderId);
    if (!fulfillment || !order) return null;
    return withholdPersonal(
      fulfillmentPayload(shop, order, fulfillment),
      shop.withholdPersonalData,
      "order",
    );
  }),
  ...same(["fulfillment_events/create", "fulfillment_events/delete"], fulfillmentEvent),
  ...Object.fromEntries(
    Object.entries(FULFILLMENT_ORDER_PAYLOADS).map(([name, build]): [string, Build] => [
      `fulfillment_orders/${name}`,
      (shop, id, facts) => {
        const entry = shop.fulfillmentOrders.get(id);
        return entry ? build(shop, entry, facts) : null;
      },
    ]),
  ),
  ...same(["fulfillment_holds/added", "fulfillment_holds/released"], (shop, id, facts) => {
    const entry = shop.fulfillmentOrders.get(id);
    return entry ? holdPayload(shop, entry, facts) : null;
  }),
  ...same(["returns/request", "returns/approve"], (shop, id) => {
    const entry = shop.returns.get(id);
    const order = entry && shop.orders.get(entry.orderId);
    return entry && order ? returnPayload(shop, order, entry) : null;
  }),
  ...same(["returns/cancel", "returns/close", "returns/reopen"], withReturn(returnStatusPayload)),
  "returns/decline": withReturn(returnDeclinedPayload),
  "returns/update": withReturn((entry, facts) =>
    returnUpdatedPayload(entry, facts.deltas("removals")),
  ),
  // Shopify's sample is empty: receivers learn nothing but that something was processed.
  "returns/process": () => ({}),
  "reverse_deliveries/attach_deliverable": (shop, id) => {
    const delivery = shop.reverseDeliveries.get(id);
    const entry = delivery && shop.reverseFulfillmentOrders.get(delivery.reverseFulfillmentOrderId);
    return delivery && entry ? reverseDeliveryPayload(shop, entry, delivery) : null;
  },
  "reverse_fulfillment_orders/dispose": (shop, id, facts) => {
    const entry = shop.reverseFulfillmentOrders.get(id);
    const named = facts.units("dispositions").map((part) => part.id);
    return entry ? disposedPayload(entry, named.length > 0 ? named : null) : null;
  },
  ...same(["disputes/create", "disputes/update"], (shop, id) => {
    const dispute = shop.disputes.get(id);
    return dispute ? disputePayload(shop, dispute) : null;
  }),
  ...same(["products/create", "products/update"], (shop, id) => {
    const product = shop.products.get(id);
    return product ? productPayload(shop, product) : null;
  }),
  "products/delete": justId,
  ...same(["variants/in_stock", "variants/out_of_stock"], (shop, id) => {
    const variant = shop.variants.get(id);
    return variant ? variantPayload(shop, variant) : null;
  }),
  ...same(["inventory_items/create", "inventory_items/update"], (shop, id) => {
    const item = shop.inventoryItems.get(id);
    return item ? inventoryItemPayload(shop, item) : null;
  }),
  ...same(["inventory_levels/connect", "inventory_levels/update"], (shop, id) => {
    const level = [...shop.inventoryLevels.values()].find((entry) => entry.id === id);
    return level ? inventoryLevelPayload(shop, level) : null;
  }),
  "inventory_levels/disconnect": (shop, id) => {
    const level = [...shop.inventoryLevels.values()].find((entry) => entry.id === id);
    if (!level) return null;
    return {
      inventory_item_id: idNumber(level.inventoryItemId),
      location_id: idNumber(level.locationId),
    };
  },
  ...same(
    ["customers/create", "customers/update", "customers/enable", "customers/disable"],
    (shop, id) => {
      const customer = shop.customers.get(id);
      return customer
        ? withholdPersonal(customerPayload(shop, customer), shop.withholdPersonalData, "customer")
        : null;
    },
  ),
  "customers/delete": (_, id) => deletedCustomerPayload(id),
  "customers/merge": (_, id, facts) => mergedPayload(id, facts),
  "customers/purchasing_summary": customerSummaryPayload,
  ...same(["customer.tags_added", "customer.tags_removed"], customerTagsPayload),
  "customers/data_request": dataRequestPayload,
  "customers/redact": customerRedactPayload,
  "shop/redact": shopRedactPayload,
  ...same(
    ["locations/create", "locations/update", "locations/activate", "locations/deactivate"],
    (shop, id) => {
      const location = shop.locations.get(id);
      return location ? locationPayload(shop, location) : null;
    },
  ),
  "locations/delete": justId,
  ...same(["app/uninstalled", "shop/update"], shopPayload),
  "app/scopes_update": scopesUpdatedPayload,
  "app_subscriptions/update": (shop, id) => {
    const subscription = shop.appSubscriptions.get(id);
    return subscription ? subscriptionPayload(shop, subscription) : null;
  },
  "bulk_operations/finish": (shop, id) => {
    const operation = shop.bulkOperations.get(id);
    return operation ? bulkFinishedPayload(shop, operation) : null;
  },
};

/** Topics the sandbox can send. */
export const SENT_TOPICS: readonly string[] = Object.keys(BUILDERS);

/** The payload; null when the topic is unknown or its subject is gone. */
export function buildPayload(shop: ShopState, event: DomainEvent): object | null {
  return BUILDERS[event.topic]?.(shop, event.subject.id, readFacts(event)) ?? null;
}

function same(topics: readonly string[], build: Build): Record<string, Build> {
  return Object.fromEntries(topics.map((topic) => [topic, build]));
}

function withOrder(build: (shop: ShopState, order: Order, facts: Facts) => Payload): Build {
  return (shop, id, facts) => {
    const order = shop.orders.get(id);
    return order ? build(shop, order, facts) : null;
  };
}

function withReturn(
  build: (entry: NonNullable<ReturnType<ShopState["returns"]["get"]>>, facts: Facts) => Payload,
): Build {
  return (shop, id, facts) => {
    const entry = shop.returns.get(id);
    return entry ? build(entry, facts) : null;
  };
}

function justId(_: ShopState, id: Gid): Payload {
  return { id: idNumber(id) };
}

function transactionCreated(shop: ShopState, id: Gid, facts: Facts): Payload | null {
  const named = shop.orders.get(facts.text("orderId") ?? "");
  const order =
    named ??
    [...shop.orders.values()].find(({ transactions }) =>
      transactions.some((entry) => entry.id === id),
    );
  const transaction = order?.transactions.find((entry) => entry.id === id);
  return order && transaction ? transactionCreatedPayload(shop, order, transaction) : null;
}

function fulfillmentEvent(shop: ShopState, id: Gid, facts: Facts): Payload | null {
  const named = shop.fulfillments.get(facts.text("fulfillmentId") ?? "");
  const fulfillment =
    named ??
    [...shop.fulfillments.values()].find(({ events }) => events.some((entry) => entry.id === id));
  const event = fulfillment?.events.find((entry) => entry.id === id);
  if (!fulfillment || !event) return null;
  const payload = fulfillmentEventPayload(shop, fulfillment, event);
  // A scan at the door tells the buyer's address.
  return withholdPersonal(payload, shop.withholdPersonalData, "customer");
}
