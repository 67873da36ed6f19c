/** Webhook `shop/update`: the newest profile wins, whatever the order of arrival. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { saveProfile } from "./save-profile.server.ts";
import { namesAnotherShop, readShopBody } from "./shop-body.ts";
import { APPLIED, type ShopDelivery, type ShopDeliveryOutcome } from "./shop-delivery.ts";

export async function updateShop(tx: ShopTx, delivery: ShopDelivery): Promise<ShopDeliveryOutcome> {
  const body = readShopBody(delivery.body);
  if (!body) return { outcome: "parked", reason: "body_unreadable" };
  if (namesAnotherShop(body, delivery.shopDomain))
    return { outcome: "parked", reason: "body_names_another_shop" };
  const isNewest = await saveProfile(tx, {
    shopId: delivery.shopId,
    asOf: readInstant(body.updated_at) ?? delivery.triggeredAt ?? delivery.receivedAt,
    name: body.name ?? null,
    currency: body.currency ?? null,
    ianaTimezone: body.iana_timezone ?? null,
    planName: body.plan_display_name ?? null,
  });
  return isNewest ? APPLIED : { outcome: "ignored", reason: "older_than_known" };
}

function readInstant(text: string | null | undefined): Date | null {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) ? null : new Date(at);
}
