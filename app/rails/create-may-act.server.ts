/**
 * The edge of `evaluateAct`: reads its facts in the transaction that asks, and counts the call that it lets begin. Nothing
 * is kept between two questions, so a pause, a mode or a limit holds from the moment it is committed.
 */
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse } from "#app/platform/result.ts";
import { MS_PER_HOUR, MS_PER_MINUTE } from "#app/platform/time.ts";
import { describeVerdict } from "./act-words.ts";
import { recordHeld } from "./brakes.server.ts";
import { evaluateAct, type ActFacts, type ActVerdict } from "./evaluate-act.ts";
import { findAuthority } from "./find-authority.server.ts";
import { listLoads, ruleOfKind, type ShopMoney } from "./kind-rules.ts";
import type { Act, ActRefusal, MayAct } from "./may-act.ts";
import { findMode } from "./modes-store.server.ts";
import { findPause } from "./pauses.server.ts";
import { shopDay, type ShopDay } from "./shop-day.ts";
import { findShopMoney } from "./shop-money.server.ts";
import { countCall, lockUsage } from "./usage-store.server.ts";
import { holdRailsSettings } from "./versioned.server.ts";
import { isWorkflow, type ListTeam, type TellTeam } from "./workflows.ts";

export type MayActDeps = {
  readonly clock: Clock;
  readonly listTeam: ListTeam;
  readonly tellTeam: TellTeam;
};

export function createMayAct(deps: MayActDeps): MayAct {
  return async (tx, act) => {
    await holdRailsSettings(tx, act.shopId);
    const known = await readKnown(deps, tx, act);
    const facts = await readFacts(deps, tx, act, known);
    const verdict = evaluateAct(facts);
    if (!verdict.ok) return refuse(await answerRefusal(deps, tx, act, known, verdict.refusal));
    const { shopId, intentId } = act;
    if (intentId !== null && facts.usage.length > 0)
      await countCall(tx, { shopId, ...known }, intentId, facts.usage);
    return accept(null);
  };
}

type Known = {
  readonly now: Date;
  readonly zone: string;
  readonly currency: string;
  readonly day: ShopDay;
  readonly intent: IntentFacts | null;
};

type IntentFacts = {
  readonly confirmedBy: string | null;
  readonly shopAmountMinor: bigint | null;
  readonly legalDeadlineAt: Date | null;
  /** calendar date */
  readonly countedOn: string | null;
};

async function readKnown({ clock }: MayActDeps, tx: ShopTx, act: Act): Promise<Known> {
  const { shopId, intentId } = act;
  const now = clock.now();
  const { currency, ianaTimezone: zone } = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { currency: true, ianaTimezone: true },
  });
  const [intent = null] =
    intentId === null
      ? []
      : await tx.$queryRaw<IntentFacts[]>`
          select confirmed_by as "confirmedBy", shop_amount_minor as "shopAmountMinor",
            legal_deadline_at as "legalDeadlineAt", counted_on::text as "countedOn"
          from intents where shop_id = ${shopId} and id = ${intentId}`;
  return { now, zone, currency: currency ?? "USD", day: shopDay(now, zone), intent };
}

async function readFacts(
  { listTeam }: MayActDeps,
  tx: ShopTx,
  act: Act,
  known: Known,
): Promise<ActFacts> {
  const { shopId, kind, workflow } = act;
  const { now, day, intent } = known;
  const isPerson = act.actor.kind === "person";
  const mode = isWorkflow(workflow) ? await findMode(tx, shopId, workflow) : null;
  const order = await findOrder(tx, act);
  const money = await findMoney(tx, act, intent);
  const isCall = act.intentId !== null;
  const isToCount = isCall && !isPerson && intent?.countedOn !== day.on;
  const loads = isPerson ? [] : listLoads(kind, money);
  return {
    now,
    isCall,
    kind,
    workflow,
    isPerson,
    mode: mode?.mode ?? null,
    goLiveAt: mode?.goLiveAt ?? null,
    pausedAt: (await findPause(tx, shopId))?.at ?? null,
    order: order && order !== "not_mirrored" ? { placedAt: order.placedAt } : order,
    dispute: assessDispute(act, order),
    isConfirmed: intent !== null && intent.confirmedBy !== null,
    authority: await findAuthority(tx, { listTeam }, act, money, intent?.confirmedBy ?? null),
    usage: isToCount ? await lockUsage(tx, { shopId, ...known }, loads) : unreckoned(loads),
    dayEndsAt: day.endsAt,
  };
}

/** Before its call an act is not held against a ceiling, only against not being reckonable at all. */
const unreckoned = (loads: ReturnType<typeof listLoads>): ActFacts["usage"] =>
  loads
    .filter(({ adds }) => adds === null)
    .map(({ counter }) => ({ counter, adds: null, used: 0n, ceiling: 0n }));

type OrderFacts = { readonly placedAt: Date; readonly isDisputed: boolean };

async function findOrder(tx: ShopTx, act: Act): Promise<OrderFacts | "not_mirrored" | null> {
  if (act.orderGid === null) return null;
  const order = await tx.order.findUnique({
    where: { shopId_gid: { shopId: act.shopId, gid: act.orderGid } },
    select: { placedAt: true, isDisputed: true },
  });
  return order ?? "not_mirrored";
}

/** What Shopify said just now counts; while nothing is called yet the mirror's word is enough. */
function assessDispute(
  { kind, orderGid, isDisputed }: Act,
  order: OrderFacts | "not_mirrored" | null,
): ActFacts["dispute"] {
  if (!ruleOfKind(kind).readsDisputes || orderGid === null) return null;
  if (isDisputed !== null) return isDisputed ? "disputed" : "clear";
  return order && order !== "not_mirrored" && order.isDisputed ? "disputed" : "unread";
}

/** What was reckoned with the decision stays: a rate that moves must not move a limit. */
async function findMoney(tx: ShopTx, act: Act, intent: IntentFacts | null): Promise<ShopMoney> {
  if (!act.money) return "none";
  if (intent) return intent.shopAmountMinor ?? "unknown";
  return findShopMoney(tx, act.shopId, act.orderGid, act.money);
}

async function answerRefusal(
  deps: MayActDeps,
  tx: ShopTx,
  act: Act,
  known: Known,
  verdict: ActVerdict,
): Promise<ActRefusal> {
  const { shopId, intentId, workflow } = act;
  const message = describeVerdict(verdict, { ...known, workflow });
  const refusal = { code: verdict.code, message, retryAt: null };
  switch (verdict.code) {
    case "paused":
      return { ...refusal, retryAt: verdict.retryAt, waits: "later" };
    case "ceiling_reached":
      if (intentId !== null) await recordHeld(deps, tx, { shopId, intentId, ...known, ...verdict });
      return { ...refusal, retryAt: inTurn(verdict.retryAt, known), waits: "later" };
    case "needs_confirmation":
    case "needs_approval":
    case "cannot_reckon":
      return { ...refusal, waits: "person" };
    case "not_live":
      // Decided while it was live: it is kept, and a person may still want it.
      return intentId === null ? refusal : { ...refusal, waits: "person" };
    default:
      return refusal;
  }
}

const LAST_TURN_MS = MS_PER_MINUTE;
const TURN_MS = 100;

/** When a new day begins, what has the nearest legal deadline goes first and what has none last, within a minute. */
function inTurn(retryAt: Date, { intent, now }: Known): Date {
  const deadline = intent?.legalDeadlineAt;
  const hoursLeft = deadline ? Math.max(0, deadline.getTime() - now.getTime()) / MS_PER_HOUR : null;
  const turnMs =
    hoursLeft === null ? LAST_TURN_MS : Math.min(LAST_TURN_MS - TURN_MS, hoursLeft * TURN_MS);
  return new Date(retryAt.getTime() + turnMs);
}
