/** How an order is paid, by its fate: in full, later, in parts, never. */
import type { OrderDraft, TransactionDraft } from "#sandbox/domain/create-order.ts";
import { convert } from "#sandbox/domain/money.ts";
import type { Bag, Order } from "#sandbox/store/types.ts";
import type { OrderFate } from "./order-fates.ts";
import type { RandomSource } from "./random-source.ts";

type Payment = Pick<OrderDraft, "transactions" | "financialStatus">;

export function planPayment(
  random: RandomSource,
  fate: OrderFate,
  total: Bag,
  order: Pick<Order, "currency" | "presentmentCurrency">,
): Payment {
  const gateway = random.weighted([
    ["shopify_payments", 80],
    ["paypal", 17],
    ["shop_cash", 3],
  ]);
  const code = `ch_${random.digits(12)}`;
  const sale = (amount: Bag): TransactionDraft => ({
    kind: "SALE",
    gateway,
    amount,
    authorizationCode: code,
  });
  if (total.presentment === 0) return { financialStatus: "PAID" };
  if (fate === "payment_pending") {
    return {
      transactions: [{ kind: "SALE", status: "PENDING", gateway: "manual", amount: total }],
    };
  }
  if (fate === "payment_authorized") {
    return {
      transactions: [{ kind: "AUTHORIZATION", gateway, amount: total, authorizationCode: code }],
    };
  }
  if (fate === "payment_voided") {
    return {
      transactions: [
        { kind: "AUTHORIZATION", gateway, amount: total, authorizationCode: code },
        { kind: "VOID", gateway, amount: total, parentIndex: 0 },
      ],
    };
  }
  if (fate === "payment_expired") return { financialStatus: "EXPIRED" };
  if (fate === "payment_partial") return { transactions: [sale(half(total))] };
  const card = giftCardPart(random, total, order);
  if (!card) return { transactions: [sale(total)] };
  const rest = { shop: total.shop - card.shop, presentment: total.presentment - card.presentment };
  return { transactions: [{ kind: "SALE", gateway: "gift_card", amount: card }, sale(rest)] };
}

/** Some buyers spend a 25-dollar card first. */
function giftCardPart(
  random: RandomSource,
  total: Bag,
  { currency, presentmentCurrency }: Pick<Order, "currency" | "presentmentCurrency">,
): Bag | null {
  const card = {
    shop: convert(25_00, "USD", currency),
    presentment: convert(25_00, "USD", presentmentCurrency),
  };
  return total.shop > 2 * card.shop && random.chance(0.03) ? card : null;
}

function half({ shop, presentment }: Bag): Bag {
  return { shop: Math.floor(shop / 2), presentment: Math.floor(presentment / 2) };
}
