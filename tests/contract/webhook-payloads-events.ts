/**
 * Raises every event the sandbox can, by acting on a seeded shop where an action exists, else by naming a subject, and
 * builds its payload on the spot, as the delivery queue does.
 */
import { createCustomer } from "#sandbox/domain/customers.ts";
import { beginEdit, changeEdit, commitEdit } from "#sandbox/domain/edit-order.ts";
import { createOrder } from "#sandbox/domain/create-order.ts";
import {
  addFulfillmentEvent,
  cancelFulfillment,
  createFulfillment,
} from "#sandbox/domain/fulfillments.ts";
import * as entries from "#sandbox/domain/fulfillment-orders.ts";
import * as requests from "#sandbox/domain/fulfillment-requests.ts";
import { createFulfillmentService, createProduct } from "#sandbox/domain/catalogue.ts";
import {
  cancelOrder,
  deleteOrder,
  openDispute,
  updateDispute,
} from "#sandbox/domain/order-changes.ts";
import { activateItem } from "#sandbox/domain/inventory-activation.ts";
import { processReturn } from "#sandbox/domain/process-return.ts";
import {
  approveReturn,
  cancelReturn,
  closeReturn,
  createReturn,
  declineReturn,
  removeFromReturn,
  reopenReturn,
} from "#sandbox/domain/returns.ts";
import { createReverseDelivery } from "#sandbox/domain/reverse-logistics.ts";
import { buildPayload } from "#sandbox/webhooks/build-payload.ts";
import { changeTags } from "#sandbox/domain/tags.ts";
import type {
  DomainEvent,
  FulfillmentOrder,
  Order,
  Outcome,
  ShopState,
  World,
} from "#sandbox/store/types.ts";

/** Payloads by topic, as they would be sent; null where nothing could be built. */
export function raiseEvents(world: World, shop: ShopState): Map<string, unknown[]> {
  const sent = new Map<string, unknown[]>();
  const add = (event: DomainEvent) => {
    const list = sent.get(event.topic) ?? [];
    sent.set(event.topic, list);
    list.push(JSON.parse(JSON.stringify(buildPayload(shop, event))));
  };
  nameSubjects(shop, add);
  world.onEvent = (_, event) => add(event);
  actOnFulfillmentOrders(world, shop);
  actOnOrders(world, shop);
  actOnReturns(world, shop);
  world.onEvent = null;
  return sent;
}

/** Topics over everything the seeded shop holds. */
function nameSubjects(shop: ShopState, add: (event: DomainEvent) => void): void {
  const name = (topic: string, ids: Iterable<string>, facts?: Record<string, unknown>) => {
    for (const id of ids)
      add({ topic, subject: { type: "", id }, eventId: "", ...(facts ? { facts } : {}) });
  };
  const orders = [...shop.orders.values()];
  for (const topic of [
    "create",
    "updated",
    "paid",
    "cancelled",
    "fulfilled",
    "partially_fulfilled",
  ]) {
    name(
      `orders/${topic}`,
      topic === "updated" ? shop.orders.keys() : [...shop.orders.keys()].slice(0, 40),
    );
  }
  name("orders/delete", ["gid://shopify/Order/1"]);
  name(
    "order_transactions/create",
    orders.flatMap(({ transactions }) => transactions.map(({ id }) => id)),
  );
  name("refunds/create", shop.refunds.keys());
  name("fulfillments/create", shop.fulfillments.keys());
  name("fulfillments/update", [...shop.fulfillments.keys()].slice(0, 40));
  const scans = [...shop.fulfillments.values()].flatMap(({ events }) => events.map(({ id }) => id));
  name("fulfillment_events/create", scans);
  name("fulfillment_events/delete", scans.slice(0, 5));
  name("disputes/create", shop.disputes.keys());
  name("disputes/update", shop.disputes.keys());
  for (const topic of ["create", "update", "delete"])
    name(`products/${topic}`, shop.products.keys());
  name("variants/in_stock", shop.variants.keys());
  name("variants/out_of_stock", shop.variants.keys());
  name("inventory_items/create", shop.inventoryItems.keys());
  name("inventory_items/update", shop.inventoryItems.keys());
  const levels = [...shop.inventoryLevels.values()].map(({ id }) => id);
  for (const topic of ["connect", "update", "disconnect"])
    name(`inventory_levels/${topic}`, levels);
  const customers = [...shop.customers.keys()];
  for (const topic of [
    "create",
    "update",
    "enable",
    "disable",
    "delete",
    "purchasing_summary",
    "data_request",
    "redact",
  ]) {
    name(`customers/${topic}`, topic === "create" ? customers : customers.slice(0, 60));
  }
  name("customers/merge", customers.slice(0, 1), { deletedId: customers[1], jobId: null });
  name("customers/merge", customers.slice(2, 3), {
    deletedId: customers[3],
    error: "Being merged already.",
  });
  for (const topic of ["create", "update", "activate", "deactivate", "delete"]) {
    name(`locations/${topic}`, shop.locations.keys());
  }
  for (const topic of ["app/uninstalled", "shop/update", "shop/redact"]) name(topic, [shop.id]);
  name("app/scopes_update", [shop.id], {
    previous: ["read_products"],
    current: ["read_products", "read_orders"],
  });
  shop.bulkOperations.set("gid://shopify/BulkOperation/1", {
    id: "gid://shopify/BulkOperation/1",
    type: "QUERY",
    status: "COMPLETED",
    errorCode: null,
    query: "{ orders { edges { node { id } } } }",
    groupObjects: false,
    createdAt: "2026-11-21T22:00:00Z",
    completedAt: "2026-11-21T22:01:00Z",
    objectCount: 1,
    rootObjectCount: 1,
    fileSize: 10,
    result: null,
    apiVersion: "2026-07",
    appId: "gid://shopify/App/1",
    scopes: [],
    stagedUploadPath: null,
    reads: 0,
  });
  shop.appSubscriptions.set("gid://shopify/AppSubscription/1", {
    id: "gid://shopify/AppSubscription/1",
    name: "Standard",
    status: "ACTIVE",
    test: true,
    trialDays: 14,
    returnUrl: "https://app.example.com",
    lineItems: [
      {
        id: "gid://shopify/AppSubscriptionLineItem/1",
        priceMinor: 10_00,
        currency: "USD",
        interval: "EVERY_30_DAYS",
      },
    ],
    createdAt: "2026-11-21T22:00:00Z",
    currentPeriodEnd: null,
  });
  name("app_subscriptions/update", ["gid://shopify/AppSubscription/1"]);
  name("bulk_operations/finish", ["gid://shopify/BulkOperation/1"]);
  const anyEntry = [...shop.fulfillmentOrders.keys()].slice(0, 3);
  name("fulfillment_orders/line_items_prepared_for_pickup", anyEntry);
  name("fulfillment_orders/line_items_prepared_for_local_delivery", anyEntry);
}

function actOnFulfillmentOrders(world: World, shop: ShopState): void {
  const service = createFulfillmentService(world, shop, { name: "Test 3PL" });
  const open = (quantity = 3, locationId?: string): FulfillmentOrder => {
    const order = newOrder(world, shop, quantity, locationId);
    return must(shop.fulfillmentOrders.get(order.fulfillmentOrderIds[0] ?? ""));
  };
  const units = (entry: FulfillmentOrder) => [{ id: entry.lineItems[0]?.id ?? "", quantity: 1 }];
  const places = [...shop.locations.values()].filter(
    ({ fulfillmentServiceId }) => !fulfillmentServiceId,
  );

  const held = open();
  okay(
    entries.holdFulfillmentOrder(world, shop, held, {
      reason: "OTHER",
      handle: "one",
      units: units(held),
    }),
  );
  okay(
    entries.holdFulfillmentOrder(world, shop, held, {
      reason: "INVENTORY_OUT_OF_STOCK",
      handle: "two",
      appId: "gid://shopify/App/290000001",
    }),
  );
  const released = open();
  okay(entries.holdFulfillmentOrder(world, shop, released, { reason: "OTHER" }));
  okay(entries.releaseHold(world, shop, released, {}));
  const moved = open();
  const target = must(places.find(({ id }) => id !== moved.assignedLocationId)).id;
  for (const item of shop.inventoryItems.keys())
    okay(activateItem(world, shop, item, target, null));
  okay(entries.moveFulfillmentOrder(world, shop, moved, target, null));
  const cut = open();
  okay(entries.splitFulfillmentOrders(world, shop, [{ entry: cut, units: units(cut) }]));
  const joined = open();
  const [halves] = okay(
    entries.splitFulfillmentOrders(world, shop, [{ entry: joined, units: units(joined) }]),
  );
  okay(
    entries.mergeFulfillmentOrders(world, shop, [
      [must(halves).entry, must(halves).remaining].map((entry) => ({ entry, units: null })),
    ]),
  );
  const moving = open();
  okay(
    entries.reportProgress(world, shop, moving, {
      reasonNotes: "Packing",
      appId: "gid://shopify/App/1",
    }),
  );
  okay(entries.openFulfillmentOrder(world, shop, moving, "gid://shopify/App/1"));
  okay(entries.cancelFulfillmentOrder(world, shop, open()));
  const later = newOrder(world, shop, 1, undefined, "2027-01-01T00:00:00Z");
  const scheduled = must(shop.fulfillmentOrders.get(later.fulfillmentOrderIds[0] ?? ""));
  okay(entries.rescheduleFulfillmentOrder(world, shop, scheduled, "2027-02-01T00:00:00Z"));
  okay(entries.openFulfillmentOrder(world, shop, scheduled));

  const ask = { units: null, message: "Fragile", notifyCustomer: false };
  const submit = () => {
    const entry = open(2, service.locationId);
    okay(requests.submitRequest(world, shop, entry, ask));
    return entry;
  };
  okay(requests.rejectRequest(world, shop, submit(), "No stock"));
  const accept = () => okay(requests.acceptRequest(world, shop, submit(), "Tomorrow"));
  const first = accept();
  okay(requests.submitCancellation(world, shop, first, "Changed their mind"));
  okay(requests.acceptCancellation(world, shop, first, "Not shipped yet"));
  const second = accept();
  okay(requests.submitCancellation(world, shop, second, "Changed their mind"));
  okay(requests.rejectCancellation(world, shop, second, "Shipped"));
  okay(requests.closeFulfillmentOrder(world, shop, accept(), "Broke the last one"));

  const shipped = open();
  const parcel = okay(
    createFulfillment(world, shop, { groups: [{ entry: shipped, units: units(shipped) }] }),
  );
  addFulfillmentEvent(world, shop, parcel, {
    status: "IN_TRANSIT",
    message: "On its way",
    country: "CA",
  });
  okay(cancelFulfillment(world, shop, parcel));
}

function actOnOrders(world: World, shop: ShopState): void {
  okay(
    cancelOrder(world, shop, newOrder(world, shop, 1), {
      reason: "CUSTOMER",
      restock: true,
      refund: true,
    }),
  );
  const disputed = openDispute(world, shop, newOrder(world, shop, 1), {});
  updateDispute(world, shop, disputed, "WON");
  const customer = createCustomer(world, shop, { email: "tags@example.com" });
  okay(changeTags(world, shop, customer.id, ["vip"], "add"));
  okay(changeTags(world, shop, customer.id, ["vip"], "remove"));
  createProduct(world, shop, {
    title: "Many",
    variants: Array.from({ length: 3 }, () => ({ priceMinor: 1_00 })),
  });
  const edited = newOrder(world, shop, 2);
  const edit = okay(beginEdit(world, shop, edited));
  const lineId = edited.lineItems[0]?.id ?? "";
  okay(changeEdit(world, shop, edit.id, { kind: "quantity", lineId, quantity: 1 }));
  const [, other] = shop.variants.keys();
  okay(changeEdit(world, shop, edit.id, { kind: "variant", variantId: must(other), quantity: 1 }));
  okay(commitEdit(world, shop, edit.id, { notifyCustomer: false, staffNote: null }));
  deleteOrder(world, shop, newOrder(world, shop, 1));
}

function actOnReturns(world: World, shop: ShopState): void {
  const [place] = shop.locations.keys();
  const delivered = () => {
    const order = newOrder(world, shop, 3);
    const entry = must(shop.fulfillmentOrders.get(order.fulfillmentOrderIds[0] ?? ""));
    const parcel = okay(createFulfillment(world, shop, { groups: [{ entry }] }));
    return { order, fulfillmentLineItemId: must(parcel.lines[0]).id };
  };
  const ask = () => {
    const { order, fulfillmentLineItemId } = delivered();
    return okay(
      createReturn(world, shop, order, {
        mode: "request",
        lines: [
          { fulfillmentLineItemId, quantity: 2, reason: "WRONG_ITEM", customerNote: "Not mine" },
        ],
        shippingFee: { shop: 10_00, presentment: 10_00 },
      }),
    );
  };
  okay(declineReturn(world, shop, ask(), { reason: "RETURN_PERIOD_ENDED", note: "Too late" }));
  okay(cancelReturn(world, shop, okay(approveReturn(world, shop, ask()))));
  const trimmed = okay(approveReturn(world, shop, ask()));
  okay(
    removeFromReturn(world, shop, trimmed, {
      lines: [{ returnLineItemId: must(trimmed.lines[0]).id, quantity: 1 }],
      exchangeLines: [],
    }),
  );
  okay(closeReturn(world, shop, trimmed));
  okay(reopenReturn(world, shop, trimmed));

  const { order, fulfillmentLineItemId } = delivered();
  const [, variantId] = shop.variants.keys();
  const exchange = okay(
    createReturn(world, shop, order, {
      mode: "create",
      lines: [{ fulfillmentLineItemId, quantity: 1, reason: "DEFECTIVE" }],
      exchangeLines: [{ variantId: must(variantId), quantity: 1 }],
    }),
  );
  const reverse = must(
    shop.reverseFulfillmentOrders.get(exchange.reverseFulfillmentOrderIds[0] ?? ""),
  );
  okay(
    createReverseDelivery(world, shop, reverse, {
      lines: [],
      labelUrl: "https://labels.example.com/1.pdf",
      tracking: {
        number: "1Z999AA10123456784",
        url: "https://www.ups.com/track?tracknum=1Z999AA10123456784",
      },
    }),
  );
  const reverseLineId = must(reverse.lines[0]).id;
  okay(
    processReturn(world, shop, exchange, {
      lines: [
        {
          id: must(exchange.lines[0]).id,
          quantity: 1,
          dispositions: [
            { reverseLineId, quantity: 1, type: "RESTOCKED", locationId: must(place) },
          ],
        },
      ],
      exchangeLines: [{ id: must(exchange.exchangeLines[0]).id, quantity: 1 }],
      refund: null,
      shipping: null,
      note: null,
    }),
  );
}

function newOrder(
  world: World,
  shop: ShopState,
  quantity: number,
  locationId?: string,
  fulfillAt?: string,
): Order {
  const [customer] = shop.customers.values();
  const [variant] = shop.variants.values();
  return createOrder(world, shop, {
    customerId: must(customer).id,
    email: "buyer@example.com",
    shippingAddress: must(customer).addresses[0] ?? null,
    billingAddress: must(customer).addresses[0] ?? null,
    lineItems: [{ variantId: must(variant).id, quantity }],
    shippingLines: [{ title: "Standard", price: { shop: 5_00, presentment: 5_00 } }],
    transactions: [
      {
        kind: "SALE",
        gateway: "shopify_payments",
        amount: { shop: 50_00, presentment: 50_00 },
        authorizationCode: "ok",
      },
    ],
    ...(locationId ? { locationId } : {}),
    ...(fulfillAt ? { fulfillAt } : {}),
  });
}

function okay<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.errors));
  return outcome.value;
}

function must<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined)
    throw new Error("the seeded shop lacks something this test needs");
  return value;
}
