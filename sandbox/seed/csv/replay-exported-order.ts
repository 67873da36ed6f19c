/** Lets an exported order happen: placed, shipped, refunded, cancelled, each at the time the file tells. */
import { createOrder } from "#sandbox/domain/create-order.ts";
import { createFulfillment } from "#sandbox/domain/fulfillments.ts";
import { cancelOrder } from "#sandbox/domain/order-changes.ts";
import { createRefund, refundableQuantity } from "#sandbox/domain/refunds.ts";
import { atInstant, toInstant } from "#sandbox/store/clock.ts";
import type { FulfillmentOrder, Gid, Order, ShopState, World } from "#sandbox/store/types.ts";
import { draftExportedOrder, type LineMatch } from "./draft-exported-order.ts";
import type { ExportedOrder } from "./exported-order.ts";
import type { FindVariant } from "./find-variant.ts";
import { priceExportedOrder } from "./price-exported-order.ts";

export type Replayed = { order: Order; doubt: string | null };

const DAY_MS = 86_400_000;

export function replayExportedOrder(
  world: World,
  shop: ShopState,
  exported: ExportedOrder,
  { findVariant, customerId }: { findVariant: FindVariant; customerId: Gid | null },
): Replayed {
  const priced = priceExportedOrder(exported);
  const matches = exported.lines.map((line) => matchLine(shop, findVariant(line)));
  const order = atInstant(world, exported.createdAt, () => {
    takeNumber(shop, exported.name);
    return createOrder(world, shop, {
      ...draftExportedOrder(exported, priced, matches, customerId),
      customerAcceptsMarketing: exported.acceptsMarketing,
      // Tips and duties alike: they are part of what was paid.
      tip: { shop: priced.extraMinor, presentment: priced.extraMinor },
    });
  });
  ship(world, shop, order, exported);
  payBack(world, shop, order, exported);
  cancel(world, shop, order, exported);
  return { order, doubt: priced.doubt };
}

function matchLine(shop: ShopState, variantId: Gid | null): LineMatch {
  const variant = variantId ? shop.variants.get(variantId) : undefined;
  const product = variant && shop.products.get(variant.productId);
  if (!variant || !product) return null;
  const variantTitle = variant.title === "Default Title" ? null : variant.title;
  return { variantId: variant.id, productTitle: product.title, variantTitle };
}

/** `#1042` is number 1042; a name without digits takes the next number. */
function takeNumber(shop: ShopState, name: string): void {
  const digits = Number(/(\d{1,9})\D*$/.exec(name)?.[1] ?? Number.NaN);
  if (Number.isSafeInteger(digits) && digits > 0) shop.nextOrderNumber = digits;
}

function ship(world: World, shop: ShopState, order: Order, exported: ExportedOrder): void {
  const atMs =
    Date.parse(exported.fulfilledAt ?? exported.createdAt) + (exported.fulfilledAt ? 0 : DAY_MS);
  const before = exported.cancelledAt ? Date.parse(exported.cancelledAt) : Number.POSITIVE_INFINITY;
  for (const id of order.fulfillmentOrderIds) {
    const entry = shop.fulfillmentOrders.get(id);
    const units = entry ? shippedUnits(order, entry, exported) : [];
    if (!entry || units.length === 0) continue;
    atInstant(world, toInstant(Math.min(atMs, before)), () =>
      createFulfillment(world, shop, { groups: [{ entry, units }] }),
    );
  }
}

/** A line marked partial has shipped an unknown part: one unit (guess). */
function shippedUnits(order: Order, entry: FulfillmentOrder, exported: ExportedOrder) {
  return entry.lineItems.flatMap(({ id, lineItemId, remainingQuantity }) => {
    const index = order.lineItems.findIndex((line) => line.id === lineItemId);
    const status =
      exported.fulfillmentStatus === "fulfilled"
        ? "fulfilled"
        : exported.lines[index]?.fulfillmentStatus;
    if (status === "fulfilled") return [{ id, quantity: remainingQuantity }];
    return status === "partial" ? [{ id, quantity: 1 }] : [];
  });
}

/** All of it takes the goods off the order too; a part is money alone, for the file names no lines. */
function payBack(world: World, shop: ShopState, order: Order, exported: ExportedOrder): void {
  const sale = order.transactions.find(
    ({ kind, status }) => kind === "SALE" && status === "SUCCESS",
  );
  if (!sale || exported.refundedMinor <= 0) return;
  const isAll = exported.refundedMinor >= sale.amount.presentment;
  const lines = order.lineItems.map((line) => ({
    lineItemId: line.id,
    quantity: refundableQuantity(line),
    restockType:
      exported.fulfillmentStatus === "fulfilled" ? ("NO_RESTOCK" as const) : ("CANCEL" as const),
  }));
  atInstant(world, refundedAt(order, exported), () =>
    createRefund(world, shop, order, {
      lines: isAll ? lines : [],
      shipping: isAll ? { fullRefund: true } : null,
      transactions: [{ parentId: sale.id, amountMinor: exported.refundedMinor }],
      allowOverRefunding: true,
    }),
  );
}

/** The export does not say when: with the cancellation, else a day after the last thing it dates. */
function refundedAt(order: Order, exported: ExportedOrder): string {
  if (exported.cancelledAt) return exported.cancelledAt;
  const last = Math.max(
    Date.parse(order.updatedAt),
    Date.parse(exported.paidAt ?? exported.createdAt),
  );
  return toInstant(last + DAY_MS);
}

function cancel(world: World, shop: ShopState, order: Order, { cancelledAt }: ExportedOrder): void {
  if (!cancelledAt) return;
  const outcome = atInstant(world, cancelledAt, () =>
    cancelOrder(world, shop, order, { reason: "OTHER", restock: false }),
  );
  // Old shops hold cancelled orders that had shipped, which no cancellation of today would allow.
  if (outcome.ok && order.cancelledAt) return;
  order.cancelledAt = cancelledAt;
  order.cancelReason = "OTHER";
}
