/** Imports a made-up file of a given size and tells its own memory. Arguments: database URL, bytes. */
import { importOrders } from "#app/orders/import/import-orders.server.ts";
import { closeDb, createDb } from "#app/platform/db.server.ts";
import { exportPieces } from "#bench/compare/import-file.ts";

const [databaseUrl = "", size = "0"] = process.argv.slice(2);
const MB = 1024 * 1024;
// Orders with the longest note Shopify takes, so that a large file needs fewer of them.
const NOTE = "long note ".repeat(500);
const db = createDb({ url: databaseUrl, poolMax: 4 });
const { id: shopId } = await db.prisma.shop.create({
  data: { domain: "memory.myshopify.com", installedAt: new Date() },
});
const clock = { now: () => new Date() };
let bytes = 0;
let peak = 0;

async function* pieces(limit: number) {
  for await (const piece of exportPieces(Number.MAX_SAFE_INTEGER, NOTE)) {
    bytes += piece.length;
    peak = Math.max(peak, process.memoryUsage.rss());
    yield piece;
    if (bytes >= limit) return;
  }
}

// Everything is loaded and connected before anything counts.
await importOrders({ db, clock }, shopId, pieces(200_000));
globalThis.gc?.();
const idle = process.memoryUsage.rss();
bytes = 0;
peak = idle;
const { roots } = await importOrders({ db, clock }, shopId, pieces(Number(size)));
process.send?.({
  idleMb: Math.round(idle / MB),
  peakMb: Math.round(Math.max(peak, process.memoryUsage.rss()) / MB),
  bytes,
  orders: roots,
});
await closeDb(db);
process.disconnect();
