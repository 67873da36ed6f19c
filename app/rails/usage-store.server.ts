/**
 * What was done by itself today, and what may be. A call is counted under the lock of the day's row, in the transaction in
 * which it begins: however many workers there are, together they never pass a ceiling.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import { findBusiestDays } from "./busiest-days.server.ts";
import { defaultCeiling, type BusiestDays } from "./default-ceiling.ts";
import type { Usage } from "./evaluate-act.ts";
import { COUNTERS, type Counter, type Load } from "./kind-rules.ts";
import type { ShopDay } from "./shop-day.ts";
import { lockRailsSettings, type ChangedBy } from "./versioned.server.ts";

type DayOfShop = { readonly shopId: bigint; readonly day: ShopDay; readonly zone: string };

/** Usage and ceiling of each load, locked until the transaction ends. `loads` in the order of COUNTERS. */
export async function lockUsage(
  tx: ShopTx,
  { shopId, day, zone }: DayOfShop,
  loads: readonly Load[],
): Promise<Usage[]> {
  const usage: Usage[] = [];
  for (const { counter, adds } of loads) {
    const row =
      (await lockRow(tx, shopId, counter, day)) ??
      (await openDay(tx, { shopId, day, zone }, counter));
    usage.push({ counter, adds, used: row.used, ceiling: row.own ?? row.defaultCeiling });
  }
  return usage;
}

type Row = {
  readonly used: bigint;
  readonly defaultCeiling: bigint;
  readonly own: bigint | null;
};

async function lockRow(
  tx: ShopTx,
  shopId: bigint,
  counter: Counter,
  { on }: ShopDay,
): Promise<Row | null> {
  const [row] = await tx.$queryRaw<Row[]>`
    select u.used, u.default_ceiling as "defaultCeiling", (
      select c.value from rails_ceilings c where c.shop_id = u.shop_id and c.counter = u.counter
      order by c.version desc limit 1) as own
    from rails_usage u
    where u.shop_id = ${shopId} and u.counter = ${counter} and u.day = ${on}::date
    for update of u`;
  return row ?? null;
}

/** The first of the day fixes the day's default. */
async function openDay(
  tx: ShopTx,
  { shopId, day, zone }: DayOfShop,
  counter: Counter,
): Promise<Row> {
  const ceiling = defaultCeiling(
    counter,
    await findBusiestDays(tx, shopId, { today: day.beganAt, zone }),
  );
  await tx.$executeRaw`
    insert into rails_usage (shop_id, counter, day, used, default_ceiling)
    values (${shopId}, ${counter}, ${day.on}::date, 0, ${ceiling}) on conflict do nothing`;
  const row = await lockRow(tx, shopId, counter, day);
  if (!row) throw new Error("The day's row is there once it was written.");
  return row;
}

/** Counts a call that is about to begin, once a day for each intent. The rows are locked already. */
export async function countCall(
  tx: ShopTx,
  { shopId, day }: DayOfShop,
  intentId: bigint,
  usage: readonly Usage[],
): Promise<void> {
  for (const { counter, adds } of usage)
    await tx.$executeRaw`
      update rails_usage set used = used + ${adds ?? 0n}::bigint
      where shop_id = ${shopId} and counter = ${counter} and day = ${day.on}::date`;
  await tx.$executeRaw`
    update intents set counted_on = ${day.on}::date where shop_id = ${shopId} and id = ${intentId}`;
}

export type CeilingState = {
  readonly counter: Counter;
  readonly used: bigint;
  readonly default: bigint;
  /** the shop's own; null: the default holds */
  readonly own: bigint | null;
  readonly changed: ChangedBy | null;
};

/** Every ceiling as it stands, without locks: for pages. */
export async function listCeilings(
  tx: ShopTx,
  { shopId, day, zone }: DayOfShop,
): Promise<CeilingState[]> {
  const rows = await tx.railsUsage.findMany({ where: { shopId, day: new Date(day.on) } });
  const own = await tx.railsCeiling.findMany({
    where: { shopId },
    orderBy: { version: "desc" },
    distinct: ["counter"],
  });
  const isKnown = COUNTERS.every((counter) => rows.some((row) => row.counter === counter));
  const busiest = isKnown ? null : await findBusiestDays(tx, shopId, { today: day.beganAt, zone });
  return COUNTERS.map((counter) => {
    const row = rows.find((one) => one.counter === counter);
    const chosen = own.find((one) => one.counter === counter);
    return {
      counter,
      used: row?.used ?? 0n,
      default: row?.defaultCeiling ?? defaultOf(counter, busiest),
      own: chosen?.value ?? null,
      changed: chosen ? { staffId: chosen.changedBy, at: chosen.changedAt } : null,
    };
  });
}

const defaultOf = (counter: Counter, busiest: BusiestDays | null) =>
  busiest ? defaultCeiling(counter, busiest) : 1n;

/** Adds a version; null goes back to the default. */
export async function saveCeiling(
  tx: ShopTx,
  shopId: bigint,
  { counter, value }: { readonly counter: Counter; readonly value: bigint | null },
  by: ChangedBy,
): Promise<void> {
  await lockRailsSettings(tx, shopId);
  await tx.$executeRaw`
    insert into rails_ceilings (shop_id, counter, version, value, changed_at, changed_by)
    select ${shopId}, ${counter}, coalesce(max(version), 0) + 1, ${value}::bigint, ${by.at}, ${by.staffId}
    from rails_ceilings where shop_id = ${shopId} and counter = ${counter}`;
}
