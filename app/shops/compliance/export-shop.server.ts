/** Everything a shop owns, as a stream of JSON lines: first a line that says what it is, last one that says how much it was. */
import type { Clock } from "#app/platform/clock.ts";
import { actForShop, type Db } from "#app/platform/db.server.ts";

// Secrets of ours, and counters that mean nothing elsewhere.
const NOT_EXPORTED = new Set([
  "shop_tokens",
  "admin_cost_buckets",
  "admin_calls",
  "alert_webhooks",
  "mail_senders",
]);
const ROWS_AT_ONCE = 500;

/** Lines with their newline. Reads one snapshot; memory stays flat whatever the size. */
export async function* exportShop(
  { db, clock }: { readonly db: Pick<Db, "pool">; readonly clock: Clock },
  shopId: bigint,
): AsyncGenerator<string> {
  const client = await db.pool.connect();
  let isWhole = false;
  try {
    await client.query("begin isolation level repeatable read read only");
    await actForShop(client, shopId);
    const { rows: shops } = await client.query<{ row: { domain: string } }>(
      "select to_jsonb(s) - '{token_lease_holder,token_lease_until,token_generation}'::text[] as row from shops s where id = $1",
      [shopId.toString()],
    );
    const { rows: found } = await client.query<{ table_name: string }>(
      "select table_name from app.shop_tables()",
    );
    const tables = found
      .map(({ table_name: table }) => table)
      .filter((table) => !NOT_EXPORTED.has(table));
    yield toLine({
      export: "aftercare",
      madeAt: clock.now().toISOString(),
      shop: shops[0]?.row ?? null,
      tables,
    });
    const counts: Record<string, number> = {};
    for (const table of tables) {
      counts[table] = 0;
      const name = client.escapeIdentifier(table);
      await client.query(`declare shop_rows no scroll cursor for
        select to_jsonb(t) - 'shop_id' as row from ${name} t where t.shop_id = ${shopId.toString()}`);
      for (;;) {
        const { rows } = await client.query<{ row: unknown }>(
          `fetch ${ROWS_AT_ONCE} from shop_rows`,
        );
        if (rows.length === 0) break;
        counts[table] += rows.length;
        yield rows.map(({ row }) => toLine({ table, row })).join("");
      }
      await client.query("close shop_rows");
    }
    yield toLine({ end: true, rows: counts });
    await client.query("commit");
    isWhole = true;
  } finally {
    // A reader that hangs up leaves a transaction in the middle: the connection goes with it.
    client.release(!isWhole);
  }
}

const toLine = (value: unknown) => `${JSON.stringify(value)}\n`;
