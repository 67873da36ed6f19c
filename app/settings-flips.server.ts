/**
 * Which orders a change of settings would move before it is saved: their flag, their date, what is decided about them. Each
 * feature whose decisions hang on a setting adds its source here; features do not know each other.
 */
import { FLAG_COLUMNS, flagCutoffs } from "#app/orders/exception-flag-sql.ts";
import { EXCEPTION_FLAGS, type ExceptionThresholds } from "#app/orders/exception-flags.ts";
import { runSql, type ShopTx, type Sql } from "#app/platform/db.server.ts";
import type { FlipReport } from "#app/ui/flip-report.ts";
import { FLAG_WORDS } from "#app/ui/flag-words.ts";

export type SettingsOfOrders = {
  /** IANA zone the product reckons in */
  readonly timeZone: string;
  /** ISO weekdays, 1 = Monday */
  readonly workingDays: readonly number[];
  /** calendar dates */
  readonly holidays: readonly string[];
  readonly thresholds: ExceptionThresholds;
};

export type SettingsChange = {
  readonly shopId: bigint;
  readonly now: Date;
  readonly before: SettingsOfOrders;
  readonly after: SettingsOfOrders;
};

type FlipSource = (tx: ShopTx, change: SettingsChange) => Promise<FlipReport>;

const SOURCES: readonly FlipSource[] = [listFlagFlips];

/** Everything that the change would move, over all features. */
export async function listFlips(tx: ShopTx, change: SettingsChange): Promise<FlipReport> {
  const reports: FlipReport[] = [];
  for (const source of SOURCES) reports.push(await source(tx, change));
  return {
    count: reports.reduce((sum, { count }) => sum + count, 0),
    lines: reports.flatMap(({ lines }) => lines),
    orders: reports.flatMap(({ orders }) => orders),
  };
}

// Enough to see what kind of orders they are; the counts are of all.
const MOST_ORDERS = 20;

type FlipRow = {
  readonly id: bigint;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
};
type CountRow = {
  readonly before: string | null;
  readonly after: string | null;
  readonly count: number;
};

/** Orders that would show another flag on the exception board, or none any more. */
async function listFlagFlips(
  tx: ShopTx,
  { shopId, now, before, after }: SettingsChange,
): Promise<FlipReport> {
  const flips = flippedSql(shopId, now, before.thresholds, after.thresholds);
  const counts = await runSql<CountRow>(tx, {
    text: `select before, after, count(*)::int as count from (${flips.text}) flipped
      group by before, after order by count desc, before, after`,
    values: flips.values,
  });
  const orders = await runSql<FlipRow>(tx, {
    text: `select id, name, before, after from (${flips.text}) flipped order by id desc limit ${MOST_ORDERS}`,
    values: flips.values,
  });
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    lines: counts.map(
      (one) =>
        `${one.count.toLocaleString("en-US")} ${one.count === 1 ? "order" : "orders"}: ${nameFlag(one.before)} → ${nameFlag(one.after)}`,
    ),
    orders: orders.map((order) => ({
      name: order.name,
      path: `/app/orders/${order.id}`,
      before: nameFlag(order.before),
      after: nameFlag(order.after),
    })),
  };
}

function nameFlag(code: string | null): string {
  const flag = EXCEPTION_FLAGS.find((known) => known === code);
  return flag ? FLAG_WORDS[flag].label : "no flag";
}

function flippedSql(
  shopId: bigint,
  now: Date,
  before: ExceptionThresholds,
  after: ExceptionThresholds,
): Sql {
  const values: unknown[] = [shopId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const flagOf = (thresholds: ExceptionThresholds) => {
    const cutoffs = flagCutoffs(thresholds, now);
    const cases = EXCEPTION_FLAGS.map(
      (flag) =>
        `when o.${FLAG_COLUMNS[flag]} <= ${bind(cutoffs[flag])}::timestamptz then '${flag}'`,
    );
    return `case ${cases.join(" ")} end`;
  };
  const text = `select * from (
      select o.id, o.name, ${flagOf(before)} as before, ${flagOf(after)} as after
      from orders o where o.shop_id = $1 and o.deleted_at is null
        and coalesce(${EXCEPTION_FLAGS.map((flag) => `o.${FLAG_COLUMNS[flag]}`).join(", ")}) is not null
    ) flagged where before is distinct from after`;
  return { text, values };
}
