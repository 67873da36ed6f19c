/**
 * A bulk import from the export's file to committed rows, against what PostgreSQL takes at best (COPY of the very rows the
 * import wrote, into the same indexed tables) and against the obvious way (Prisma's upsert, row by row), interleaved.
 */
import { fork } from "node:child_process";
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { importOrders } from "#app/orders/import/import-orders.server.ts";
import { closeDb, createDb, type Db } from "#app/platform/db.server.ts";
import { medianRatio, type Comparison, type Size } from "./comparison.ts";
import { exportPieces } from "./import-file.ts";

const SIZES = {
  full: { orders: 100_000, rounds: 3, upserted: 400, memoryBytes: 1e9 },
  short: { orders: 3_000, rounds: 1, upserted: 60, memoryBytes: 3e7 },
};
// Parents before children: foreign keys are checked row by row.
const TABLES = [
  "orders",
  "order_lines",
  "order_transactions",
  "order_search_texts",
  "ledger_chains",
  "ledger_entries",
  "ledger_personal",
];

export async function compareImport(databaseUrl: string, size: Size): Promise<Comparison[]> {
  const { orders, rounds, upserted, memoryBytes } = SIZES[size];
  const folder = mkdtempSync(join(tmpdir(), "aftercare-bench-"));
  const db = createDb({ url: databaseUrl, poolMax: 4 });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const shopId = await insertShop(client);
    const file = join(folder, "export.jsonl");
    await pipeline(Readable.from(exportPieces(orders)), createWriteStream(file));
    const times = { ours: [] as number[], copy: [] as number[], upsert: [] as number[] };
    let rows = 0;
    for (let round = 0; round < rounds; round += 1) {
      await empty(client);
      times.ours.push(
        await secondsOf(() =>
          importOrders({ db, clock: { now: () => new Date() } }, shopId, createReadStream(file)),
        ),
      );
      if (round === 0) rows = await copyOut(client, folder);
      await empty(client);
      times.copy.push(await secondsOf(() => copyIn(client, folder)));
      times.upsert.push(await upsertRows(db, client, shopId, upserted));
    }
    return [
      {
        name: "bulk import, JSONL to committed rows ÷ COPY of the same rows",
        ratio: medianRatio(times.copy, times.ours),
        aim: 0.35,
        better: "higher",
        raw: { orders, rows, oursSeconds: times.ours, copySeconds: times.copy },
      },
      {
        name: "bulk import ÷ Prisma upsert row by row",
        ratio: (medianRatio(times.upsert, times.ours) * orders) / upserted,
        aim: 80,
        better: "higher",
        raw: {
          orders,
          oursSeconds: times.ours,
          upsertedOrders: upserted,
          upsertSeconds: times.upsert,
          note: "upserted: order, lines and payment only; ours writes the ledger and the search text as well",
        },
      },
      await measureMemory(databaseUrl, memoryBytes),
    ];
  } finally {
    await Promise.all([closeDb(db), client.end()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function insertShop(client: pg.Client): Promise<bigint> {
  const { rows } = await client.query<{ id: string }>(
    "insert into shops (domain, installed_at) values ('bench.myshopify.com', now()) returning id",
  );
  return BigInt(rows[0]?.id ?? 0);
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

async function empty(client: pg.Client): Promise<void> {
  // The ledger refuses to be emptied by anybody but its owner without its triggers.
  await client.query("set session_replication_role = replica");
  await client.query(`truncate ${TABLES.join(", ")} cascade`);
  await client.query("set session_replication_role = origin");
  await client.query("checkpoint");
}

/** Keeps the rows the import wrote, in COPY's own format. */
async function copyOut(client: pg.Client, folder: string): Promise<number> {
  let rows = 0;
  for (const table of TABLES) {
    await pipeline(
      client.query(copyTo(`copy ${table} to stdout`)),
      createWriteStream(join(folder, table)),
    );
    const { rows: counted } = await client.query<{ count: string }>(
      `select count(*) from ${table}`,
    );
    rows += Number(counted[0]?.count);
  }
  return rows;
}

async function copyIn(client: pg.Client, folder: string): Promise<void> {
  await client.query("begin");
  for (const table of TABLES)
    await pipeline(
      createReadStream(join(folder, table)),
      client.query(copyFrom(`copy ${table} from stdin`)),
    );
  await client.query("commit");
}

/** The first orders again, through Prisma, one statement each. */
async function upsertRows({ prisma }: Db, client: pg.Client, shopId: bigint, count: number) {
  const orders = await prisma.order.findMany({ where: { shopId }, take: count });
  const ofOrders = { shopId, orderId: { in: orders.map(({ id }) => id) } };
  const lines = await prisma.orderLine.findMany({ where: ofOrders });
  const payments = await prisma.orderTransaction.findMany({ where: ofOrders });
  await empty(client);
  return secondsOf(async () => {
    for (const row of orders)
      await prisma.order.upsert({
        where: { shopId_id: { shopId, id: row.id } },
        create: row,
        update: row,
      });
    for (const row of lines)
      await prisma.orderLine.upsert({
        where: { shopId_id: { shopId, id: row.id } },
        create: row,
        update: row,
      });
    for (const row of payments)
      await prisma.orderTransaction.upsert({
        where: { shopId_gid: { shopId, gid: row.gid } },
        create: row,
        update: row,
      });
  });
}

type Memory = { idleMb: number; peakMb: number; bytes: number; orders: number };

/** In a process of its own: what the import alone holds at its peak. */
async function measureMemory(databaseUrl: string, bytes: number): Promise<Comparison> {
  const args = [databaseUrl, String(bytes)];
  const child = fork("bench/compare/servers/import-memory.ts", args, {
    execArgv: ["--import", "tsx"],
  });
  const memory = await new Promise<Memory>((resolve, reject) => {
    child.once("message", (told) => resolve(told as Memory)); // its only message
    child.once("exit", (code) => reject(new Error(`the import's process ended with ${code}`)));
  });
  return {
    name: "bulk import, memory above idle on a large file ÷ 150 MB",
    ratio: (memory.peakMb - memory.idleMb) / 150,
    aim: 1,
    better: "lower",
    raw: memory,
  };
}
