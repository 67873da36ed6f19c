/** Plays what becomes of a seeded return after its order was delivered. */
import { processReturn, suggestOutcome } from "#sandbox/domain/process-return.ts";
import {
  approveReturn,
  cancelReturn,
  closeReturn,
  createReturn,
  declineReturn,
  returnableQuantity,
  type ReturnLineDraft,
} from "#sandbox/domain/returns.ts";
import { createReverseDelivery } from "#sandbox/domain/reverse-logistics.ts";
import { atInstant, toInstant } from "#sandbox/store/clock.ts";
import type { Order, Outcome, Return } from "#sandbox/store/types.ts";
import { DAY_MS, HOUR_MS, type Stage } from "./stage.ts";
import { issueTrackingNumber } from "./tracking-numbers.ts";

export type ReturnFate = "requested" | "open" | "closed" | "declined" | "canceled";

/** Reasons of Shopify's library by their number, and what a shopper writes with them. */
const REASONS: readonly (readonly [number: number, note: string | null])[] = [
  [2, "Changed my mind, never opened."],
  [3, "Die Farbe ist viel dunkler als auf dem Foto."],
  [4, "I ordered Kelp and got Iron."],
  [6, "取っ手が欠けていました。"],
  [7, "Trop petit, je voudrais la taille au-dessus."],
  [8, null],
  [5, "وصل متأخراً جداً"],
];

/** Nothing happens to an order of which nothing was delivered, or not long enough ago. */
export function liveReturn(stage: Stage, order: Order, fate: ReturnFate): void {
  const deliveredMs = deliveredAt(stage, order);
  const openedMs =
    (deliveredMs ?? Number.POSITIVE_INFINITY) + stage.random.integer(2, 40) * HOUR_MS;
  if (openedMs > stage.nowMs) return;
  const line = firstReturnable(stage, order);
  if (!line) return;
  const isAsked = fate === "requested" || fate === "declined" || stage.random.chance(0.6);
  const entry = at(stage, openedMs, () =>
    createReturn(stage.world, stage.shop, order, {
      mode: isAsked ? "request" : "create",
      lines: [line],
    }),
  );
  if (!entry || fate === "requested") return;
  if (fate === "declined") {
    at(stage, openedMs + DAY_MS, () =>
      declineReturn(stage.world, stage.shop, entry, {
        reason: "RETURN_PERIOD_ENDED",
        note: "Sorry, this came after the window had closed.",
      }),
    );
    return;
  }
  if (
    isAsked &&
    !at(stage, openedMs + 5 * HOUR_MS, () => approveReturn(stage.world, stage.shop, entry))
  )
    return;
  if (fate === "canceled") {
    at(stage, openedMs + 2 * DAY_MS, () => cancelReturn(stage.world, stage.shop, entry));
    return;
  }
  sendLabel(stage, entry, openedMs + 6 * HOUR_MS);
  if (fate === "closed")
    settle(stage, order, entry, openedMs + stage.random.integer(3, 7) * DAY_MS);
}

function sendLabel(stage: Stage, entry: Return, ms: number): void {
  const { world, shop, random } = stage;
  const reverse = shop.reverseFulfillmentOrders.get(entry.reverseFulfillmentOrderIds[0] ?? "");
  if (!reverse) return;
  const { number, url } = issueTrackingNumber("usps", random);
  at(stage, ms, () =>
    createReverseDelivery(world, shop, reverse, {
      lines: [],
      labelUrl: `https://labels.example.com/${number}.pdf`,
      tracking: { number, url },
    }),
  );
}

/** Received, looked at, paid back, closed. */
function settle(stage: Stage, order: Order, entry: Return, ms: number): void {
  const { world, shop, random } = stage;
  const reverse = shop.reverseFulfillmentOrders.get(entry.reverseFulfillmentOrderIds[0] ?? "");
  const reverseLine = reverse?.lines[0];
  const [line] = entry.lines;
  if (!line || !reverseLine) return;
  const [main] = shop.locations.keys();
  const item = order.lineItems.find(({ id }) => id === line.lineItemId);
  const canRestock = main && item?.variantId && line.reason !== "DEFECTIVE" && random.chance(0.7);
  const processed = at(stage, ms, () => {
    const asked = {
      lines: [{ id: line.id, quantity: line.quantity }],
      exchangeLines: [],
      shipping: null,
    };
    const { transactions } = suggestOutcome(shop, entry, asked);
    return processReturn(world, shop, entry, {
      lines: [
        {
          id: line.id,
          quantity: line.quantity,
          dispositions: [
            {
              reverseLineId: reverseLine.id,
              quantity: line.quantity,
              type: canRestock ? "RESTOCKED" : "NOT_RESTOCKED",
              locationId: canRestock ? main : null,
            },
          ],
        },
      ],
      exchangeLines: [],
      refund: {
        transactions: transactions
          .filter(({ amountMinor }) => amountMinor > 0)
          .map(({ parent, amountMinor }) => ({ parentId: parent.id, amountMinor })),
        storeCredit: [],
        allowOverRefunding: false,
      },
      shipping: null,
      note: "Received in good order",
    });
  });
  if (processed) at(stage, ms + 2 * HOUR_MS, () => closeReturn(world, shop, entry));
}

function firstReturnable({ shop, random }: Stage, order: Order): ReturnLineDraft | null {
  for (const id of order.fulfillmentIds) {
    const parcel = shop.fulfillments.get(id);
    for (const line of parcel?.lines ?? []) {
      if (!parcel || returnableQuantity(shop, order, parcel, line) === 0) continue;
      const [reason, customerNote] = random.pick(REASONS);
      return {
        fulfillmentLineItemId: line.id,
        quantity: 1,
        reasonDefinitionId: `gid://shopify/ReturnReasonDefinition/${reason}`,
        reasonNote: customerNote ?? "Not said",
        customerNote,
        restockingPercentage: random.chance(0.2) ? 10 : null,
      };
    }
  }
  return null;
}

/** When the last parcel arrived; null while one is on its way. */
function deliveredAt({ shop }: Stage, order: Order): number | null {
  const arrivals = order.fulfillmentIds.map((id) => {
    const scan = shop.fulfillments.get(id)?.events.find(({ status }) => status === "DELIVERED");
    return scan ? Date.parse(scan.happenedAt) : null;
  });
  const known = arrivals.filter((ms) => ms !== null);
  return known.length > 0 && known.length === arrivals.length ? Math.max(...known) : null;
}

/** Runs a step in the past; a step of the future does not happen. Throws when the store refuses it. */
function at<Value>(stage: Stage, ms: number, step: () => Outcome<Value>): Value | null {
  if (ms > stage.nowMs) return null;
  const outcome = atInstant(stage.world, toInstant(ms), step);
  if (!outcome.ok) throw new Error(outcome.errors.map(({ message }) => message).join(" "));
  return outcome.value;
}
