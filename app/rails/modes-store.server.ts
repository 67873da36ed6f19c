/** Modes of the workflows as rows. A workflow without a row is watching. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { isMode, WORKFLOWS, type Mode, type Workflow } from "./workflows.ts";
import { lockRailsSettings, type ChangedBy } from "./versioned.server.ts";

export type WorkflowMode = {
  readonly workflow: Workflow;
  readonly mode: Mode;
  /** Orders placed before are a person's alone; null: was never live. */
  readonly goLiveAt: Date | null;
  /** null: nobody ever changed it */
  readonly changed: ChangedBy | null;
};

export async function findMode(
  tx: ShopTx,
  shopId: bigint,
  workflow: Workflow,
): Promise<WorkflowMode> {
  const row = await tx.railsMode.findFirst({
    where: { shopId, workflow },
    orderBy: { version: "desc" },
  });
  if (!row) return { workflow, mode: "watching", goLiveAt: null, changed: null };
  return {
    workflow,
    // The table's check lists the words.
    mode: isMode(row.mode) ? row.mode : "watching",
    goLiveAt: row.goLiveAt,
    changed: { staffId: row.changedBy, at: row.changedAt },
  };
}

export async function listModes(tx: ShopTx, shopId: bigint): Promise<WorkflowMode[]> {
  const modes: WorkflowMode[] = [];
  for (const workflow of WORKFLOWS) modes.push(await findMode(tx, shopId, workflow));
  return modes;
}

/** Adds a version. */
export async function saveMode(
  tx: ShopTx,
  shopId: bigint,
  { workflow, mode, goLiveAt }: Pick<WorkflowMode, "workflow" | "mode" | "goLiveAt">,
  by: ChangedBy,
): Promise<void> {
  await lockRailsSettings(tx, shopId);
  await tx.$executeRaw`
    insert into rails_modes (shop_id, workflow, version, mode, go_live_at, changed_at, changed_by)
    select ${shopId}, ${workflow}, coalesce(max(version), 0) + 1, ${mode}, ${goLiveAt}, ${by.at}, ${by.staffId}
    from rails_modes where shop_id = ${shopId} and workflow = ${workflow}`;
}
