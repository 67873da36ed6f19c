/**
 * A supplier's price list from its bytes to committed offers, against COPY of the very rows it wrote into the same indexed
 * tables. Reading (dry run) and applying are both counted: a merchant waits for both.
 */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { applyFeed } from "#app/dropship/suppliers/feeds/apply-feed.server.ts";
import { startApply } from "#app/dropship/suppliers/feeds/feed-desk.server.ts";
import { readFeed } from "#app/dropship/suppliers/feeds/read-feed.server.ts";
import {
  announceFile,
  finishFile,
  PART_BYTES,
  receivePart,
} from "#app/dropship/suppliers/feeds/receive-feed.server.ts";
import { closeDb, createDb, type Db } from "#app/platform/db.server.ts";
import { median, type Comparison, type Size } from "./comparison.ts";

const SIZES = {
  full: { rows: 100_000, rounds: 3 },
  short: { rows: 2_000, rounds: 1 },
};
const TABLES = ["offers", "offer_history"];
// What a merchant is promised to wait at most.
const MOST_SECONDS = 30;

export async function compareFeedImport(databaseUrl: string, size: Size): Promise<Comparison[]> {
  const { rows, rounds } = SIZES[size];
  const db = createDb({ url: databaseUrl, poolMax: 4 });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const world = await plant(client, rows);
    const file = writeList(rows);
    const times = { read: [] as number[], apply: [] as number[], copy: [] as number[] };
    let peakMb = 0;
    for (let round = 0; round < rounds; round += 1) {
      await client.query(`truncate ${TABLES.join(", ")}`);
      const runId = await send(db, world, file);
      const before = process.memoryUsage().rss;
      const watch = setInterval(() => {
        peakMb = Math.max(peakMb, (process.memoryUsage().rss - before) / 1e6);
      }, 50);
      times.read.push(
        await secondsOf(() => readFeed({ db, clock }, { ...world, runId }, { signal })),
      );
      await startApply({ db, clock }, { ...world, runId, staffId: "1" });
      times.apply.push(await secondsOf(() => applyFeed({ db, clock }, { ...world, runId })));
      clearInterval(watch);
      times.copy.push(await copyAgain(client));
    }
    const ours = times.read.map((seconds, round) => seconds + (times.apply[round] ?? 0));
    const raw = { rows, fileBytes: file.length, ...times, peakMbAboveStart: Math.round(peakMb) };
    return [
      {
        name: "price list, bytes to committed offers ÷ COPY of the same rows",
        ratio: median(times.copy) / median(ours),
        aim: 0.1,
        better: "higher",
        raw: { ...raw, rowsPerSecond: Math.round(rows / median(ours)) },
      },
      {
        name: `price list of ${rows} rows, seconds ÷ ${MOST_SECONDS}`,
        ratio: median(ours) / MOST_SECONDS,
        aim: 1,
        better: "lower",
        raw: { ours },
      },
    ];
  } finally {
    await Promise.all([closeDb(db), client.end()]);
  }
}

const clock = { now: () => new Date() };
const { signal } = new AbortController();

type World = { readonly shopId: bigint; readonly supplierId: bigint };

async function plant(client: pg.Client, rows: number): Promise<World> {
  const shop = await client.query<{ id: string }>(
    "insert into shops (domain, currency, installed_at) values ('feed.myshopify.com', 'USD', now()) returning id",
  );
  const shopId = BigInt(shop.rows[0]?.id ?? 0);
  const supplier = await client.query<{ id: string }>(
    `insert into suppliers (shop_id, name, currency, time_zone, created_at, updated_at)
     values ($1, 'Bench', 'USD', 'UTC', now(), now()) returning id`,
    [shopId.toString()],
  );
  await client.query(
    `insert into variants (shop_id, gid, product_gid, title, sku, as_of)
     select $1, 'gid://shopify/ProductVariant/' || n, 'gid://shopify/Product/' || n, 'Product ' || n, 'SKU-' || n, now()
     from generate_series(1, $2::int) n`,
    [shopId.toString(), rows],
  );
  await client.query("analyze variants");
  return { shopId, supplierId: BigInt(supplier.rows[0]?.id ?? 0) };
}

function writeList(rows: number): Buffer {
  const lines = ["Artikel-Nr;SKU;EK netto;Bestand;Lieferzeit;Bestandsdatum"];
  for (let row = 1; row <= rows; row += 1)
    lines.push(
      `A-${row};SKU-${row};${1 + (row % 900)},${String(row % 100).padStart(2, "0")};${row % 500};${row % 14};20/11/2026`,
    );
  return Buffer.from(lines.join("\r\n"));
}

async function send(db: Db, world: World, file: Buffer): Promise<bigint> {
  const announced = await announceFile(
    { db, clock },
    { ...world, source: "upload", fileName: "list.csv", bytes: file.length, createdBy: "1" },
  );
  if (!announced.ok) throw new Error(announced.refusal.code);
  const { runId } = announced.value;
  for (let position = 0; position * PART_BYTES < file.length; position += 1) {
    const bytes = Uint8Array.from(
      file.subarray(position * PART_BYTES, (position + 1) * PART_BYTES),
    );
    await receivePart({ db }, { ...world, runId, position, bytes });
  }
  await finishFile({ db }, { ...world, runId });
  return runId;
}

/** Takes the rows out, empties the tables, and times putting them back. */
async function copyAgain(client: pg.Client): Promise<number> {
  const kept = new Map<string, Buffer[]>();
  for (const table of TABLES) {
    const chunks: Buffer[] = [];
    for await (const chunk of client.query(copyTo(`copy ${table} to stdout`)))
      chunks.push(chunk as Buffer);
    kept.set(table, chunks);
  }
  await client.query("set session_replication_role = replica");
  await client.query(`truncate ${TABLES.join(", ")}`);
  const seconds = await secondsOf(async () => {
    await client.query("begin");
    for (const [table, chunks] of kept)
      await pipeline(Readable.from(chunks), client.query(copyFrom(`copy ${table} from stdin`)));
    await client.query("commit");
  });
  await client.query("set session_replication_role = origin");
  return seconds;
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}
