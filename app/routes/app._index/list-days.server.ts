/** Orders of the last seven days of one shop, day by day in its zone, and how many of them show a flag now. */
import { flagCutoffs, hasAnyFlagSql } from "#app/orders/exception-flag-sql.ts";
import type { ExceptionThresholds } from "#app/orders/exception-flags.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, runSql, type Db, type Sql } from "#app/platform/db.server.ts";
import { addDays, calendarDate, MS_PER_DAY, startOfDate } from "#app/platform/time.ts";
import type { DayNumbers } from "./week-card.tsx";

const DAYS = 7;

type DaysQuestion = { zone: string; thresholds: ExceptionThresholds };

export async function listDays(
  { db, clock }: { db: Db; clock: Clock },
  shopId: bigint,
  { zone, thresholds }: DaysQuestion,
): Promise<DayNumbers[]> {
  const now = clock.now();
  const dates = lastDates(now, zone);
  const from = startOfDate(dates[0] ?? calendarDate(now, zone), zone);
  const sql = daysSql(shopId, { zone, thresholds, from, now });
  const rows = await inShop(db, shopId, (tx) => runSql<DayNumbers>(tx, sql));
  const byDate = new Map(rows.map((row) => [row.date, row]));
  return dates.map((date) => byDate.get(date) ?? { date, orders: 0, exceptions: 0 });
}

function daysSql(
  shopId: bigint,
  { zone, thresholds, from, now }: DaysQuestion & { from: Date; now: Date },
): Sql {
  const values: unknown[] = [shopId, zone, from];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const isFlagged = hasAnyFlagSql(flagCutoffs(thresholds, now), bind);
  return {
    text: `select to_char(o.placed_at at time zone $2, 'YYYY-MM-DD') as date, count(*)::int as orders,
        count(*) filter (where ${isFlagged})::int as exceptions
      from orders o where o.shop_id = $1 and o.placed_at >= $3::timestamptz and o.deleted_at is null
      group by 1`,
    values,
  };
}

/** The last seven calendar dates of the zone, today last. Noon is on its own date in every zone, whatever the clocks do. */
function lastDates(now: Date, zone: string): string[] {
  const noon = new Date(startOfDate(calendarDate(now, zone), zone).getTime() + MS_PER_DAY / 2);
  return Array.from({ length: DAYS }, (_, index) =>
    calendarDate(addDays(noon, index + 1 - DAYS), zone),
  );
}
