/** Places one invented order at an instant. */
import { createOrder, type OrderDraft } from "#sandbox/domain/create-order.ts";
import { atInstant, toInstant } from "#sandbox/store/clock.ts";
import { addBags } from "#sandbox/domain/money.ts";
import type { Customer, Order, ShopState } from "#sandbox/store/types.ts";
import type { CountryProfile } from "./countries/country-profile.ts";
import { draftOrder } from "./draft-order.ts";
import type { Person } from "./invent-person.ts";
import type { OrderFate } from "./order-fates.ts";
import { planPayment } from "./pay-order.ts";
import { quoteOrder } from "./quote-order.ts";
import { DAY_MS, HOUR_MS, type Stage } from "./stage.ts";
import type { StockedVariant } from "./stock-catalogue.ts";

export type Buyer = { person: Person; customer: Customer };

export type Placement = {
  buyer: Buyer;
  catalogue: readonly StockedVariant[];
  atMs: number;
  fate: OrderFate;
};

export function placeOrder(stage: Stage, { buyer, catalogue, atMs, fate }: Placement): Order {
  const { world, shop, random, nowMs } = stage;
  const isGuest = random.chance(0.012);
  const drafted: OrderDraft = {
    ...draftOrder({
      random,
      shopCurrency: shop.currency,
      catalogue,
      customer: buyer.customer,
      person: { ...buyer.person, country: payingIn(shop, buyer.person.country) },
      kind: kindOf(random.next(), fate),
    }),
    ...(fate === "test" ? { test: true } : {}),
    ...(fate === "scheduled"
      ? { fulfillAt: toInstant(nowMs + random.integer(2, 25) * DAY_MS) }
      : {}),
    ...promise(stage, atMs),
    ...(random.chance(0.02) ? { risk: [RISKY] } : {}),
  };
  const draft = isGuest ? withoutBuyer(drafted) : drafted;
  return atInstant(world, toInstant(atMs), () => {
    const total = quoteOrder(world, shop, draft);
    const currency = draft.presentmentCurrency ?? shop.currency;
    const payment = planPayment(random, fate, total, {
      currency: shop.currency,
      presentmentCurrency: currency,
    });
    const isTipped = draft.lineItems.length > 1 && fate === "delivered" && random.chance(0.02);
    const isForeign = currency !== shop.currency;
    return createOrder(world, shop, {
      ...draft,
      ...(isTipped && !isForeign ? withTip(payment) : payment),
      customerAcceptsMarketing: !isGuest && buyer.customer.emailMarketingState === "SUBSCRIBED",
    });
  });
}

/** Typed in by staff for somebody who left only an address. */
function withoutBuyer({ customerId: _, ...draft }: OrderDraft): OrderDraft {
  return { ...draft, email: null, phone: null, sourceName: "shopify_draft_order" };
}

/** A shop that does not sell in the buyer's currency is paid in its own. */
function payingIn(shop: ShopState, country: CountryProfile): CountryProfile {
  const isEnabled = shop.enabledPresentmentCurrencies.includes(country.presentmentCurrency);
  return isEnabled ? country : { ...country, presentmentCurrency: shop.currency };
}

const RISKY = {
  riskLevel: "HIGH" as const,
  facts: [
    {
      description: "The billing country differs from the card's country.",
      sentiment: "NEGATIVE" as const,
    },
  ],
  provider: null,
};

/** Fates that need a parcel get goods; a few others are gift cards or hold a custom line. */
function kindOf(chance: number, fate: OrderFate): "ordinary" | "digital" | "custom" {
  if (chance < 0.03 && ["unfulfilled", "delivered", "cancelled", "refunded"].includes(fate))
    return "digital";
  return chance > 0.97 ? "custom" : "ordinary";
}

/** Checkout named a delivery window for a third of the orders. */
function promise({ random }: Stage, atMs: number): Pick<OrderDraft, "delivery"> {
  if (!random.chance(0.35)) return {};
  const days = random.integer(3, 8);
  const at = (count: number) => toInstant(Math.floor((atMs + count * DAY_MS) / HOUR_MS) * HOUR_MS);
  return { delivery: { minAt: at(days), maxAt: at(days + random.integer(2, 5)) } };
}

const TIP = { shop: 5_00, presentment: 5_00 };

/** The tip is paid with the first payment. */
function withTip({ transactions = [], ...payment }: ReturnType<typeof planPayment>) {
  const [first, ...others] = transactions;
  if (!first) return { ...payment, transactions };
  return {
    ...payment,
    tip: TIP,
    transactions: [{ ...first, amount: addBags(first.amount, TIP) }, ...others],
  };
}
