/** Reads the rate for an act's money. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { Money } from "#app/platform/money.ts";
import type { ShopMoney } from "./kind-rules.ts";
import { reckonMoney } from "./shop-money.ts";

export async function findShopMoney(
  tx: ShopTx,
  shopId: bigint,
  orderGid: string | null,
  money: Money | null,
): Promise<ShopMoney> {
  if (!money) return "none";
  const shop = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { currency: true },
  });
  const order =
    orderGid === null
      ? null
      : await tx.order.findUnique({
          where: { shopId_gid: { shopId, gid: orderGid } },
          select: {
            currency: true,
            presentmentCurrency: true,
            totalMinor: true,
            presentmentTotalMinor: true,
          },
        });
  return reckonMoney(money, shop.currency, order);
}
