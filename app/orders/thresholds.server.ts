/** The shop's own thresholds of the exception board. */
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import type { Result } from "#app/platform/result.ts";
import type { OrderReadDeps } from "./list-orders.server.ts";
import { evaluateThresholds } from "./read-thresholds.ts";
import { getShopSettings } from "./shop-settings.server.ts";
import type { ExceptionThresholds, ThresholdsRefusal } from "./views.ts";

/** The shop's thresholds, or the product's defaults. */
export function findThresholds(
  deps: Pick<OrderReadDeps, "db">,
  shopId: bigint,
): Promise<ExceptionThresholds> {
  return inShop(deps.db, shopId, (tx) => findThresholdsIn(tx, shopId));
}

export const findThresholdsIn = async (tx: ShopTx, shopId: bigint): Promise<ExceptionThresholds> =>
  (await getShopSettings(tx, shopId)).thresholds;

/** Saves them; each 1–365 days (0 would flag every order), and probably lost not before undelivered. */
export async function saveThresholds(
  tx: ShopTx,
  shopId: bigint,
  thresholds: ExceptionThresholds,
): Promise<Result<ExceptionThresholds, ThresholdsRefusal>> {
  const verdict = evaluateThresholds(thresholds);
  if (verdict.ok)
    await tx.shop.update({ where: { id: shopId }, data: { thresholds: verdict.value } });
  return verdict;
}
