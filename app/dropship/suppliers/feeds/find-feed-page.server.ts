/** A supplier's feed as its page shows it: the file at hand, what its columns mean, and where files come from. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { feedMappingSchema, suggestMapping, type FeedMapping } from "./feed-mapping.ts";
import { feedPullSchema, type FeedPull } from "./feed-pull.ts";
import {
  FEED_PROBLEMS,
  type FeedCounts,
  type FeedProblemCode,
  type FeedRunState,
  type StoredLayout,
} from "./feed-run.ts";

export type RefusedRow = {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
};

export type FeedRunView = {
  readonly runId: string;
  readonly state: FeedRunState;
  readonly fileName: string;
  readonly source: string;
  readonly bytes: number;
  readonly bytesRead: number;
  readonly rowsRead: number;
  readonly layout: StoredLayout | null;
  readonly counts: FeedCounts | null;
  /** why it stopped, or what to look at */
  readonly problem: string | null;
  /** the first of them */
  readonly refused: readonly RefusedRow[];
  /** ISO instant */
  readonly createdAt: string;
};

export type FeedPageView = {
  readonly run: FeedRunView | null;
  readonly mapping: FeedMapping | null;
  readonly isMappingRemembered: boolean;
  readonly vanished: string;
  readonly isAutomatic: boolean;
  readonly pull: FeedPull | null;
  readonly hasPullSecret: boolean;
  readonly everyMinutes: number | null;
  readonly nextPullAt: string | null;
};

const SHOWN_REFUSALS = 50;

export function findFeedPage(
  { db }: { readonly db: Pick<Db, "prisma"> },
  { shopId, supplierId }: { readonly shopId: bigint; readonly supplierId: bigint },
): Promise<FeedPageView> {
  return inShop(db, shopId, async (tx) => {
    const feed = await tx.supplierFeed.findUnique({
      where: { shopId_supplierId: { shopId, supplierId } },
    });
    const run = await findRunView(tx, shopId, supplierId);
    const remembered = feedMappingSchema.safeParse(feed?.mapping);
    const pull = feedPullSchema.safeParse(feed?.pull);
    return {
      run,
      mapping: remembered.success ? remembered.data : suggestFor(run),
      isMappingRemembered: remembered.success,
      vanished: feed?.vanished ?? "no_stock",
      isAutomatic: feed?.isAutomatic ?? false,
      pull: pull.success ? pull.data : null,
      hasPullSecret: Boolean(feed?.pullSecret),
      everyMinutes: feed?.everyMinutes ?? null,
      nextPullAt: feed?.nextPullAt?.toISOString() ?? null,
    };
  });
}

export async function findRunView(
  tx: ShopTx,
  shopId: bigint,
  supplierId: bigint,
): Promise<FeedRunView | null> {
  const run = await tx.feedRun.findFirst({
    where: { shopId, supplierId },
    orderBy: { id: "desc" },
  });
  if (!run) return null;
  const refused = await listRefused(tx, { shopId, runId: run.id }, SHOWN_REFUSALS);
  return {
    runId: run.id.toString(),
    // Held to these words by the table.
    state: run.state as FeedRunState,
    fileName: run.fileName,
    source: run.source,
    bytes: Number(run.bytes),
    bytesRead: Number(run.bytesRead),
    rowsRead: run.rowsRead,
    // Written by saveLayout and the reading job alone.
    layout: run.layout as unknown as StoredLayout | null,
    counts: run.counts as unknown as FeedCounts | null,
    problem: sentenceOf(run.problem),
    refused,
    createdAt: run.createdAt.toISOString(),
  };
}

export async function listRefused(
  tx: ShopTx,
  { shopId, runId }: { readonly shopId: bigint; readonly runId: bigint },
  most: number,
): Promise<RefusedRow[]> {
  const rows = await tx.feedRow.findMany({
    where: { shopId, runId, verdict: "refused" },
    orderBy: { line: "asc" },
    take: most,
    select: { line: true, refusedColumn: true, reason: true },
  });
  return rows.map(({ line, refusedColumn, reason }) => ({
    line,
    column: refusedColumn ?? "",
    reason: reason ?? "",
  }));
}

function sentenceOf(problem: unknown): string | null {
  if (typeof problem !== "object" || problem === null || !("code" in problem)) return null;
  const code = String(problem.code);
  return code in FEED_PROBLEMS ? FEED_PROBLEMS[code as FeedProblemCode].sentence : null; // looked up
}

function suggestFor(run: FeedRunView | null): FeedMapping | null {
  if (!run?.layout) return null;
  const sample = run.layout.rows.map((cells, line) => ({ line, cells }));
  return suggestMapping({ headers: run.layout.headers, sample });
}
