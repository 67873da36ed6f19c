/**
 * A development store as a developer finds it after a first afternoon: Shopify's own location names, twelve products, ten
 * customers, and fourteen small orders in the states one tries out first. What the sandbox alone starts with.
 */
import { createOrder } from "#sandbox/domain/create-order.ts";
import { createFulfillment } from "#sandbox/domain/fulfillments.ts";
import { createReturn } from "#sandbox/domain/returns.ts";
import { atInstant, nowMs, toInstant } from "#sandbox/store/clock.ts";
import { createMinimalShop } from "#sandbox/store/minimal-seed.ts";
import type { Order, ShopState, World } from "#sandbox/store/types.ts";

const HOUR_MS = 3_600_000;
type Fate = "paid" | "shipped" | "partly shipped" | "pending" | "returned";
/** Oldest first: what is old has been dealt with. */
const FATES: readonly Fate[] = [
  ...Array<Fate>(9).fill("shipped"),
  "returned",
  "partly shipped",
  "paid",
  "pending",
  "paid",
];

/** The newest order is an hour old, the others an hour apart. */
export function seedDevelopmentStore(world: World): ShopState {
  const shop = createMinimalShop(world);
  const startMs = nowMs(world);
  for (const [index, fate] of FATES.entries()) {
    atInstant(world, toInstant(startMs - (FATES.length - index) * HOUR_MS), () => {
      live(world, shop, place(world, shop, index, fate === "pending"), fate);
    });
  }
  return shop;
}

function place(world: World, shop: ShopState, index: number, isPending: boolean): Order {
  const variants = [...shop.variants.values()];
  const customer = [...shop.customers.values()][index % shop.customers.size];
  const variant = variants[index % variants.length];
  const quantity = FATES[index] === "partly shipped" ? 3 : 1;
  const total = (variant?.priceMinor ?? 0) * quantity;
  return createOrder(world, shop, {
    email: customer?.email ?? null,
    ...(customer ? { customerId: customer.id } : {}),
    shippingAddress: customer?.addresses[0] ?? null,
    inventory: "DECREMENT",
    lineItems: [{ variantId: variant?.id ?? null, quantity }],
    transactions: [
      {
        kind: "SALE",
        status: isPending ? "PENDING" : "SUCCESS",
        gateway: "manual",
        amount: { shop: total, presentment: total },
      },
    ],
  });
}

function live(world: World, shop: ShopState, order: Order, fate: Fate): void {
  if (fate === "paid" || fate === "pending") return;
  const entry = shop.fulfillmentOrders.get(order.fulfillmentOrderIds[0] ?? "");
  const [line] = entry?.lineItems ?? [];
  if (!entry || !line) return;
  const isPart = fate === "partly shipped" && line.remainingQuantity > 1;
  const shipped = createFulfillment(world, shop, {
    groups: [{ entry, ...(isPart ? { units: [{ id: line.id, quantity: 1 }] } : {}) }],
    tracking: { company: "UPS", number: `1Z${order.number}` },
  });
  const [parcel] = shipped.ok ? shipped.value.lines : [];
  if (fate !== "returned" || !parcel) return;
  createReturn(world, shop, order, {
    mode: "request",
    lines: [{ fulfillmentLineItemId: parcel.id, quantity: 1, reason: "STYLE" }],
  });
}
