/** The last look after an erasure: every table of the shop, every column, whoever it belongs to. */
import { inShopStream, type Db } from "#app/platform/db.server.ts";
import type { ReportLine } from "./request.ts";

// The request itself names the person until this look has found nothing.
const NOT_SEARCHED = new Set(["compliance_requests"]);

/** Tables in which one of the words (lower case) still stands, with the number of rows. */
export async function findLeftovers(
  db: Pick<Db, "pool">,
  shopId: bigint,
  words: readonly string[],
): Promise<ReportLine[]> {
  if (words.length === 0) return [];
  return inShopStream(db, shopId, async (client) => {
    const { rows: tables } = await client.query<{ table_name: string }>(
      "select table_name from app.shop_tables()",
    );
    const found: ReportLine[] = [];
    for (const { table_name: table } of tables) {
      if (NOT_SEARCHED.has(table)) continue;
      const { rows } = await client.query<{ count: number }>(
        `select count(*)::int as count from ${client.escapeIdentifier(table)} t
         where t.shop_id = $1 and exists (select from unnest($2::text[]) word where position(word in lower(t::text)) > 0)`,
        [shopId.toString(), words],
      );
      const count = rows[0]?.count ?? 0;
      if (count > 0) found.push({ store: "Last look", table, rows: count, outcome: "found" });
    }
    return found;
  });
}
