/** The row of an import and the ways it moves on, shared by the steps. Each move is one guarded transaction. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { FindBulkOperationDocument } from "#app/shopify/generated/operations.ts";
import {
  evaluateExport,
  MAX_EXPORT_RESTARTS,
  NEXT_PART,
  type ExportVerdict,
  type ImportPart,
} from "./import-state.ts";
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
  const part = NEXT_PART[row.part];
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

export const FILE_START = { byteOffset: 0n, isStaged: false, assembledOffset: -1n } as const;
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

export async function failImport(
  deps: ImportJobDeps,
  row: ImportRow,
  reason: string,
): Promise<void> {
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
export async function moveImport(
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
