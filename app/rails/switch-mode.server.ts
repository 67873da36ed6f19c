/**
 * Switches a workflow between its modes. Before it acts a person has seen what it would do in the next 24 hours: the switch
 * carries what was shown, and when that has changed meanwhile it is shown again instead.
 */
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { MS_PER_DAY } from "#app/platform/time.ts";
import { evaluateSwitch, type SwitchRefusal } from "./evaluate-switch.ts";
import { foretell, type ForetoldAct } from "./foretell.ts";
import { findMode, saveMode } from "./modes-store.server.ts";
import { findPause } from "./pauses.server.ts";
import { reckonMoney } from "./shop-money.ts";
import { shopDay } from "./shop-day.ts";
import { listCeilings } from "./usage-store.server.ts";
import type {
  Mode,
  PreviewedAct,
  PreviewWorkflow,
  Workflow,
  WorkflowPreviews,
} from "./workflows.ts";
import { lockRailsSettings } from "./versioned.server.ts";

type SwitchDeps = { readonly clock: Clock; readonly previews: WorkflowPreviews };

export type SwitchAsked = {
  readonly shopId: bigint;
  readonly workflow: Workflow;
  readonly mode: Mode;
  readonly goLiveAt: Date | null;
};

export type Foretold = {
  readonly goLiveAt: Date;
  readonly acts: readonly ForetoldAct[];
  readonly currency: string;
  readonly orders: ReadonlyMap<string, { readonly id: bigint; readonly name: string }>;
  /** names exactly this list: what was seen is what is switched on */
  readonly seen: string;
};

/** What the workflow would do in the next 24 hours if it were switched now. Records nothing. */
export async function previewSwitch(
  deps: SwitchDeps,
  tx: ShopTx,
  asked: SwitchAsked,
): Promise<Result<Foretold, SwitchRefusal>> {
  const { shopId, workflow, mode } = asked;
  const now = deps.clock.now();
  const preview = deps.previews[workflow];
  const current = await findMode(tx, shopId, workflow);
  const evaluated = evaluateSwitch({ ...asked, now, current, hasPreview: preview !== undefined });
  if (!evaluated.ok) return evaluated;
  const goLiveAt = evaluated.value ?? now;
  if (!preview || mode === "watching")
    return accept({ goLiveAt, acts: [], currency: "USD", orders: new Map(), seen: "" });
  return accept(await readFuture(tx, preview, { ...asked, now, goLiveAt }));
}

async function readFuture(
  tx: ShopTx,
  preview: PreviewWorkflow,
  asked: SwitchAsked & { readonly now: Date; readonly goLiveAt: Date },
): Promise<Foretold> {
  const { shopId, now, goLiveAt } = asked;
  const until = new Date(now.getTime() + MS_PER_DAY);
  const shop = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
  const { ianaTimezone: zone, currency } = shop;
  const wanted = await preview(tx, { shopId, from: now, until, goLiveAt });
  const orders = await findOrders(tx, shopId, wanted);
  const ceilings = await listCeilings(tx, { shopId, day: shopDay(now, zone), zone });
  const pausedAt = (await findPause(tx, shopId))?.at ?? null;
  const reckoned = wanted.map((act) => ({
    ...act,
    shopMoney: reckonMoney(act.money, currency, orders.get(act.orderGid ?? "") ?? null),
  }));
  const acts = foretell(reckoned, (gid) => orders.get(gid) ?? null, {
    ...asked,
    pausedAt,
    zone,
    ceilings: ceilings.map((one) => ({ ...one, ceiling: one.own ?? one.default })),
  });
  return { goLiveAt, acts, currency: currency ?? "USD", orders, seen: nameList(acts) };
}

async function findOrders(tx: ShopTx, shopId: bigint, acts: readonly PreviewedAct[]) {
  const gids = [...new Set(acts.flatMap(({ orderGid }) => orderGid ?? []))];
  const rows = await tx.order.findMany({
    where: { shopId, gid: { in: gids } },
    select: {
      id: true,
      gid: true,
      name: true,
      placedAt: true,
      isDisputed: true,
      currency: true,
      presentmentCurrency: true,
      totalMinor: true,
      presentmentTotalMinor: true,
    },
  });
  return new Map(rows.map((row) => [row.gid, row]));
}

/** How many would go out, how many not, and for how much. */
function nameList(acts: readonly ForetoldAct[]): string {
  const out = acts.filter(({ heldBack }) => heldBack === null);
  const minor = out.reduce(
    (sum, { shopMoney }) => sum + (typeof shopMoney === "bigint" ? shopMoney : 0n),
    0n,
  );
  return `${out.length}/${acts.length}/${minor}`;
}

export type SwitchAnswer =
  | SwitchRefusal
  /** Nothing was switched: what would happen differs from what the person has seen. */
  | { readonly code: "changed_meanwhile"; readonly foretold: Foretold };

type Standing = { readonly mode: Mode; readonly goLiveAt: Date | null };
export type Switched = { readonly before: Standing; readonly after: Standing };

/** Switches, as seen. `seen` counts only on the way to a mode that acts or asks. */
export async function switchMode(
  deps: SwitchDeps,
  tx: ShopTx,
  asked: SwitchAsked & { readonly staffId: string; readonly seen: string },
): Promise<Result<Switched, SwitchAnswer>> {
  const { shopId, workflow, mode, staffId, seen } = asked;
  await lockRailsSettings(tx, shopId);
  const foretold = await previewSwitch(deps, tx, asked);
  if (!foretold.ok) return foretold;
  if (mode !== "watching" && foretold.value.seen !== seen)
    return refuse({ code: "changed_meanwhile", foretold: foretold.value });
  const current = await findMode(tx, shopId, workflow);
  const goLiveAt = mode === "watching" ? current.goLiveAt : foretold.value.goLiveAt;
  await saveMode(tx, shopId, { workflow, mode, goLiveAt }, { staffId, at: deps.clock.now() });
  return accept({ before: current, after: { mode, goLiveAt } });
}
