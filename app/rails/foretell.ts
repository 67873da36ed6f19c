/**
 * Holds what a workflow would do against the rails as they would be after a switch: which acts would go out, and which
 * would not and why. Pure. It asks `evaluateAct` itself, so the preview and what happens cannot disagree about the rules.
 */
import { evaluateAct, type ActFacts, type ActVerdictCode, type Usage } from "./evaluate-act.ts";
import { listLoads, ruleOfKind, type Counter, type ShopMoney } from "./kind-rules.ts";
import { shopDay } from "./shop-day.ts";
import type { Mode, PreviewedAct, Workflow } from "./workflows.ts";

export type ForetoldAct = PreviewedAct & {
  readonly shopMoney: ShopMoney;
  /** null: it would go out (or be asked about, while the workflow asks) */
  readonly heldBack: ActVerdictCode | null;
};

export type PreviewOrder = { readonly placedAt: Date; readonly isDisputed: boolean };

export type ForetellSettings = {
  readonly workflow: Workflow;
  readonly mode: Mode;
  readonly goLiveAt: Date;
  readonly pausedAt: Date | null;
  readonly zone: string;
  readonly now: Date;
  /** used so far today; a later day of the window begins with nothing used */
  readonly ceilings: readonly {
    readonly counter: Counter;
    readonly ceiling: bigint;
    readonly used: bigint;
  }[];
};

type Reckoned = PreviewedAct & { readonly shopMoney: ShopMoney };

export function foretell(
  acts: readonly Reckoned[],
  orderOf: (orderGid: string) => PreviewOrder | null,
  settings: ForetellSettings,
): ForetoldAct[] {
  const usedOn = new Map<string, bigint>();
  const today = shopDay(settings.now, settings.zone).on;
  for (const { counter, used } of settings.ceilings) usedOn.set(`${today} ${counter}`, used);
  return [...acts]
    .sort((left, right) => left.at.getTime() - right.at.getTime())
    .map((act) => {
      const day = shopDay(act.at, settings.zone);
      const usage = listLoads(act.kind, act.shopMoney).flatMap(({ counter, adds }): Usage[] => {
        const known = settings.ceilings.find((one) => one.counter === counter);
        const used = usedOn.get(`${day.on} ${counter}`) ?? 0n;
        return known ? [{ counter, adds, used, ceiling: known.ceiling }] : [];
      });
      const verdict = evaluateAct(factsOf(act, orderOf, settings, usage, day.endsAt));
      // To be asked is what a workflow that asks is for.
      const goesOut = verdict.ok || verdict.refusal.code === "needs_confirmation";
      if (goesOut)
        for (const { counter, used, adds } of usage)
          usedOn.set(`${day.on} ${counter}`, used + (adds ?? 0n));
      return { ...act, heldBack: goesOut ? null : verdict.refusal.code };
    });
}

function factsOf(
  { at, kind, orderGid }: Reckoned,
  orderOf: (orderGid: string) => PreviewOrder | null,
  { workflow, mode, goLiveAt, pausedAt }: ForetellSettings,
  usage: readonly Usage[],
  dayEndsAt: Date,
): ActFacts {
  const order = orderGid === null ? null : orderOf(orderGid);
  const isDisputed = order?.isDisputed === true;
  return {
    now: at,
    isCall: true,
    kind,
    workflow,
    isPerson: false,
    mode,
    goLiveAt,
    pausedAt,
    order: orderGid === null ? null : (order ?? "not_mirrored"),
    dispute: ruleOfKind(kind).readsDisputes ? (isDisputed ? "disputed" : "clear") : null,
    isConfirmed: false,
    authority: null,
    usage,
    dayEndsAt,
  };
}
