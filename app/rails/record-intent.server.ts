/**
 * Writes an intent with the decision that wants it, in the decision's own transaction, under the lock of its order. The
 * same decision taken twice is one intent. Nothing is called here: the job enqueued beside the row does that.
 */
import { randomBytes } from "node:crypto";
import type { ShopTx } from "#app/platform/db.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import type { Money } from "#app/platform/money.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { askPeople } from "./ask-people.server.ts";
import { tellLedger, type ChangeDeps } from "./change-intent.server.ts";
import {
  FRESH_PROGRESS,
  type Ceiling,
  type Intent,
  type IntentActor,
  type IntentRefusal,
} from "./intent.ts";
import type { IntentKind, IntentKinds } from "./intent-kind.ts";
import { findIntent, saveNewIntent } from "./intent-store.server.ts";
import type { Json } from "./json.ts";
import type { Act, ActRefusal, EvaluateOwnCeiling, MayAct } from "./may-act.ts";
import { findShopMoney } from "./shop-money.server.ts";
import type { ListTeam, TellTeam } from "./workflows.ts";

export type RecordDeps = ChangeDeps & {
  readonly kinds: IntentKinds;
  readonly mayAct: MayAct;
  readonly evaluateOwnCeiling: EvaluateOwnCeiling;
  readonly listTeam: ListTeam;
  readonly tellTeam: TellTeam;
};

export type IntentDraft = {
  readonly kind: string;
  /** Checked by the kind; wrong arguments are a bug and throw. */
  readonly args: Json;
  readonly orderGid: string | null;
  readonly subject: string | null;
  /** Names the decision, e.g. `return 12 / refund 1`. */
  readonly dedupeKey: string;
  readonly workflow: string;
  readonly actor: IntentActor;
  /** Until when the law wants it done; absent or null = whenever. */
  readonly legalDeadlineAt?: Date | null;
};

export type RecordRefusal =
  | { readonly code: "may_not_act"; readonly refusal: ActRefusal }
  /** The same decision exists with other arguments. */
  | { readonly code: "decided_otherwise"; readonly intentId: bigint }
  | { readonly code: "order_not_mirrored" }
  | { readonly code: "other_currency"; readonly currency: string }
  | { readonly code: "exceeds_refundable"; readonly left: Money }
  | { readonly code: "exceeds_own_ceiling"; readonly left: Money };

/** The intent of this decision, new or known. */
export async function recordIntent(
  deps: RecordDeps,
  tx: ShopTx,
  shopId: bigint,
  draft: IntentDraft,
): Promise<Result<{ intent: Intent; isNew: boolean }, RecordRefusal>> {
  const kind = deps.kinds.get(draft.kind);
  invariant(kind, `a kind of intent is registered: ${draft.kind}`);
  // The kind's schema describes JSON: what it gives back is JSON.
  const args = kind.args.parse(draft.args) as Json;
  const money = kind.moneyOf(args);
  const orderId = await lockDecision(tx, shopId, draft);
  const known = await findSameDecision(tx, shopId, draft, args);
  if (known)
    return known.isSame
      ? accept({ intent: known.intent, isNew: false })
      : refuse({ code: "decided_otherwise", intentId: known.intent.id });
  const act: Act = { ...draft, shopId, money, intentId: null, isDisputed: null };
  const verdict = await deps.mayAct(tx, act);
  const question = verdict.ok ? null : verdict.refusal;
  if (question && !question.waits) return refuse({ code: "may_not_act", refusal: question });
  const refusal = await findMoneyRefusal(deps, tx, kind, act);
  if (refusal) return refuse(refusal);
  const isAsked = question?.waits === "person";
  const shopMoney = await findShopMoney(tx, shopId, draft.orderGid, money);
  const intent = await saveNewIntent(tx, {
    ...FRESH_PROGRESS,
    ...draft,
    ...(isAsked && { state: "asked", refusal: toIntentRefusal(question) }),
    shopId,
    orderId,
    args,
    before: null,
    reference: `ac-${randomBytes(8).toString("hex")}`,
    ceiling: ceilingOf(kind, money),
    amountMinor: money?.amountMinor ?? null,
    currency: money?.currency ?? null,
    shopAmountMinor: typeof shopMoney === "bigint" ? shopMoney : null,
    legalDeadlineAt: draft.legalDeadlineAt ?? null,
    createdAt: deps.clock.now(),
  });
  await tellLedger(tx, intent, null, intent.createdAt);
  const { orderGid, createdAt: runAt } = intent;
  // What is only put off goes to the queue like the rest: its call is held back there.
  if (isAsked) await askPeople(deps, tx, intent);
  else await deps.enqueueCarryOut(tx, { shopId, intentId: intent.id, orderGid, runAt });
  return accept({ intent, isNew: true });
}

const toIntentRefusal = ({ code, message }: ActRefusal): IntentRefusal => ({
  code,
  message,
  isProof: false,
});

const ceilingOf = (kind: IntentKind, money: Money | null): Ceiling =>
  money ? kind.ceiling : "none";

/** Two decisions about one order, or of one name, queue up here. Returns our id of the order; null: not mirrored. */
async function lockDecision(
  tx: ShopTx,
  shopId: bigint,
  draft: IntentDraft,
): Promise<bigint | null> {
  const { orderGid, dedupeKey } = draft;
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select id from orders where shop_id = ${shopId} and gid = ${orderGid} for update`;
  await tx.$queryRaw`
    select 1 from pg_advisory_xact_lock(hashtextextended(${`intent:${shopId}:${dedupeKey}`}, 0))`;
  return rows[0]?.id ?? null;
}

async function findSameDecision(tx: ShopTx, shopId: bigint, draft: IntentDraft, args: Json) {
  const { dedupeKey, kind, orderGid } = draft;
  const [row] = await tx.$queryRaw<{ id: bigint; isSame: boolean }[]>`
    select id, (kind = ${kind} and order_gid is not distinct from ${orderGid}
      and args = ${JSON.stringify(args)}::jsonb) as "isSame"
    from intents where shop_id = ${shopId} and dedupe_key = ${dedupeKey}`;
  const intent = row ? await findIntent(tx, shopId, row.id) : null;
  return row && intent ? { intent, isSame: row.isSame } : null;
}

async function findMoneyRefusal(
  deps: RecordDeps,
  tx: ShopTx,
  kind: IntentKind,
  act: Act,
): Promise<RecordRefusal | null> {
  if (!act.money || kind.ceiling === "none") return null;
  if (kind.ceiling === "refundable")
    return findPurseRefusal(tx, act.shopId, act.orderGid, act.money);
  const ceiling = await deps.evaluateOwnCeiling(tx, act);
  if (ceiling.ok) return null;
  const { leftMinor: amountMinor, currency } = ceiling.refusal;
  return { code: "exceeds_own_ceiling", left: { amountMinor, currency } };
}

type Purse = { readonly currency: string; readonly leftMinor: bigint };

/** Why the order's money does not allow it; null when it does. The table's trigger says the same to whoever forgets to ask. */
export async function findPurseRefusal(
  tx: ShopTx,
  shopId: bigint,
  orderGid: string | null,
  money: Money,
): Promise<RecordRefusal | null> {
  const [purse] = await tx.$queryRaw<Purse[]>`
    select currency, left_minor as "leftMinor" from app.refundable_left(${shopId}, ${orderGid})`;
  if (!purse) return { code: "order_not_mirrored" };
  const { currency, leftMinor } = purse;
  if (currency !== money.currency) return { code: "other_currency", currency };
  if (money.amountMinor <= leftMinor) return null;
  return { code: "exceeds_refundable", left: { amountMinor: leftMinor, currency } };
}
