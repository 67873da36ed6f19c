/**
 * Carries one intent out, step by step, until it is settled or has to wait. Safe to kill at any line and safe to run
 * beside itself: each step is decided under the row's lock, a call is recorded before it begins, and after a call without
 * an answer only a look moves on. Why: docs/decisions/0006-intents.md
 */
import type { Logger } from "#app/platform/logger.server.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { Outage } from "#app/platform/outage.ts";
import { MS_PER_HOUR, MS_PER_SECOND } from "#app/platform/time.ts";
import { changeIntent, type ChangeDeps } from "./change-intent.server.ts";
import { idempotencyKeyOf, type Intent, type IntentRefusal } from "./intent.ts";
import type { Answer, IntentKind, IntentKinds, KindContext, Sight } from "./intent-kind.ts";
import { askPeople } from "./ask-people.server.ts";
import { findIntent, lockIntent } from "./intent-store.server.ts";
import type { Json } from "./json.ts";
import { ruleOfKind } from "./kind-rules.ts";
import type { MayAct } from "./may-act.ts";
import { grownWaitMs, nextIntentStep } from "./next-intent-step.ts";
import type { IntentEvent } from "./next-intent.ts";
import type { FetchIsDisputed } from "./fetch-is-disputed.server.ts";
import type { ListTeam, TellTeam } from "./workflows.ts";

export type CarryOutDeps = ChangeDeps & {
  readonly db: Pick<Db, "prisma">;
  readonly logger: Logger;
  readonly kinds: IntentKinds;
  readonly mayAct: MayAct;
  readonly fetchIsDisputed: FetchIsDisputed;
  readonly listTeam: ListTeam;
  readonly tellTeam: TellTeam;
};

export type IntentName = { readonly shopId: bigint; readonly intentId: bigint };

// Between the record of a call and its end, waits for points and tokens included. Well below the 60 s after which
// another process may look for its effect.
const CALL_BUDGET_MS = 45 * MS_PER_SECOND;
// Shopify's cancellation job takes a second or two.
const FIRST_ACCEPTED_LOOK_MS = 2 * MS_PER_SECOND;
const ACCEPTED_LOOK_MS = 10 * MS_PER_SECOND;
// A shop or token that does not answer is asked again after this long at first.
const FIRST_RETRY_MS = MS_PER_SECOND;
// Call, look, call, look: more than this in one go is a loop that we got wrong.
const MAX_STEPS = 8;

/** Resolves when the intent is settled, given to a person, or waits for a job that is in the queue. Throws outages of looks. */
export async function carryOutIntent(
  deps: CarryOutDeps,
  { shopId, intentId }: IntentName,
  signal: AbortSignal,
): Promise<void> {
  for (let steps = 0; steps < MAX_STEPS; steps += 1) {
    const intent = await inShop(deps.db, shopId, (tx) => findIntent(tx, shopId, intentId));
    // Erased with its shop.
    if (!intent) return;
    // Not the end of it: the queue hands the job to the next worker.
    if (signal.aborted) throw new Outage("The job was stopped.", { retry: "later" });
    const step = nextIntentStep(intent, deps.clock.now());
    if (step.do === "stop") return;
    if (step.do === "wait") {
      if (await enqueueLater(deps, intent)) return;
      continue;
    }
    const kind = deps.kinds.get(intent.kind);
    if (!kind) await giveUp(deps, intent, "unknown_kind", `Nobody knows how to do ${intent.kind}.`);
    else if (step.do === "give_up") await giveUp(deps, intent, step.code, GIVE_UP_WORDS[step.code]);
    else if (step.do === "look") await lookForEffect(deps, kind, intent, signal);
    else await callOnce(deps, kind, intent, signal);
  }
  throw new Outage("The intent did not come to rest.", { retry: "later" });
}

const GIVE_UP_WORDS = {
  too_many_calls: "It was tried too often without an answer.",
  accepted_too_long: "Shopify has been working on it for over an hour.",
} as const;

async function callOnce(
  deps: CarryOutDeps,
  kind: IntentKind,
  seen: Intent,
  signal: AbortSignal,
): Promise<void> {
  // While an earlier call is in doubt the first sight stays the one to compare with.
  const isFirst = seen.doubts === 0;
  const before =
    kind.readBefore && isFirst
      ? await readOrGiveUp(deps, seen, () => kind.readBefore?.(contextOf(seen, signal)) ?? null)
      : seen.before;
  if (before === GIVEN_UP) return;
  // Last of all, so that as little as possible can happen between the answer and the call.
  const isDisputed = await readOrGiveUp(deps, seen, () => fetchDispute(deps, seen, signal));
  if (isDisputed === GIVEN_UP) return;
  const intent = await beginCall(deps, seen, { before, isDisputed });
  if (!intent) return;
  const event = await call(deps, kind, intent, signal);
  await settleCall(deps, intent, event);
}

/** What Shopify says of the order's disputes; null when the kind does not ask. */
async function fetchDispute(
  deps: CarryOutDeps,
  { shopId, kind, orderGid, actor }: Intent,
  signal: AbortSignal,
): Promise<boolean | null> {
  if (!ruleOfKind(kind).readsDisputes || orderGid === null || actor.kind === "person") return null;
  return deps.fetchIsDisputed(shopId, orderGid, signal);
}

type BeforeCall = { readonly before: Json | null; readonly isDisputed: boolean | null };

/** Records that the call begins now. Null: not ours to make, or not now; the next step knows more. */
function beginCall(
  deps: CarryOutDeps,
  seen: Intent,
  { before, isDisputed }: BeforeCall,
): Promise<Intent | null> {
  const { shopId, id } = seen;
  return inShop(deps.db, shopId, async (tx) => {
    const intent = await lockIntent(tx, shopId, id);
    if (!intent || intent.attempts !== seen.attempts) return null;
    const step = nextIntentStep(intent, deps.clock.now());
    if (step.do !== "call") return null;
    const refusal = await findActRefusal(deps, tx, intent, isDisputed);
    if (refusal) {
      const held = await changeIntent(deps, tx, intent, refusal);
      if (held?.state === "asked") await askPeople(deps, tx, held);
      return null;
    }
    const { isNewKey } = step;
    return changeIntent(deps, tx, { ...intent, before }, { type: "call_began", isNewKey });
  });
}

async function findActRefusal(
  deps: CarryOutDeps,
  tx: ShopTx,
  intent: Intent,
  isDisputed: boolean | null,
): Promise<IntentEvent | null> {
  const { id: intentId, amountMinor, currency } = intent;
  const money = amountMinor !== null && currency !== null ? { amountMinor, currency } : null;
  const allowed = await deps.mayAct(tx, { ...intent, money, intentId, isDisputed });
  if (allowed.ok) return null;
  const { code, message, retryAt, waits } = allowed.refusal;
  const refusal: IntentRefusal = { code, message, isProof: false };
  // A call in doubt cannot wait for a yes: whether it happened is the first question.
  if (waits === "person" && intent.state === "planned") return { type: "must_ask", refusal };
  if (!retryAt) return { type: "gave_up", refusal };
  // A refusal that has already run out must not spin.
  const soonest = new Date(deps.clock.now().getTime() + FIRST_RETRY_MS);
  return { type: "held_back", refusal, notBefore: retryAt > soonest ? retryAt : soonest };
}

async function call(
  deps: CarryOutDeps,
  kind: IntentKind,
  intent: Intent,
  signal: AbortSignal,
): Promise<IntentEvent> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(CALL_BUDGET_MS)]);
  try {
    return eventOfAnswer(deps, await kind.call(contextOf(intent, deadline)));
  } catch (error) {
    const failure = kind.assessFailure(error);
    const { shopId, kind: name, reference, attempts } = intent;
    deps.logger.warn(
      {
        shopId: shopId.toString(),
        intent: name,
        reference,
        attempts,
        failure: failure.type,
        err: error,
      },
      "call of an intent failed",
    );
    if (failure.type !== "not_carried_out") return failure;
    const { refusal, retryAfterMs } = failure;
    const waitMs = Math.max(retryAfterMs ?? 0, grownWaitMs(FIRST_RETRY_MS, attempts));
    return { type: "not_carried_out", refusal, notBefore: inMs(deps, waitMs) };
  }
}

const eventOfAnswer = (deps: CarryOutDeps, { kind, outcome }: Answer): IntentEvent =>
  kind === "done"
    ? { type: "done", outcome }
    : { type: "accepted", outcome, lookAt: inMs(deps, FIRST_ACCEPTED_LOOK_MS) };

/** Records how the call ended, unless others have given it up meanwhile: then only a success is news. */
function settleCall(deps: CarryOutDeps, called: Intent, event: IntentEvent): Promise<unknown> {
  return inShop(deps.db, called.shopId, async (tx) => {
    const intent = await lockIntent(tx, called.shopId, called.id);
    if (!intent) return;
    const isStillOurs = intent.state === "calling" && intent.attempts === called.attempts;
    if (isStillOurs) return changeIntent(deps, tx, intent, event);
    if (event.type === "done")
      return changeIntent(deps, tx, intent, { type: "told_late", outcome: event.outcome });
  });
}

async function lookForEffect(
  deps: CarryOutDeps,
  kind: IntentKind,
  seen: Intent,
  signal: AbortSignal,
): Promise<void> {
  const lookBeganAt = deps.clock.now();
  const { before, outcome } = seen;
  const context = { ...contextOf(seen, signal), before, outcome };
  const sight = await readOrGiveUp(deps, seen, () => kind.look(context));
  if (sight === GIVEN_UP) return;
  await changeLocked(deps, seen, eventOfSight(deps, sight, lookBeganAt));
}

function eventOfSight(deps: CarryOutDeps, sight: Sight, lookBeganAt: Date): IntentEvent {
  switch (sight.kind) {
    case "effect":
      return { type: "saw_effect", outcome: sight.outcome };
    case "nothing":
      return { type: "saw_nothing", lookBeganAt };
    case "pending":
      return { type: "saw_pending", lookAt: inMs(deps, ACCEPTED_LOOK_MS) };
    case "unsure":
      return {
        type: "unsure",
        refusal: { code: "cannot_tell", message: sight.why, isProof: false },
      };
  }
}

const GIVEN_UP = Symbol("given up");

/** What a read gives. What can never be read is for a person; other outages are the job's to try again. */
async function readOrGiveUp<Value>(
  deps: CarryOutDeps,
  intent: Intent,
  read: () => Promise<Value> | Value,
): Promise<Value | typeof GIVEN_UP> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Outage) || error.retry === "later") throw error;
    await giveUp(deps, intent, "cannot_look", error.message);
    return GIVEN_UP;
  }
}

const giveUp = (deps: CarryOutDeps, intent: Intent, code: string, message: string) =>
  changeLocked(deps, intent, { type: "gave_up", refusal: { code, message, isProof: false } });

/** Applies the event if nobody has called since. */
function changeLocked(deps: CarryOutDeps, seen: Intent, event: IntentEvent): Promise<unknown> {
  return inShop(deps.db, seen.shopId, async (tx) => {
    const intent = await lockIntent(tx, seen.shopId, seen.id);
    if (intent?.attempts !== seen.attempts || intent.generation !== seen.generation) return null;
    return changeIntent(deps, tx, intent, event);
  });
}

/** False: it was woken meanwhile. Asked under the row's lock, so that a later job never replaces the one that woke it. */
function enqueueLater(deps: CarryOutDeps, { shopId, id: intentId }: Intent): Promise<boolean> {
  return inShop(deps.db, shopId, async (tx) => {
    const intent = await lockIntent(tx, shopId, intentId);
    const now = deps.clock.now();
    const step = intent && nextIntentStep(intent, now);
    if (!intent || step?.do !== "wait") return false;
    // A clock that was set back must not put an intent to sleep for days.
    const runAt = new Date(Math.min(step.until.getTime(), now.getTime() + MS_PER_HOUR));
    await deps.enqueueCarryOut(tx, { shopId, intentId, orderGid: intent.orderGid, runAt });
    return true;
  });
}

const contextOf = (intent: Intent, signal: AbortSignal): KindContext => ({
  shopId: intent.shopId,
  args: intent.args,
  reference: intent.reference,
  idempotencyKey: idempotencyKeyOf(intent),
  signal,
});

const inMs = ({ clock }: CarryOutDeps, ms: number) => new Date(clock.now().getTime() + ms);
