/** Runs of feeds as stored: where a file stands, how it is laid out, and how its supplier's files are read. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import {
  problemOf,
  type FeedProblemCode,
  type FeedRunState,
  type StoredLayout,
} from "./feed-run.ts";
import type { OpenedFeed } from "./read-text-feed.server.ts";

export type FeedTarget = { readonly shopId: bigint; readonly runId: bigint };

export type Feed = {
  readonly supplierId: bigint;
  readonly currency: string;
  readonly state: FeedRunState;
  readonly source: "upload" | "sftp" | "https";
  readonly bytes: bigint;
  readonly createdBy: string;
  /** as stored; null = nothing is remembered of this supplier's files */
  readonly mapping: unknown;
  readonly vanished: "keep" | "no_stock" | "inactive";
  readonly isAutomatic: boolean;
};

// Enough to recognise a column by; more would only fill the page.
const SHOWN_ROWS = 5;
const LONGEST_SHOWN = 80;

export const findFeed = (db: Pick<Db, "prisma">, target: FeedTarget): Promise<Feed | null> =>
  inShop(db, target.shopId, (tx) => findFeedIn(tx, target));

export async function findFeedIn(tx: ShopTx, { shopId, runId }: FeedTarget): Promise<Feed | null> {
  const run = await tx.feedRun.findUnique({ where: { shopId_id: { shopId, id: runId } } });
  if (!run) return null;
  const { supplierId } = run;
  const supplier = await tx.supplier.findUnique({
    where: { shopId_id: { shopId, id: supplierId } },
    select: { currency: true },
  });
  if (!supplier) return null;
  const settings = await tx.supplierFeed.findUnique({
    where: { shopId_supplierId: { shopId, supplierId } },
  });
  return {
    supplierId,
    currency: supplier.currency,
    // Held to these words by the table.
    state: run.state as FeedRunState,
    source: run.source as Feed["source"],
    bytes: run.bytes,
    createdBy: run.createdBy,
    mapping: settings?.mapping ?? null,
    vanished: (settings?.vanished ?? "no_stock") as Feed["vanished"],
    isAutomatic: settings?.isAutomatic ?? false,
  };
}

// Mended by choosing columns, so the file is kept.
const UNCLEAR: readonly FeedProblemCode[] = ["columns_missing", "no_key", "nothing_said"];

/** Stops a run that cannot go on by itself: a person says what columns mean, or the file goes. */
export async function endRun(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  { shopId, runId }: FeedTarget,
  code: FeedProblemCode,
): Promise<void> {
  const isUnclear = UNCLEAR.includes(code);
  await inShop(db, shopId, async (tx) => {
    await tx.feedRun.updateMany({
      where: { shopId, id: runId, state: { in: ["arriving", "reading", "applying"] } },
      data: {
        state: isUnclear ? "unclear" : "failed",
        problem: problemOf(code),
        ...(isUnclear ? {} : { finishedAt: clock.now() }),
      },
    });
    if (!isUnclear) await tx.feedPart.deleteMany({ where: { shopId, runId } });
  });
}

export async function noteProgress(
  db: Pick<Db, "prisma">,
  { shopId, runId }: FeedTarget,
  { bytesRead, rowsRead }: { readonly bytesRead: number; readonly rowsRead: number },
): Promise<void> {
  await inShop(db, shopId, (tx) =>
    tx.feedRun.updateMany({
      where: { shopId, id: runId },
      data: { bytesRead: BigInt(bytesRead), rowsRead },
    }),
  );
}

export async function saveLayout(
  db: Pick<Db, "prisma">,
  { shopId, runId }: FeedTarget,
  { layout, encoding }: Pick<OpenedFeed, "layout" | "encoding">,
): Promise<void> {
  const stored: StoredLayout = {
    kind: encoding === null ? "xlsx" : "text",
    encoding,
    delimiter: encoding === null ? null : layout.delimiter,
    headers: layout.headers.map(clip),
    headerLine: layout.headerLine,
    rows: layout.sample.slice(0, SHOWN_ROWS).map(({ cells }) => cells.map(clip)),
  };
  await inShop(db, shopId, (tx) =>
    tx.feedRun.updateMany({ where: { shopId, id: runId }, data: { layout: toJson(stored) } }),
  );
}

// jsonb holds no NUL.
const clip = (cell: string): string => cell.replaceAll("\0", "").slice(0, LONGEST_SHOWN).toString();

// Readonly arrays are arrays to JSON.
const toJson = (stored: StoredLayout) => JSON.parse(JSON.stringify(stored)) as object;
