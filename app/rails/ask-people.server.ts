/** Tells the people who can say yes that an intent waits for them. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { findAuthority } from "./find-authority.server.ts";
import type { Intent } from "./intent.ts";
import { isWorkflow, WORKFLOW_LABELS, type ListTeam, type TellTeam } from "./workflows.ts";

type AskDeps = { readonly listTeam: ListTeam; readonly tellTeam: TellTeam };

/** One alert for each act that needs an approval; one a workflow and day for batches: a sweep may ask a thousand times. */
export async function askPeople(deps: AskDeps, tx: ShopTx, intent: Intent): Promise<void> {
  const { shopId, id, refusal } = intent;
  if (!refusal) return;
  const shared = { shopId, sentence: refusal.message, path: "/app/approvals" };
  if (refusal.code === "needs_approval")
    await deps.tellTeam(tx, {
      ...shared,
      event: "approval_waiting",
      key: `approval:${id}`,
      title: "Something needs your approval",
      forStaffId: await findApproverId(deps, tx, intent),
      raisedAt: intent.confirmedAt ?? intent.createdAt,
    });
  else
    await deps.tellTeam(tx, {
      ...shared,
      event: "approval_waiting",
      key: `confirmation:${intent.workflow}:${intent.createdAt.toISOString().slice(0, 10)}`,
      title: `${labelOf(intent.workflow)} waits for you`,
      forStaffId: null,
      raisedAt: intent.createdAt,
    });
}

async function findApproverId(deps: AskDeps, tx: ShopTx, intent: Intent): Promise<string | null> {
  const { shopAmountMinor, amountMinor, confirmedBy } = intent;
  const money = amountMinor === null ? "none" : (shopAmountMinor ?? "unknown");
  const authority = await findAuthority(tx, deps, intent, money, confirmedBy);
  return authority?.approver?.id ?? null;
}

const labelOf = (workflow: string) => (isWorkflow(workflow) ? WORKFLOW_LABELS[workflow] : workflow);
