/**
 * Webhook `app/uninstalled`. The token is already dead when it arrives, so Shopify is never called. A reinstall may
 * overtake it: an uninstall triggered before Shopify last gave us a token is about an installation that is over.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import { namesAnotherShop, readShopBody } from "./shop-body.ts";
import { APPLIED, type ShopDelivery, type ShopDeliveryOutcome } from "./shop-delivery.ts";

export async function uninstallShop(
  tx: ShopTx,
  delivery: ShopDelivery,
): Promise<ShopDeliveryOutcome> {
  const { shopId } = delivery;
  const body = readShopBody(delivery.body);
  if (body && namesAnotherShop(body, delivery.shopDomain))
    return { outcome: "parked", reason: "body_names_another_shop" };
  const triggeredAt = delivery.triggeredAt ?? delivery.receivedAt;
  const changed = await tx.$executeRaw`
    update shops set uninstalled_at = ${triggeredAt}::timestamptz, token_refused_at = null,
      token_generation = token_generation + 1, updated_at = now()
    where id = ${shopId} and uninstalled_at is null
      and installed_at <= ${triggeredAt}::timestamptz
      and (confirmed_at is null or confirmed_at <= ${triggeredAt}::timestamptz)`;
  if (changed === 0) return { outcome: "ignored", reason: "installed_since" };
  await tx.shopToken.deleteMany({ where: { shopId } });
  return APPLIED;
}
