/** Plays what becomes of a seeded order after it was placed, each step at its own past instant. */
import { beginEdit, changeEdit, commitEdit } from "#sandbox/domain/edit-order.ts";
import { holdFulfillmentOrder } from "#sandbox/domain/fulfillment-orders.ts";
import { cancelOrder, openDispute, updateDispute } from "#sandbox/domain/order-changes.ts";
import { createRefund, suggestRefund } from "#sandbox/domain/refunds.ts";
import { toInstant } from "#sandbox/store/clock.ts";
import type { Order } from "#sandbox/store/types.ts";
import { liveReturn, type ReturnFate } from "./life-of-return.ts";
import type { OrderFate } from "./order-fates.ts";
import { afterLastEvent, at, openEntries, placedMs } from "./order-steps.ts";
import type { Journey } from "./ship-order.ts";
import { deliver, shipAll, shipPart } from "./ship-whole-order.ts";
import { DAY_MS, HOUR_MS, type Stage } from "./stage.ts";

type Life = (stage: Stage, order: Order) => void;

const LIVES: Record<OrderFate, Life> = {
  unfulfilled: stay,
  late_unfulfilled: stay,
  payment_pending: stay,
  payment_authorized: stay,
  payment_partial: stay,
  payment_voided: (stage, order) => cancel(stage, order, 20, "DECLINED"),
  payment_expired: stay,
  scheduled: stay,
  partly_fulfilled: shipPart,
  label_without_scan: (stage, order) => void shipAll(stage, order, "label", 1),
  no_tracking: (stage, order) => void shipAll(stage, order, "no_tracking", 1),
  in_transit: (stage, order) => void shipAll(stage, order, "moving"),
  lost: (stage, order) => void shipAll(stage, order, "stuck"),
  delivery_trouble: (stage, order) => void shipAll(stage, order, "trouble"),
  delivered: (stage, order) => void deliver(stage, order),
  test: (stage, order) => void deliver(stage, order),
  cancelled: (stage, order) => cancel(stage, order, stage.random.integer(1, 60), null),
  refunded: (stage, order) => refundAll(stage, order),
  partly_refunded: (stage, order) => refundPart(stage, order),
  dispute_open: (stage, order) => dispute(stage, order, null),
  dispute_won: (stage, order) => dispute(stage, order, "WON"),
  dispute_lost: (stage, order) => dispute(stage, order, "LOST"),
  on_hold: hold,
  edited: edit,
  return_requested: (stage, order) => sendBack(stage, order, "requested"),
  return_open: (stage, order) => sendBack(stage, order, "open"),
  return_closed: (stage, order) => sendBack(stage, order, "closed"),
  return_declined: (stage, order) => sendBack(stage, order, "declined"),
  return_canceled: (stage, order) => sendBack(stage, order, "canceled"),
};

export function liveOrder(stage: Stage, order: Order, fate: OrderFate): void {
  LIVES[fate](stage, order);
}

function stay(): void {
  // The merchant has not touched it.
}

function sendBack(stage: Stage, order: Order, fate: ReturnFate): void {
  shipAll(stage, order, "delivered");
  liveReturn(stage, order, fate);
}

function cancel(stage: Stage, order: Order, afterHours: number, reason: "DECLINED" | null): void {
  const { world, shop, random } = stage;
  at(stage, placedMs(order) + afterHours * HOUR_MS, () =>
    cancelOrder(world, shop, order, {
      reason:
        reason ?? random.pick(["CUSTOMER", "CUSTOMER", "INVENTORY", "FRAUD", "OTHER", "STAFF"]),
      restock: true,
      refund: true,
      staffNote: random.chance(0.3) ? "Asked by e-mail." : null,
    }),
  );
}

/** All money back; half of them never shipped. */
function refundAll(stage: Stage, order: Order): void {
  const { world, shop, random } = stage;
  const hasShipped = random.chance(0.5) && deliver(stage, order).length > 0;
  at(stage, afterLastEvent(stage, order, random.integer(1, 8)), () => {
    const suggestion = suggestRefund(shop, order, { lines: [], isFull: true });
    return createRefund(world, shop, order, {
      lines: suggestion.parts.map(({ lineItemId, quantity }) => ({
        lineItemId,
        quantity,
        restockType: hasShipped ? "NO_RESTOCK" : "CANCEL",
      })),
      shipping: { fullRefund: true },
      transactions: suggestion.transactions.map(({ parent, amountMinor }) => ({
        parentId: parent.id,
        amountMinor,
      })),
      note: hasShipped
        ? random.pick(["Arrived broken", "Never arrived", "Goodwill"])
        : "Out of stock",
    });
  });
}

/** One unit back after delivery, or a sum of money without goods. */
function refundPart(stage: Stage, order: Order): void {
  const { world, shop, random } = stage;
  deliver(stage, order);
  const [line] = order.lineItems;
  if (!line) return;
  at(stage, afterLastEvent(stage, order, random.integer(1, 9)), () => {
    const isGoodwill = random.chance(0.4) || (order.lineItems.length === 1 && line.quantity === 1);
    const lines = isGoodwill ? [] : [{ lineItemId: line.id, quantity: 1 }];
    const { wanted, transactions } = suggestRefund(shop, order, { lines });
    const [first] = transactions;
    const largest = transactions.reduce((most, entry) => Math.max(most, entry.maximumMinor), 0);
    const parent =
      transactions.find(({ maximumMinor }) => maximumMinor === largest)?.parent ?? first?.parent;
    if (!parent) return null;
    const amountMinor = isGoodwill
      ? Math.ceil(largest / 10)
      : Math.min(wanted.presentment, largest);
    return createRefund(world, shop, order, {
      lines: lines.map((part) => ({ ...part, restockType: "NO_RESTOCK" })),
      transactions: [{ parentId: parent.id, amountMinor }],
      note: isGoodwill ? "Late delivery, goodwill" : "Damaged in transit",
    });
  });
}

function dispute(stage: Stage, order: Order, end: "WON" | "LOST" | null): void {
  const { world, shop, random } = stage;
  const journey: Journey = random.chance(0.5) ? "delivered" : "stuck";
  shipAll(stage, order, journey);
  const openedMs = Math.min(
    placedMs(order) + random.integer(8, 20) * DAY_MS,
    stage.nowMs - 3 * HOUR_MS,
  );
  const opened = at(stage, openedMs, () =>
    openDispute(world, shop, order, {
      type: random.chance(0.85) ? "CHARGEBACK" : "INQUIRY",
      status: random.pick(["NEEDS_RESPONSE", "UNDER_REVIEW"]),
      reason:
        journey === "stuck"
          ? "PRODUCT_NOT_RECEIVED"
          : random.pick(["FRAUDULENT", "PRODUCT_UNACCEPTABLE", "UNRECOGNIZED"]),
      evidenceDueBy: toInstant(openedMs + 18 * DAY_MS).slice(0, 10),
    }),
  );
  if (!opened || !end) return;
  at(stage, openedMs + 10 * DAY_MS, () => updateDispute(world, shop, opened, "UNDER_REVIEW"));
  opened.evidenceSentOn = toInstant(openedMs + 10 * DAY_MS).slice(0, 10);
  at(stage, openedMs + 24 * DAY_MS, () => updateDispute(world, shop, opened, end));
}

function hold(stage: Stage, order: Order): void {
  const { world, shop, random } = stage;
  const [first] = openEntries(stage, order);
  if (!first) return;
  at(stage, placedMs(order) + 90_000, () =>
    holdFulfillmentOrder(world, shop, first, {
      reason: random.pick([
        "INVENTORY_OUT_OF_STOCK",
        "INCORRECT_ADDRESS",
        "HIGH_RISK_OF_FRAUD",
        "AWAITING_PAYMENT",
        "OTHER",
      ]),
      reasonNotes: random.pick([
        "Waiting for the kiln",
        "House number is missing",
        "Asked the buyer to confirm",
        null,
      ]),
    }),
  );
}

/** The buyer took one thing off the order before it shipped; what was paid for it is still owed. */
function edit(stage: Stage, order: Order): void {
  const { world, shop } = stage;
  const line = order.lineItems.find(({ quantity }) => quantity > 1) ?? order.lineItems.at(-1);
  if (!line) return;
  at(stage, placedMs(order) + 2 * HOUR_MS, () => {
    const begun = beginEdit(world, shop, order);
    if (!begun.ok) return;
    changeEdit(world, shop, begun.value.id, {
      kind: "quantity",
      lineId: line.id,
      quantity: line.quantity - 1,
      restock: true,
    });
    commitEdit(world, shop, begun.value.id, {
      notifyCustomer: true,
      staffNote: "Asked on the phone",
    });
  });
  shipAll(stage, order, "delivered");
}
