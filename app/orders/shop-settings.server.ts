/** What lists need of the shop's own row. */
import { invariant } from "#app/platform/invariant.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { DEFAULT_THRESHOLDS, type ExceptionThresholds } from "./exception-flags.ts";
import { readThresholds } from "./read-thresholds.ts";

export type ShopSettings = {
  readonly domain: string;
  readonly zone: string;
  readonly thresholds: ExceptionThresholds;
};

export async function getShopSettings(tx: ShopTx, shopId: bigint): Promise<ShopSettings> {
  const shop = await tx.shop.findUnique({
    where: { id: shopId },
    select: { domain: true, ianaTimezone: true, thresholds: true },
  });
  invariant(shop, "the shop of a request exists");
  return {
    domain: shop.domain,
    zone: shop.ianaTimezone ?? "UTC",
    thresholds: readThresholds(shop.thresholds) ?? DEFAULT_THRESHOLDS,
  };
}
