/**
 * Job `orders.reconcile-nightly`: every order's mark from a bulk export, held against the mirror in the database. Finds
 * what no window shows: deletions, and returns that came and went. begin → exporting → compare → finished; each step may
 * run twice.
 */
import type { JobPayload } from "#app/jobs/catalogue.ts";
import { askExport } from "#app/orders/import/move-import.server.ts";
import { MAX_EXPORT_RESTARTS, nextLookMs } from "#app/orders/import/import-state.ts";
import { ResultExpired } from "#app/orders/import/download-result.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { MS_PER_HOUR, MS_PER_MINUTE } from "#app/platform/time.ts";
import { ShopifyUserErrors, ShopUnavailable, TokenRefused } from "#app/shopify/errors.ts";
import { bulkOrderMarksText } from "#app/shopify/generated/bulk-documents.ts";
import { StartBulkQueryDocument } from "#app/shopify/generated/operations.ts";
import { compareExport } from "./compare-export.server.ts";
import { enqueueNightly } from "./enqueue-rounds.server.ts";
import type { ReconcileDeps } from "./handle-reconcile.server.ts";
import { createMeter } from "./meter.server.ts";
import { createTally, repairOrders } from "./repair-orders.server.ts";
import { dropOldRounds, failRunning, finishRound } from "./rounds-store.server.ts";

type Signal = { readonly signal: AbortSignal };
type NightlyRow = NonNullable<Awaited<ReturnType<typeof findRunning>>>;
type NightlyDeps = ReconcileDeps & { readonly meter: ReturnType<typeof createMeter> };

// A night is asked for each five minutes of its hour, and served once.
const ONCE_A_NIGHT_MS = 20 * MS_PER_HOUR;
// Five exports of an app may run in a shop at once; ours waits for a place.
const BUSY_RETRY_MS = MS_PER_MINUTE;

export async function handleReconcileNightly(
  deps: ReconcileDeps,
  { shopId: id, cause }: JobPayload<"orders.reconcile-nightly">,
  { signal }: Signal,
): Promise<void> {
  const shopId = BigInt(id);
  const row = (await findRunning(deps, shopId)) ?? (await begin(deps, shopId, cause));
  if (!row) return;
  const metered = { ...deps, meter: createMeter(deps) };
  try {
    if (row.operationGid === null) await startExport(metered, row);
    else await lookAtExport(metered, row, signal);
  } catch (error) {
    if (!(error instanceof ShopUnavailable) && !(error instanceof TokenRefused)) throw error;
    await fail(deps, shopId, error.code);
  }
}

const findRunning = (deps: ReconcileDeps, shopId: bigint) =>
  inShop(deps.db, shopId, (tx) =>
    tx.reconcileRound.findFirst({ where: { shopId, kind: "nightly", state: "running" } }),
  );

async function begin(
  { db, clock }: ReconcileDeps,
  shopId: bigint,
  cause: JobPayload<"orders.reconcile-nightly">["cause"],
) {
  const now = clock.now();
  return inShop(db, shopId, async (tx) => {
    const shop = await tx.shop.findUnique({ where: { id: shopId } });
    if (cause === "step" || !shop || shop.uninstalledAt) return null;
    // Before the import is through nearly every order is missing here, and would be read one by one.
    const imported = await tx.bulkImport.findFirst({
      where: { shopId, installEpoch: shop.installEpoch },
      orderBy: { id: "desc" },
      select: { state: true },
    });
    if (imported?.state !== "finished") return null;
    const startedAt = { gt: new Date(now.getTime() - ONCE_A_NIGHT_MS) };
    const recent = await tx.reconcileRound.findFirst({
      where: { shopId, kind: "nightly", state: "finished", startedAt },
    });
    if (recent && cause === "night") return null;
    return tx.reconcileRound.create({ data: { shopId, kind: "nightly", startedAt: now } });
  });
}

async function startExport(deps: NightlyDeps, row: NightlyRow): Promise<void> {
  const { shopId } = row;
  const startedAt = deps.clock.now();
  const operationGid = await runExport(deps, shopId);
  if (operationGid === "refused") return fail(deps, shopId, "export_refused");
  if (operationGid === "busy")
    return inShop(deps.db, shopId, (tx) =>
      enqueueNightly(tx, shopId, "step", after(startedAt, BUSY_RETRY_MS)),
    );
  // Rows are true as of the export's beginning: what we heard later is not held against it.
  return move(deps, row, { operationGid, startedAt }, after(startedAt, nextLookMs(0)));
}

async function runExport(
  { meter, logger }: NightlyDeps,
  shopId: bigint,
): Promise<string | "busy" | "refused"> {
  try {
    const asked = { document: bulkOrderMarksText };
    const { bulkOperationRunQuery } = await meter.admin.run(shopId, StartBulkQueryDocument, asked);
    return bulkOperationRunQuery?.bulkOperation?.id ?? "refused";
  } catch (error) {
    if (!(error instanceof ShopifyUserErrors)) throw error;
    const { userErrors } = error;
    logger.warn({ shopId: shopId.toString(), userErrors }, "nightly export not started");
    const isBusy = userErrors.some(
      ({ code }) => code === "OPERATION_IN_PROGRESS" || code === "LIMIT_REACHED",
    );
    return isBusy ? "busy" : "refused";
  }
}

async function lookAtExport(
  deps: NightlyDeps,
  row: NightlyRow,
  signal: AbortSignal,
): Promise<void> {
  const { shopId } = row;
  const now = deps.clock.now();
  const verdict = await askExport({ admin: deps.meter.admin }, row);
  if (verdict.kind === "wait")
    return move(deps, row, {}, after(now, nextLookMs(now.getTime() - row.startedAt.getTime())));
  if (verdict.kind === "fail") return fail(deps, shopId, verdict.reason);
  if (verdict.kind === "start_again") return restart(deps, row);
  // Half a file would make the other half look deleted.
  if (verdict.kind === "read" && !verdict.isWhole) return restart(deps, row);
  try {
    await compareAndRepair(deps, row, verdict.kind === "read" ? verdict.url : null, signal);
  } catch (error) {
    if (!(error instanceof ResultExpired)) throw error;
    await restart(deps, row);
  }
}

async function compareAndRepair(
  deps: NightlyDeps,
  row: NightlyRow,
  url: string | null,
  signal: AbortSignal,
): Promise<void> {
  const { shopId, id, startedAt } = row;
  const { meter, db, clock } = deps;
  const compared = await compareExport(deps, { shopId, url, asOf: startedAt, signal });
  const tally = createTally();
  await repairOrders(
    { db, clock, admin: meter.admin },
    shopId,
    compared.differences,
    tally,
    signal,
  );
  const totals = {
    ordersSeen: compared.ordersSeen,
    fulfillmentOrdersSeen: 0,
    returnsSeen: compared.returnsSeen,
    pointsUsed: row.pointsUsed + meter.readPoints(),
  };
  await inShop(db, shopId, async (tx) => {
    await finishRound(tx, shopId, id, { tally, totals, now: clock.now() });
    await dropOldRounds(tx, shopId, clock.now());
  });
}

async function restart(deps: NightlyDeps, row: NightlyRow): Promise<void> {
  if (row.exportRestarts >= MAX_EXPORT_RESTARTS) return fail(deps, row.shopId, "export_failed");
  const exportRestarts = row.exportRestarts + 1;
  return move(deps, row, { operationGid: null, exportRestarts }, deps.clock.now());
}

/** Changes the row and asks for the next step. */
async function move(
  { db, meter }: NightlyDeps,
  { shopId, id, pointsUsed }: NightlyRow,
  change: Partial<Pick<NightlyRow, "operationGid" | "startedAt" | "exportRestarts">>,
  runAt: Date,
): Promise<void> {
  await inShop(db, shopId, async (tx) => {
    const data = { ...change, pointsUsed: pointsUsed + meter.readPoints() };
    await tx.reconcileRound.update({ where: { shopId_id: { shopId, id } }, data });
    await enqueueNightly(tx, shopId, "step", runAt);
  });
}

const fail = ({ db, clock }: ReconcileDeps, shopId: bigint, reason: string): Promise<void> =>
  inShop(db, shopId, (tx) => failRunning(tx, shopId, "nightly", reason, clock.now()));

const after = (instant: Date, ms: number) => new Date(instant.getTime() + ms);
