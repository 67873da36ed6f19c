/** What a merchant sees of the shop itself, and the part of it that is theirs to change. */
import type { WorkCalendar } from "#app/platform/business-days.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { accept, type Result } from "#app/platform/result.ts";
import {
  evaluateWorkingTime,
  type WorkingTime,
  type WorkingTimeRefusal,
} from "./evaluate-working-time.ts";

type SettingsDeps = { readonly db: Pick<Db, "prisma"> };

/** Safe to send to a browser: no bigint, no secret. */
export type ShopSettings = WorkingTime & {
  readonly domain: string;
  /** null, like the fields below, until the install job has asked Shopify */
  readonly name: string | null;
  readonly currency: string | null;
  readonly planName: string | null;
  /** the zone the product reckons in */
  readonly timeZone: string;
  readonly shopifyTimeZone: string;
  /** granted access scopes; a `write_x` is listed without its `read_x` */
  readonly scopes: readonly string[];
  readonly isTokenRefused: boolean;
  /** ISO instant */
  readonly installedAt: string;
  /** ISO instant; null while the setup guide is shown */
  readonly guideDismissedAt: string | null;
};

export const getShopSettings = ({ db }: SettingsDeps, shopId: bigint): Promise<ShopSettings> =>
  inShop(db, shopId, (tx) => getShopSettingsIn(tx, shopId));

export async function getShopSettingsIn(tx: ShopTx, shopId: bigint): Promise<ShopSettings> {
  const row = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
  return {
    domain: row.domain,
    name: row.name,
    currency: row.currency,
    planName: row.planName,
    timeZone: row.ianaTimezone,
    ownTimeZone: row.isTimezoneOwn ? row.ianaTimezone : null,
    shopifyTimeZone: row.shopifyTimezone ?? row.ianaTimezone,
    workingDays: row.workingDays,
    holidays: row.holidays.map(toCalendarDate),
    scopes: row.scopes,
    isTokenRefused: row.tokenRefusedAt !== null,
    installedAt: row.installedAt.toISOString(),
    guideDismissedAt: row.guideDismissedAt?.toISOString() ?? null,
  };
}

/** The calendar promises and deadlines are counted by. */
export async function getWorkCalendar(
  deps: SettingsDeps,
  shopId: bigint,
): Promise<WorkCalendar & { readonly timeZone: string }> {
  const { workingDays, holidays, timeZone } = await getShopSettings(deps, shopId);
  return { workingDays: new Set(workingDays), holidays: new Set(holidays), timeZone };
}

/** Saves clock and calendar, or gives every reason against them. */
export async function saveWorkingTime(
  tx: ShopTx,
  shopId: bigint,
  asked: WorkingTime,
): Promise<Result<WorkingTime, readonly WorkingTimeRefusal[]>> {
  const evaluated = evaluateWorkingTime(asked);
  if (!evaluated.ok) return evaluated;
  const { ownTimeZone, workingDays, holidays } = evaluated.value;
  await tx.$executeRaw`
    update shops set is_timezone_own = ${ownTimeZone !== null},
      iana_timezone = coalesce(${ownTimeZone}, shopify_timezone, iana_timezone),
      working_days = ${[...workingDays]}::int[], holidays = ${[...holidays]}::date[], updated_at = now()
    where id = ${shopId}`;
  return accept(evaluated.value);
}

/** The setup guide is put away for everybody in the shop. */
export const dismissGuide = (
  { db }: SettingsDeps,
  shopId: bigint,
  record: (tx: ShopTx) => Promise<void>,
): Promise<void> =>
  inShop(db, shopId, async (tx) => {
    const count = await tx.$executeRaw`
      update shops set guide_dismissed_at = now(), updated_at = now()
      where id = ${shopId} and guide_dismissed_at is null`;
    if (count > 0) await record(tx);
  });

// A DATE arrives as midnight UTC.
const toCalendarDate = (date: Date): string => date.toISOString().slice(0, 10);
