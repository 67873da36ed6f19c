/** A person's word on an intent that the machine gave up, a second try of one that failed, or the end of one not begun. */
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { changeIntent, type ChangeDeps } from "./change-intent.server.ts";
import type { Intent } from "./intent.ts";
import { lockIntent } from "./intent-store.server.ts";
import type { IntentEvent } from "./next-intent.ts";
import { findPurseRefusal, type RecordRefusal } from "./record-intent.server.ts";

export type PersonVerdict = "happened" | "did_not_happen" | "try_again" | "not_wanted";

export type VerdictRefusal =
  | { readonly code: "no_such_intent" }
  /** Its state does not leave the choice, e.g. a call is under way. */
  | { readonly code: "too_late"; readonly state: Intent["state"] }
  | RecordRefusal;

/** The intent after the person's word. */
export async function savePersonVerdict(
  deps: ChangeDeps,
  tx: ShopTx,
  asked: { shopId: bigint; intentId: bigint; verdict: PersonVerdict; person: string },
): Promise<Result<Intent, VerdictRefusal>> {
  const { shopId, intentId, verdict } = asked;
  const intent = await lockIntent(tx, shopId, intentId);
  if (!intent) return refuse({ code: "no_such_intent" });
  const refusal = verdict === "try_again" ? await findRevivalRefusal(tx, intent) : null;
  if (refusal) return refuse(refusal);
  const next = await changeIntent(deps, tx, intent, EVENTS[verdict]);
  if (!next) return refuse({ code: "too_late", state: intent.state });
  await tellWhoDecided(deps, tx, next, asked);
  const { orderGid, state } = next;
  if (state === "planned")
    await deps.enqueueCarryOut(tx, { shopId, intentId, orderGid, runAt: deps.clock.now() });
  return accept(next);
}

const EVENTS: Readonly<Record<PersonVerdict, IntentEvent>> = {
  happened: { type: "person_says_happened", outcome: {} },
  did_not_happen: { type: "person_says_not_happened" },
  try_again: { type: "tried_again" },
  not_wanted: {
    type: "withdrawn",
    refusal: { code: "not_wanted", message: "A person does not want it any more.", isProof: false },
  },
};

/** The money that a failed intent set free may have been promised elsewhere since. */
async function findRevivalRefusal(tx: ShopTx, intent: Intent): Promise<RecordRefusal | null> {
  const { state, ceiling, amountMinor, currency, shopId, orderGid } = intent;
  if (state !== "failed" || ceiling !== "refundable") return null;
  if (amountMinor === null || currency === null) return null;
  return findPurseRefusal(tx, shopId, orderGid, { amountMinor, currency });
}

async function tellWhoDecided(
  { clock }: Pick<ChangeDeps, "clock">,
  tx: ShopTx,
  { shopId, id, orderId, orderGid }: Intent,
  { verdict, person }: { verdict: PersonVerdict; person: string },
): Promise<void> {
  if (orderId === null || orderGid === null) return;
  const now = clock.now();
  const entry = {
    kind: "intent.answered",
    actor: "merchant" as const,
    lineGid: null,
    facts: { intent: id.toString(), verdict, person },
    personal: null,
    occurredAt: now,
  };
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries: [entry] }], now);
}
