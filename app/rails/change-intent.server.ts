/**
 * Applies one event to one intent in the caller's transaction: new state, ledger entry and follow-up jobs are committed
 * together or not at all.
 */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import type { Intent } from "./intent.ts";
import { intentEntry } from "./intent-entry.ts";
import { saveProgress } from "./intent-store.server.ts";
import { ruleOfKind } from "./kind-rules.ts";
import type { IntentState } from "./intent-states.ts";
import { nextIntent, type IntentEvent } from "./next-intent.ts";

/** Puts the job that carries the intent out into the queue; a waiting one of the same intent is replaced. */
export type EnqueueCarryOut = (
  tx: ShopTx,
  request: {
    readonly shopId: bigint;
    readonly intentId: bigint;
    readonly orderGid: string | null;
    readonly runAt: Date;
  },
) => Promise<unknown>;

export type ChangeDeps = {
  readonly clock: Clock;
  readonly enqueueCarryOut: EnqueueCarryOut;
};

/** The intent after the event; null when the event came too late and nothing was changed. */
export async function changeIntent(
  { clock }: Pick<ChangeDeps, "clock">,
  tx: ShopTx,
  intent: Intent,
  event: IntentEvent,
): Promise<Intent | null> {
  const now = clock.now();
  const next = nextIntent(intent, event, now);
  if (!next) return null;
  await saveProgress(tx, next);
  await tellLedger(tx, next, intent.state, now);
  await enqueueRefetch(tx, next, now);
  return next;
}

/** Appends the news of an intent to its order's chain. Intents of no mirrored order have none. */
export async function tellLedger(
  tx: ShopTx,
  intent: Intent,
  previous: IntentState | null,
  now: Date,
): Promise<void> {
  const { shopId, orderId, orderGid } = intent;
  const entry = intentEntry(intent, previous, now);
  if (!entry || orderId === null || orderGid === null) return;
  await appendEntries(tx, shopId, [{ orderId, orderGid, entries: [entry] }], now);
}

// Shopify's webhook of the same change comes within seconds, too: one read serves both.
const REFETCH_DELAY_MS = 2 * MS_PER_SECOND;

/** Whatever came of a call, the mirror should show the order as it is now. */
async function enqueueRefetch(tx: ShopTx, intent: Intent, now: Date): Promise<void> {
  const { shopId, orderGid, attempts, settledAt } = intent;
  if (orderGid === null || attempts === 0 || !settledAt) return;
  // A mail changes nothing at Shopify.
  if (ruleOfKind(intent.kind).counts === "mails") return;
  await enqueueJob(tx, {
    name: "orders.refetch",
    payload: { shopId: shopId.toString(), orderGid },
    queue: `order:${shopId}:${orderGid}`,
    key: `refetch:${shopId}:${orderGid}`,
    runAt: new Date(now.getTime() + REFETCH_DELAY_MS),
  });
}
