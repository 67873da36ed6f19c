/** Money of an act in the shop's currency, at the rate of its order: ceilings and limits of roles are kept in that. Pure. */
import type { Money } from "#app/platform/money.ts";
import type { ShopMoney } from "./kind-rules.ts";

/** What an order came to, in both currencies: the only rate we know. */
export type OrderRate = {
  readonly currency: string;
  readonly presentmentCurrency: string;
  readonly totalMinor: bigint;
  readonly presentmentTotalMinor: bigint;
};

/** Rounded up, so that a ceiling is never passed by rounding; `unknown` when no order tells the rate. */
export function reckonMoney(
  money: Money | null,
  shopCurrency: string | null,
  order: OrderRate | null,
): ShopMoney {
  if (!money) return "none";
  const { amountMinor, currency } = money;
  if (amountMinor === 0n || currency === shopCurrency) return amountMinor;
  const isOfOrder = order?.currency === shopCurrency && order?.presentmentCurrency === currency;
  if (!order || !isOfOrder || order.presentmentTotalMinor <= 0n) return "unknown";
  const { totalMinor, presentmentTotalMinor } = order;
  return (amountMinor * totalMinor + presentmentTotalMinor - 1n) / presentmentTotalMinor;
}
