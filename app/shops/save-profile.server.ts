/** Writes what Shopify says of a shop. What it left out stays as it was; a zone the merchant chose is not moved. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { isTimeZone } from "#app/platform/time.ts";

export type ShopProfileChange = {
  readonly shopId: bigint;
  /** When Shopify said so. */
  readonly asOf: Date;
  readonly name: string | null;
  readonly currency: string | null;
  readonly ianaTimezone: string | null;
  readonly planName: string | null;
};

/** False when a newer profile is already there. */
export async function saveProfile(tx: ShopTx, change: ShopProfileChange): Promise<boolean> {
  const zone = change.ianaTimezone && isTimeZone(change.ianaTimezone) ? change.ianaTimezone : null;
  const changed = await tx.$executeRaw`
    update shops set
      name = coalesce(${change.name}, name), currency = coalesce(${change.currency}, currency),
      plan_name = coalesce(${change.planName}, plan_name),
      shopify_timezone = coalesce(${zone}, shopify_timezone),
      iana_timezone = case when is_timezone_own then iana_timezone else coalesce(${zone}, iana_timezone) end,
      profile_updated_at = ${change.asOf}::timestamptz, updated_at = now()
    where id = ${change.shopId}
      and (profile_updated_at is null or profile_updated_at <= ${change.asOf}::timestamptz)`;
  return changed > 0;
}
