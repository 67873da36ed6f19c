/**
 * Job `orders.import`: moves one import a step on. waiting → exporting → reading → (next part) … → finished | failed.
 * Every step may run twice: what it did is in the row, and reading goes on from the last committed byte.
 */
import type { JobPayload } from "#app/jobs/catalogue.ts";
import { inShop } from "#app/platform/db.server.ts";
import { ShopifyUserErrors } from "#app/shopify/errors.ts";
import {
  bulkFulfillmentOrdersText,
  bulkOrdersText,
} from "#app/shopify/generated/bulk-documents.ts";
import { CountOrdersDocument, StartBulkQueryDocument } from "#app/shopify/generated/operations.ts";
import { nextLookMs, type ImportPart } from "./import-state.ts";
import {
  askExport,
  failImport,
  FILE_START,
  finishPart,
  moveImport,
  restartExport,
  type ImportJobDeps,
  type ImportRow,
} from "./move-import.server.ts";
import { readResult } from "./read-result.server.ts";
import { enqueueImportStep } from "./wake-import.server.ts";

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

const after = (instant: Date, ms: number) => new Date(instant.getTime() + ms);
