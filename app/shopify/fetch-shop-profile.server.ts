/** Asks Shopify who the shop is and what it has granted us. */
import type { AdminClient } from "./admin-client.server.ts";
import { GetShopProfileDocument } from "./generated/operations.ts";

export type ShopProfile = {
  readonly name: string;
  readonly currency: string;
  readonly ianaTimezone: string;
  readonly planName: string;
  /** Granted access scopes, sorted. A `write_x` is listed without its `read_x`. */
  readonly scopes: readonly string[];
};

export async function fetchShopProfile(
  { admin }: { admin: AdminClient },
  shopId: bigint,
): Promise<ShopProfile> {
  const { shop, currentAppInstallation } = await admin.run(shopId, GetShopProfileDocument, {});
  return {
    name: shop.name,
    currency: shop.currencyCode,
    ianaTimezone: shop.ianaTimezone,
    planName: shop.plan.publicDisplayName,
    scopes: currentAppInstallation.accessScopes.map(({ handle }) => handle).sort(),
  };
}
