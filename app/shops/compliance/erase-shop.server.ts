/** `shop/redact`: everything of a shop goes, by the tables' owner. What is left is the request, without a name. */
import type { Clock } from "#app/platform/clock.ts";
import { inShopStream, type Db } from "#app/platform/db.server.ts";
import type { PersonalDataStore } from "#app/platform/personal-data.ts";
import type { ReportLine } from "./request.ts";

// A million rows take about a minute; the statement must not be cut off by the pages' limit.
const STATEMENT_TIMEOUT = "15min";

type EraseShopDeps = {
  readonly db: Pick<Db, "pool">;
  readonly clock: Clock;
  readonly stores: readonly PersonalDataStore[];
};

/** Throws when the shop has been installed again: then nobody may erase it. */
export async function eraseShop(
  { db, clock, stores }: EraseShopDeps,
  { shopId, requestId }: { shopId: bigint; requestId: bigint },
): Promise<void> {
  const report: ReportLine[] = [];
  for (const store of stores)
    for (const { table, rows, outcome } of (await store.eraseShop?.(shopId)) ?? [])
      report.push({ store: store.name, table, rows, outcome });
  await inShopStream(db, shopId, async (client) => {
    await client.query("select set_config('statement_timeout', $1, true)", [STATEMENT_TIMEOUT]);
    const { rows } = await client.query<{ table_name: string; row_count: string }>(
      "select table_name, row_count from app.erase_shop($1)",
      [shopId.toString()],
    );
    for (const { table_name: table, row_count: count } of rows)
      report.push({ store: "Database", table, rows: Number(count), outcome: "deleted" });
    await client.query(
      `update compliance_requests set state = 'done', finished_at = $3, report = $4
       where shop_id = $1 and id = $2`,
      [shopId.toString(), requestId.toString(), clock.now(), JSON.stringify(report)],
    );
  });
}
