/**
 * Everything a shop owns as one archive, made while it is being downloaded. How far it is stands in a row that the page
 * asks about: real counts of rows, not of time.
 */
import { createPublicKey } from "node:crypto";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { MS_PER_MINUTE, MS_PER_SECOND } from "#app/platform/time.ts";
import { exportShop } from "#app/shops/compliance/export-shop.server.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { writeReadme } from "./archive-words.ts";
import { VERIFIER_SOURCE } from "./verifier-source.server.ts";
import { zipStream, type ZipFile } from "./zip-stream.server.ts";

export type ArchiveDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly env: Pick<Env, "LEDGER_KEY">;
};

export type ArchiveView = {
  readonly archiveId: string;
  readonly state: "waiting" | "running" | "done" | "broken";
  /** ISO instants */
  readonly askedAt: string;
  readonly finishedAt: string | null;
  readonly rowsDone: number;
  /** null until they have been counted */
  readonly rowsTotal: number | null;
};

// Far below what a file of the archive may hold.
const PART_BYTES = 500_000_000;
const TELL_EVERY_ROWS = 5_000;
const HEARD_EVERY_MS = 10 * MS_PER_SECOND;
// One that has said nothing for so long has died with its process, or its reader has gone without a word.
const LOST_AFTER_MS = 10 * MS_PER_MINUTE;

/** A new download, to be opened by its id. */
export function startArchive(
  { db, clock }: Pick<ArchiveDeps, "db" | "clock">,
  { shopId, staffId }: { shopId: bigint; staffId: string },
): Promise<{ archiveId: string }> {
  const now = clock.now();
  return inShop(db, shopId, async (tx) => {
    const { id } = await tx.shopArchive.create({ data: { shopId, staffId, askedAt: now } });
    await recordChange(tx, {
      shopId,
      staffId,
      area: "leaving.archive",
      changedAt: now,
      before: {},
      after: { archive: id.toString() },
    });
    return { archiveId: id.toString() };
  });
}

/** The latest download of the shop; null = there was none. */
export function findArchive(
  { db, clock }: Pick<ArchiveDeps, "db" | "clock">,
  shopId: bigint,
): Promise<ArchiveView | null> {
  return inShop(db, shopId, async (tx) => {
    const row = await tx.shopArchive.findFirst({ where: { shopId }, orderBy: { id: "desc" } });
    return (
      row && {
        archiveId: row.id.toString(),
        // The table's check lists the words.
        state: isLost(row, clock.now()) ? "broken" : (row.state as ArchiveView["state"]),
        askedAt: row.askedAt.toISOString(),
        finishedAt: row.finishedAt?.toISOString() ?? null,
        rowsDone: Number(row.rowsDone),
        rowsTotal: row.rowsTotal === null ? null : Number(row.rowsTotal),
      }
    );
  });
}

const isLost = (
  { state, heardAt }: { readonly state: string; readonly heardAt: Date | null },
  now: Date,
): boolean => state === "running" && now.getTime() - (heardAt?.getTime() ?? 0) > LOST_AFTER_MS;

type Opened = { readonly name: string; readonly body: AsyncIterable<Uint8Array> };

/** The archive's bytes. `ordersCsv` comes from the feature that owns the orders. Null for an id the shop does not have. */
export async function openArchive(
  deps: ArchiveDeps,
  { shopId, archiveId }: { shopId: bigint; archiveId: bigint },
  ordersCsv: AsyncIterable<string>,
): Promise<Opened | null> {
  const shop = await inShop(deps.db, shopId, async (tx) => {
    const { count } = await tx.shopArchive.updateMany({
      where: { shopId, id: archiveId },
      data: { state: "running", heardAt: deps.clock.now() },
    });
    return count === 0
      ? null
      : tx.shop.findUniqueOrThrow({
          where: { id: shopId },
          select: { name: true, domain: true },
        });
  });
  if (!shop) return null;
  const at = deps.clock.now();
  const ids = { shopId, archiveId };
  const files = listFiles(deps, ids, { shop, at, ordersCsv });
  const name = `aftercare-${shop.domain.replace(".myshopify.com", "")}-${at.toISOString().slice(0, 10)}.zip`;
  return { name, body: settleAtEnd(deps, ids, zipStream(files, at)) };
}

type Ids = { readonly shopId: bigint; readonly archiveId: bigint };
type Content = {
  readonly shop: { readonly name: string | null; readonly domain: string };
  readonly at: Date;
  readonly ordersCsv: AsyncIterable<string>;
};

async function* listFiles(
  deps: ArchiveDeps,
  ids: Ids,
  { shop, at, ordersCsv }: Content,
): AsyncGenerator<ZipFile> {
  const { keyId, privateKey } = deps.env.LEDGER_KEY;
  const pem = createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
  const readme = writeReadme({ name: shop.name ?? shop.domain, domain: shop.domain }, at);
  yield { name: "README.txt", content: once(readme) };
  yield { name: "verify.mjs", content: once(VERIFIER_SOURCE) };
  yield { name: "public-key.pem", content: once(pem) };
  yield { name: "public-key.id", content: once(`${keyId}\n`) };
  await inShop(deps.db, ids.shopId, async (tx) => saveTotal(tx, ids, await countRows(tx, ids)));
  yield { name: "orders.csv", content: ordersCsv };
  yield* splitLines(tellProgress(deps, ids, exportShop(deps, ids.shopId)));
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}

/** One file, or several numbered ones: none grows beyond what every unzipper reads. */
async function* splitLines(lines: AsyncIterable<string>): AsyncGenerator<ZipFile> {
  const iterator = lines[Symbol.asyncIterator]();
  let next = await iterator.next();
  try {
    for (let part = 1; !next.done; part += 1) {
      const content = (async function* () {
        for (let bytes = 0; !next.done && bytes < PART_BYTES; next = await iterator.next()) {
          bytes += Buffer.byteLength(next.value);
          yield next.value;
        }
      })();
      yield { name: partName(part), content };
    }
  } finally {
    // A reader who leaves in the middle gives the connection back.
    await iterator.return?.();
  }
}

const partName = (part: number) =>
  part === 1 ? "everything.jsonl" : `everything-${String(part).padStart(3, "0")}.jsonl`;

async function* tellProgress(
  { db }: Pick<ArchiveDeps, "db">,
  { shopId, archiveId }: Ids,
  pieces: AsyncIterable<string>,
): AsyncGenerator<string> {
  let done = 0n;
  let told = 0n;
  for await (const piece of pieces) {
    yield piece;
    for (let at = piece.indexOf("\n"); at >= 0; at = piece.indexOf("\n", at + 1)) done += 1n;
    if (done - told < TELL_EVERY_ROWS) continue;
    told = done;
    await inShop(db, shopId, (tx) =>
      tx.shopArchive.updateMany({ where: { shopId, id: archiveId }, data: { rowsDone: done } }),
    );
  }
}

async function* settleAtEnd(
  { db, clock }: Pick<ArchiveDeps, "db" | "clock">,
  { shopId, archiveId }: Ids,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let isWhole = false;
  let heardAt = clock.now();
  try {
    for await (const piece of pieces) {
      yield piece;
      if (clock.now().getTime() - heardAt.getTime() < HEARD_EVERY_MS) continue;
      heardAt = clock.now();
      const where = { shopId, id: archiveId };
      await inShop(db, shopId, (tx) => tx.shopArchive.updateMany({ where, data: { heardAt } }));
    }
    isWhole = true;
  } finally {
    await inShop(
      db,
      shopId,
      (tx) => tx.$executeRaw`
        update shop_archives set state = ${isWhole ? "done" : "broken"}, finished_at = ${clock.now()},
          rows_done = case when ${isWhole} then coalesce(rows_total, rows_done) else rows_done end
        where shop_id = ${shopId} and id = ${archiveId}`,
    );
  }
}

async function countRows(tx: ShopTx, { shopId }: Ids): Promise<bigint> {
  const tables = await tx.$queryRaw<{ table_name: string }[]>`
    select table_name from app.shop_tables()`;
  let total = 0n;
  for (const { table_name: table } of tables) {
    // The name comes from the catalogue of tables, not from anybody's text.
    const name = `"${table.replaceAll('"', '""')}"`;
    const rows = await tx.$queryRawUnsafe<{ count: bigint }[]>(
      `select count(*) as count from ${name} where shop_id = $1`,
      shopId,
    );
    total += rows[0]?.count ?? 0n;
  }
  return total;
}

const saveTotal = (tx: ShopTx, { shopId, archiveId }: Ids, rowsTotal: bigint) =>
  tx.shopArchive.updateMany({ where: { shopId, id: archiveId }, data: { rowsTotal } });
