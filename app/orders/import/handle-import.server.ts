/**
 * Job `orders.import`: moves one import a step on. waiting → exporting → reading → (next part) … → finished | failed.
 * Every step may run twice: what it did is in the row, and reading goes on from the last committed byte.
 */
import type { JobPayload } from "#app/jobs/catalogue.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { ShopifyUserErrors } from "#app/shopify/errors.ts";
import {
  bulkFulfillmentOrdersText,
  bulkOrdersText,
} from "#app/shopify/generated/bulk-documents.ts";
import {
  CountOrdersDocument,
  FindBulkOperationDocument,
  StartBulkQueryDocument,
} from "#app/shopify/generated/operations.ts";
import {
  evaluateExport,
  MAX_EXPORT_RESTARTS,
  nextLookMs,
  type ExportVerdict,
  type ImportPart,
} from "./import-state.ts";
import { readResult } from "./read-result.server.ts";
import { enqueueImportStep } from "./wake-import.server.ts";

export type ImportJobDeps = {
  readonly db: Db;
  readonly admin: AdminClient;
  readonly clock: Clock;
  readonly logger: Logger;
};

export type ImportRow = {
  readonly shopId: bigint;
  readonly id: bigint;
  readonly state: string;
  readonly part: ImportPart;
  readonly operationGid: string | null;
  readonly exportStartedAt: Date | null;
  readonly resultUrl: string | null;
  readonly byteOffset: bigint;
  readonly isStaged: boolean;
  readonly assembledOffset: bigint;
  readonly exportRestarts: number;
};

const DOCUMENTS: Readonly<Record<ImportPart, string>> = {
  orders: bulkOrdersText,
  fulfillments: bulkFulfillmentOrdersText,
};

// Five exports of an app may run in a shop at once; ours waits for a place.
const BUSY_RETRY_MS = 60_000;

export async function handleImport(
  deps: ImportJobDeps,
  payload: JobPayload<"orders.import">,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const shopId = BigInt(payload.shopId);
  const row = await findImport(deps, shopId, BigInt(payload.importId));
  if (row?.state === "waiting") await startExport(deps, row);
  else if (row?.state === "exporting") await lookAtExport(deps, row);
  else if (row?.state === "reading") await readResult(deps, row, signal);
}

async function findImport(
  deps: ImportJobDeps,
  shopId: bigint,
  id: bigint,
): Promise<ImportRow | null> {
  const row = await inShop(deps.db, shopId, (tx) =>
    tx.bulkImport.findUnique({ where: { shopId_id: { shopId, id } } }),
  );
  // The table's own check allows these parts only.
  return row && { ...row, part: row.part as ImportPart };
}

async function startExport(deps: ImportJobDeps, row: ImportRow): Promise<void> {
  const { shopId } = row;
  const startedAt = deps.clock.now();
  const counted =
    row.part === "orders" && row.exportRestarts === 0 ? await countOrders(deps, shopId) : null;
  const operationGid = await runExport(deps, row);
  if (operationGid === "busy") {
    await moveImport(
      deps,
      row,
      (tx) => enqueueImportStep(tx, shopId, row.id, after(startedAt, BUSY_RETRY_MS)),
      {},
    );
    return;
  }
  if (operationGid === "refused") {
    await failImport(deps, row, "export_refused");
    return;
  }
  await moveImport(
    deps,
    row,
    (tx) => enqueueImportStep(tx, shopId, row.id, after(startedAt, nextLookMs(0))),
    {
      state: "exporting",
      operationGid,
      exportStartedAt: startedAt,
      resultUrl: null,
      ...FILE_START,
      ...counted,
    },
  );
}

/** How many orders there are to read, and whether Shopify shows us all of them. */
async function countOrders(deps: ImportJobDeps, shopId: bigint) {
  const { ordersCount } = await deps.admin.run(shopId, CountOrdersDocument, {});
  const shop = await inShop(deps.db, shopId, (tx) =>
    tx.shop.findUnique({ where: { id: shopId }, select: { scopes: true } }),
  );
  return {
    ordersTotal: ordersCount?.count ?? null,
    isTotalAtLeast: ordersCount?.precision === "AT_LEAST",
    isWindowed: !shop?.scopes.includes("read_all_orders"),
  };
}

async function runExport(
  deps: ImportJobDeps,
  { shopId, part }: ImportRow,
): Promise<string | "busy" | "refused"> {
  try {
    const { bulkOperationRunQuery } = await deps.admin.run(shopId, StartBulkQueryDocument, {
      document: DOCUMENTS[part],
    });
    return bulkOperationRunQuery?.bulkOperation?.id ?? "refused";
  } catch (error) {
    if (!(error instanceof ShopifyUserErrors)) throw error;
    const isBusy = error.userErrors.some(
      ({ code }) => code === "OPERATION_IN_PROGRESS" || code === "LIMIT_REACHED",
    );
    deps.logger.warn(
      { shopId: shopId.toString(), part, userErrors: error.userErrors },
      "export not started",
    );
    return isBusy ? "busy" : "refused";
  }
}

async function lookAtExport(deps: ImportJobDeps, row: ImportRow): Promise<void> {
  const verdict = await askExport(deps, row);
  const now = deps.clock.now();
  switch (verdict.kind) {
    case "wait": {
      const lookAt = after(now, nextLookMs(now.getTime() - (row.exportStartedAt ?? now).getTime()));
      await moveImport(deps, row, (tx) => enqueueImportStep(tx, row.shopId, row.id, lookAt), {});
      return;
    }
    case "read":
      await moveImport(deps, row, (tx) => enqueueImportStep(tx, row.shopId, row.id), {
        state: "reading",
        resultUrl: verdict.url,
        ...FILE_START,
      });
      return;
    case "empty":
      await finishPart(deps, row);
      return;
    case "start_again":
      await restartExport(deps, row);
      return;
    case "fail":
      await failImport(deps, row, verdict.reason);
  }
}

/** What has become of the import's export. */
export async function askExport(
  deps: Pick<ImportJobDeps, "admin">,
  { shopId, operationGid }: Pick<ImportRow, "shopId" | "operationGid">,
): Promise<ExportVerdict> {
  if (operationGid === null) return { kind: "start_again" };
  const { bulkOperation } = await deps.admin.run(shopId, FindBulkOperationDocument, {
    id: operationGid,
  });
  if (!bulkOperation) return { kind: "start_again" };
  const { status, errorCode, url, partialDataUrl } = bulkOperation;
  return evaluateExport({ status, errorCode, url, partialUrl: partialDataUrl });
}

/** The part's file is read to its end: on to the next part, or done. */
export async function finishPart(deps: ImportJobDeps, row: ImportRow): Promise<void> {
  const part = row.part === "orders" ? "fulfillments" : null;
  if (!part) {
    await moveImport(deps, row, async () => {}, {
      state: "finished",
      resultUrl: null,
      finishedAt: deps.clock.now(),
    });
    return;
  }
  await moveImport(deps, row, (tx) => enqueueImportStep(tx, row.shopId, row.id), {
    ...FRESH_EXPORT,
    part,
    exportRestarts: 0,
  });
}

const FILE_START = { byteOffset: 0n, isStaged: false, assembledOffset: -1n } as const;
const FRESH_EXPORT = {
  ...FILE_START,
  state: "waiting",
  operationGid: null,
  resultUrl: null,
} as const;

/** The same part once more, from an export of its own; rows already read are recognised. */
export async function restartExport(deps: ImportJobDeps, row: ImportRow): Promise<void> {
  if (row.exportRestarts >= MAX_EXPORT_RESTARTS) {
    await failImport(deps, row, "export_failed");
    return;
  }
  const exportRestarts = row.exportRestarts + 1;
  // What it reads again is not counted twice.
  const counted = row.part === "orders" ? { ordersRead: 0 } : {};
  const again = async (tx: ShopTx) => {
    await dropStaged(row)(tx);
    await enqueueImportStep(tx, row.shopId, row.id);
  };
  await moveImport(deps, row, again, {
    ...FRESH_EXPORT,
    ...counted,
    exportRestarts,
  });
}

async function failImport(deps: ImportJobDeps, row: ImportRow, reason: string): Promise<void> {
  await moveImport(deps, row, dropStaged(row), {
    state: "failed",
    reason,
    finishedAt: deps.clock.now(),
  });
}

/** What was collected of an export that is given up is personal: it goes at once. */
const dropStaged =
  ({ shopId, id }: Pick<ImportRow, "shopId" | "id">) =>
  async (tx: ShopTx): Promise<void> => {
    await tx.$executeRaw`delete from bulk_import_rows where shop_id = ${shopId} and import_id = ${id}`;
  };

/** Changes the row and does what belongs to it, unless another step moved the import meanwhile. */
async function moveImport(
  deps: Pick<ImportJobDeps, "db" | "clock">,
  { shopId, id, state, part }: Pick<ImportRow, "shopId" | "id" | "state" | "part">,
  also: (tx: ShopTx) => Promise<void>,
  change: Partial<Omit<ImportRow, "shopId" | "id">> & {
    readonly reason?: string;
    readonly finishedAt?: Date;
    readonly ordersRead?: number;
    readonly ordersTotal?: number | null;
    readonly isTotalAtLeast?: boolean;
    readonly isWindowed?: boolean;
  },
): Promise<void> {
  await inShop(deps.db, shopId, async (tx) => {
    const { count } = await tx.bulkImport.updateMany({
      where: { shopId, id, state, part },
      data: { ...change, movedAt: deps.clock.now() },
    });
    if (count > 0) await also(tx);
  });
}

const after = (instant: Date, ms: number) => new Date(instant.getTime() + ms);
