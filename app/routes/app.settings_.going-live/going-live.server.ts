/** The use cases of the page: what stands, what would happen, and the switch. */
import { enqueueWake } from "#app/dropship/routing/enqueue-wake.server.ts";
import { readLateCaptures } from "#app/dropship/routing/late-captures.server.ts";
import { findRule } from "#app/dropship/routing/rules/rules-store.server.ts";
import { inShop, type ShopTx } from "#app/platform/db.server.ts";
import type { Deps } from "#app/deps.server.ts";
import { SWITCH_REFUSALS, type SwitchRefusal } from "#app/rails/evaluate-switch.ts";
import { listModes } from "#app/rails/modes-store.server.ts";
import {
  previewSwitch,
  switchMode,
  type Foretold,
  type Switched,
} from "#app/rails/switch-mode.server.ts";
import {
  isMode,
  isWorkflow,
  WORKFLOW_LABELS,
  type Mode,
  type Workflow,
} from "#app/rails/workflows.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { describeForetold } from "./describe-foretold.ts";
import type {
  GoingLiveAnswer,
  LateCapturesView,
  PreviewView,
  WorkflowView,
} from "./going-live-views.ts";
import { formatLocalTime, parseLocalTime } from "./local-time.ts";

type PageDeps = Pick<Deps, "db" | "clock" | "rails">;

export function listWorkflowViews(deps: PageDeps, shopId: bigint): Promise<WorkflowView[]> {
  return inShop(deps.db, shopId, async (tx) => {
    const zone = await findZone(tx, shopId);
    const team = await deps.rails.listTeam(tx, shopId);
    const nameOf = (staffId: string) =>
      team.find(({ id }) => id === staffId)?.name ?? `Staff member ${staffId}`;
    return (await listModes(tx, shopId)).map(({ workflow, mode, goLiveAt, changed }) => ({
      workflow,
      label: WORKFLOW_LABELS[workflow],
      mode,
      goLiveAt: goLiveAt?.toISOString() ?? null,
      goLiveText: goLiveAt && mode !== "watching" ? formatLocalTime(goLiveAt, zone) : "",
      changedBy: changed ? nameOf(changed.staffId) : null,
      changedAt: changed?.at.toISOString() ?? null,
      canBeSwitched: deps.rails.previews[workflow] !== undefined,
    }));
  });
}

/** Payments that are captured so late that waiting for them holds suppliers up; null: few, or the rule does not wait. */
export function findLateCaptures(
  { db, clock }: Pick<PageDeps, "db" | "clock">,
  shopId: bigint,
): Promise<LateCapturesView | null> {
  return inShop(db, shopId, async (tx) => {
    const rule = await findRule(tx, shopId);
    if (rule.body.routesOnAuthorisation) return null;
    const { orders, late, isMany } = await readLateCaptures(tx, shopId, clock.now());
    return isMany ? { orders, late } : null;
  });
}

/** `step`: `preview` shows what would happen; `switch` switches what was shown. */
export function answerGoingLive(
  deps: PageDeps,
  { shopId, staffId }: { readonly shopId: bigint; readonly staffId: string },
  form: FormData,
): Promise<{ readonly status: number; readonly answer: GoingLiveAnswer }> {
  const [workflow, mode, text, seen, step] = ["workflow", "mode", "goLiveAt", "seen", "step"].map(
    (name) => String(form.get(name) ?? ""),
  );
  if (!workflow || !isWorkflow(workflow) || !mode || !isMode(mode))
    return Promise.resolve(refused(workflow ?? "", "form", UNREADABLE, 422));
  return inShop(deps.db, shopId, async (tx) => {
    const zone = await findZone(tx, shopId);
    const goLiveAt = text ? parseLocalTime(text, zone) : null;
    if (text && !goLiveAt) return refused(workflow, "goLiveAt", NOT_A_TIME, 422);
    const asked = { shopId, workflow, mode, goLiveAt };
    const railsDeps = { ...deps.rails, clock: deps.clock };
    if (step !== "switch") {
      const foretold = await previewSwitch(railsDeps, tx, asked);
      if (!foretold.ok) return refusedSwitch(workflow, foretold.refusal);
      return answerPreview(asked, foretold.value, zone, null);
    }
    const switched = await switchMode(railsDeps, tx, { ...asked, staffId, seen: seen ?? "" });
    if (switched.ok) {
      const { before, after } = switched.value;
      await recordChange(tx, {
        shopId,
        staffId,
        area: "rails.mode",
        changedAt: deps.clock.now(),
        before: fieldsOf(workflow, before),
        after: fieldsOf(workflow, after),
      });
      // Orders that were only watched are to get what was just shown.
      if (workflow === "routing") await enqueueWake(tx, shopId, "rule");
      return { status: 200, answer: { kind: "switched", workflow, mode } };
    }
    if (switched.refusal.code !== "changed_meanwhile")
      return refusedSwitch(workflow, switched.refusal);
    return answerPreview(asked, switched.refusal.foretold, zone, CHANGED);
  });
}

/** Named by the workflow: a record keeps only what differs. */
const fieldsOf = (workflow: Workflow, { mode, goLiveAt }: Switched["before"]) => ({
  [workflow]: mode,
  [`${workflow}_live_from`]: goLiveAt?.toISOString() ?? null,
});

const UNREADABLE = "The form could not be read. Reload and try again.";
const NOT_A_TIME = "Type a date and a time.";
const CHANGED = "Something changed since you looked. This is what would happen now.";

const refused = (
  workflow: string,
  field: "goLiveAt" | "form",
  sentence: string,
  status: number,
) => ({ status, answer: { kind: "refused" as const, workflow, field, sentence } });

const refusedSwitch = (workflow: string, { code }: SwitchRefusal) =>
  refused(
    workflow,
    code === "no_preview" ? "form" : "goLiveAt",
    SWITCH_REFUSALS[code].sentence,
    SWITCH_REFUSALS[code].status,
  );

function answerPreview(
  { workflow, mode }: { readonly workflow: Workflow; readonly mode: Mode },
  foretold: Foretold,
  zone: string,
  sentence: string | null,
) {
  const preview: PreviewView = {
    workflow,
    mode,
    goLiveAt: foretold.goLiveAt.toISOString(),
    goLiveText: formatLocalTime(foretold.goLiveAt, zone),
    seen: foretold.seen,
    ...describeForetold(foretold),
  };
  return { status: 200, answer: { kind: "preview" as const, preview, sentence } };
}

async function findZone(tx: ShopTx, shopId: bigint) {
  const { ianaTimezone } = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { ianaTimezone: true },
  });
  return ianaTimezone;
}
