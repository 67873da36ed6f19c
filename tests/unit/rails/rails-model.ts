/**
 * A shop in memory whose rails are the product's own pure functions, and a witness that keeps its own books: whenever a call
 * begins it says which promise was broken, without asking those functions.
 */
import { evaluateAct, type RoleLimit, type Usage } from "#app/rails/evaluate-act.ts";
import { FRESH_PROGRESS, type IntentProgress } from "#app/rails/intent.ts";
import {
  listLoads,
  ruleOfKind,
  type Counter,
  type LimitKind,
  type ShopMoney,
} from "#app/rails/kind-rules.ts";
import { nextIntentStep } from "#app/rails/next-intent-step.ts";
import { nextIntent, type IntentEvent } from "#app/rails/next-intent.ts";
import { limitOf, type LimitedRole } from "#app/rails/role-limits.ts";
import { shopDay } from "#app/rails/shop-day.ts";
import type { Mode, Role } from "#app/rails/workflows.ts";

const ZONE = "America/New_York";
const DEFAULT_CEILING = 3n;

export type ModelIntent = {
  readonly kind: string;
  /** null: a rule */
  readonly staffId: string | null;
  readonly order: number;
  readonly money: ShopMoney;
  progress: IntentProgress;
  countedOn: string | null;
};

export type Model = {
  nowMs: number;
  mode: Mode;
  goLiveAt: Date | null;
  pausedAt: Date | null;
  readonly orders: { placedAt: Date; isDisputed: boolean }[];
  readonly roles: Map<string, Role>;
  readonly limits: { role: LimitedRole; limitKind: LimitKind; limit: RoleLimit }[];
  readonly ceilings: Map<Counter, bigint>;
  readonly used: Map<string, bigint>;
  readonly intents: ModelIntent[];
  /** what the witness saw begin: day and counter → intent → what it moved */
  readonly begun: Map<string, Map<number, bigint>>;
  calls: number;
};

export const newModel = (startMs: number): Model => ({
  nowMs: startMs,
  mode: "watching",
  goLiveAt: null,
  pausedAt: null,
  orders: [-40, -3, 0, 1].map((days) => ({
    placedAt: new Date(startMs + days * 86_400_000),
    isDisputed: false,
  })),
  roles: new Map<string, Role>([
    ["1", "owner"],
    ["2", "manager"],
    ["3", "agent"],
  ]),
  limits: [],
  ceilings: new Map(),
  used: new Map(),
  intents: [],
  begun: new Map(),
  calls: 0,
});

const now = ({ nowMs }: Model) => new Date(nowMs);
const ceilingOf = ({ ceilings }: Model, counter: Counter) =>
  ceilings.get(counter) ?? DEFAULT_CEILING;
const limitOfStaff = (model: Model, staffId: string, kind: LimitKind) =>
  limitOf(model.limits, model.roles.get(staffId) ?? null, kind);

function verdictOf(model: Model, intent: ModelIntent, isCall: boolean) {
  const day = shopDay(now(model), ZONE);
  const order = model.orders[intent.order];
  const { limit: limitKind, readsDisputes } = ruleOfKind(intent.kind);
  const { confirmedBy } = intent.progress;
  const actor = intent.staffId ?? confirmedBy;
  const loads = intent.staffId === null ? listLoads(intent.kind, intent.money) : [];
  const isToCount = isCall && intent.countedOn !== day.on;
  const usage = (isToCount ? loads : loads.filter(({ adds }) => adds === null)).map(
    ({ counter, adds }): Usage => ({
      counter,
      adds,
      ceiling: ceilingOf(model, counter),
      used: model.used.get(`${day.on} ${counter}`) ?? 0n,
    }),
  );
  const verdict = evaluateAct({
    now: now(model),
    isCall,
    kind: intent.kind,
    workflow: "returns",
    isPerson: intent.staffId !== null,
    mode: model.mode,
    goLiveAt: model.goLiveAt,
    pausedAt: model.pausedAt,
    order: order ? { placedAt: order.placedAt } : null,
    dispute: readsDisputes && order ? (order.isDisputed ? "disputed" : "clear") : null,
    isConfirmed: confirmedBy !== null,
    authority:
      limitKind === null || actor === null
        ? null
        : {
            limitKind,
            amountMinor:
              intent.money === "none" ? 0n : intent.money === "unknown" ? null : intent.money,
            actorLimit: limitOfStaff(model, actor, limitKind),
            confirmerLimit:
              confirmedBy === null ? null : limitOfStaff(model, confirmedBy, limitKind),
            approver: { id: "1", name: "Ana", role: "owner" },
          },
    usage,
    dayEndsAt: day.endsAt,
  });
  return { verdict, usage, day };
}

const ASKS = new Set(["needs_confirmation", "needs_approval", "cannot_reckon"]);
const WAITS = new Set(["paused", "ceiling_reached"]);
const refusal = (code: string) => ({ code, message: code, isProof: false });

function tell(model: Model, intent: ModelIntent, event: IntentEvent) {
  intent.progress = nextIntent(intent.progress, event, now(model)) ?? intent.progress;
}

export function record(
  model: Model,
  draft: Pick<ModelIntent, "kind" | "staffId" | "order" | "money">,
) {
  const intent: ModelIntent = { ...draft, progress: FRESH_PROGRESS, countedOn: null };
  const { verdict } = verdictOf(model, intent, false);
  if (verdict.ok || WAITS.has(verdict.refusal.code)) model.intents.push(intent);
  else if (ASKS.has(verdict.refusal.code)) {
    intent.progress = { ...FRESH_PROGRESS, state: "asked", refusal: refusal(verdict.refusal.code) };
    model.intents.push(intent);
  }
}

export function confirm(model: Model, at: number, staffId: string) {
  const intent = model.intents[at];
  if (intent) tell(model, intent, { type: "confirmed", staffId });
}

/** One go of the worker: a call begins, or not. */
export function carryOut(model: Model, at: number, isAnswered: boolean): string | null {
  const intent = model.intents[at];
  if (!intent || nextIntentStep(intent.progress, now(model)).do !== "call") return null;
  const { verdict, usage, day } = verdictOf(model, intent, true);
  if (!verdict.ok) {
    const { code } = verdict.refusal;
    const retryAt = "retryAt" in verdict.refusal ? verdict.refusal.retryAt : null;
    if (ASKS.has(code) || code === "not_live")
      tell(model, intent, { type: "must_ask", refusal: refusal(code) });
    else if (retryAt)
      tell(model, intent, { type: "held_back", refusal: refusal(code), notBefore: retryAt });
    else tell(model, intent, { type: "gave_up", refusal: refusal(code) });
    return null;
  }
  for (const { counter, used, adds } of usage)
    model.used.set(`${day.on} ${counter}`, used + (adds ?? 0n));
  if (usage.length > 0) intent.countedOn = day.on;
  tell(model, intent, { type: "call_began", isNewKey: false });
  model.calls += 1;
  const broken = witness(model, intent, at);
  tell(
    model,
    intent,
    isAnswered
      ? { type: "done", outcome: {} }
      : { type: "not_carried_out", refusal: refusal("throttled"), notBefore: now(model) },
  );
  return broken;
}

const isCoveredBy = (limit: RoleLimit, amount: bigint | null) =>
  limit === "none" || (amount !== null && limit !== 0n && limit - amount >= 0n);

const GIVES_BACK = new Set(["refund", "credit_store_credit", "cancel_order"]);

/** The promise that this call breaks; null: none. */
function witness(model: Model, intent: ModelIntent, at: number): string | null {
  if (model.pausedAt !== null) return "after a pause";
  const limitKind = ruleOfKind(intent.kind).limit;
  const amount = intent.money === "none" ? 0n : intent.money === "unknown" ? null : intent.money;
  const says = [intent.staffId, intent.progress.confirmedBy].filter((staffId) => staffId !== null);
  const isCovered =
    limitKind === null ||
    says.some((staffId) => isCoveredBy(limitOfStaff(model, staffId, limitKind), amount));
  if (intent.staffId !== null) return isCovered ? null : "beyond a role's limit";
  const order = model.orders[intent.order];
  if (model.mode === "watching" || !model.goLiveAt) return "while watching";
  if (!order || order.placedAt < model.goLiveAt) return "before go-live";
  if (ruleOfKind(intent.kind).readsDisputes && order.isDisputed) return "on a disputed order";
  const mustBeConfirmed =
    model.mode === "asking" || (intent.money === "unknown" && GIVES_BACK.has(intent.kind));
  if (mustBeConfirmed && intent.progress.confirmedBy === null) return "without a yes";
  if (mustBeConfirmed && !isCovered) return "beyond a role's limit";
  return witnessCeilings(model, intent, at);
}

function witnessCeilings(model: Model, intent: ModelIntent, at: number): string | null {
  const day = now(model).toLocaleDateString("en-CA", { timeZone: ZONE });
  const isMoney = intent.money !== "none" && intent.money !== 0n;
  const givesBack = isMoney && GIVES_BACK.has(intent.kind);
  const moved: [Counter, bigint][] = [
    ...(givesBack ? [["refunds", 1n] as [Counter, bigint]] : []),
    ...(givesBack && typeof intent.money === "bigint"
      ? [["refund_sum", intent.money] as [Counter, bigint]]
      : []),
    ...(intent.kind === "cancel_order" ? [["cancellations", 1n] as [Counter, bigint]] : []),
    ...(intent.kind === "send_mail" ? [["mails", 1n] as [Counter, bigint]] : []),
  ];
  for (const [counter, adds] of moved) {
    const book = model.begun.get(`${day} ${counter}`) ?? new Map<number, bigint>();
    const isNew = !book.has(at);
    book.set(at, adds);
    model.begun.set(`${day} ${counter}`, book);
    const total = [...book.values()].reduce((sum, one) => sum + one, 0n);
    // A ceiling that was lowered later does not undo what had begun; nothing new may begin above it.
    if (isNew && total > ceilingOf(model, counter)) return `above the ceiling of ${counter}`;
  }
  return null;
}
