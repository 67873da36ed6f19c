/**
 * The webhook topics about the shop itself, and who settles them; privacy requests are in compliance/. A test compares
 * this with shopify.app.toml.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { ShopDelivery, ShopDeliveryOutcome } from "./shop-delivery.ts";
import { uninstallShop } from "./uninstall-shop.server.ts";
import { updateScopes } from "./update-scopes.server.ts";
import { updateShop } from "./update-shop.server.ts";

type ShopDeliveryHandler = (tx: ShopTx, delivery: ShopDelivery) => Promise<ShopDeliveryOutcome>;

export const SHOP_TOPICS: Readonly<Record<string, ShopDeliveryHandler>> = {
  "app/uninstalled": uninstallShop,
  "app/scopes_update": updateScopes,
  "shop/update": updateShop,
};
