/**
 * A person's yes or no to intents that wait for one. The yes and its job are one transaction: a process that dies in
 * between leaves the question open, never an answered intent that nobody carries out.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import { describeVerdict } from "./act-words.ts";
import { askPeople } from "./ask-people.server.ts";
import { changeIntent } from "./change-intent.server.ts";
import { isWithinLimit } from "./evaluate-act.ts";
import { findAuthority } from "./find-authority.server.ts";
import type { Intent } from "./intent.ts";
import { lockIntent } from "./intent-store.server.ts";
import { findMode } from "./modes-store.server.ts";
import type { RecordDeps } from "./record-intent.server.ts";
import { savePersonVerdict } from "./save-person-verdict.server.ts";
import { isWorkflow, WORKFLOW_LABELS } from "./workflows.ts";

export type Asked = {
  readonly shopId: bigint;
  readonly intentIds: readonly bigint[];
  readonly staffId: string;
};

/** What became of each, by its code; a batch is answered as far as it goes. */
export type Answered = {
  readonly confirmed: number;
  readonly refused: number;
  /** sentences about those that still wait, each once */
  readonly stillWaiting: readonly string[];
  /** somebody else was faster, or it went out */
  readonly gone: number;
};

/** Confirms or approves each, one after another in the order of their ids: two people at once queue up. */
export async function confirmAsked(
  deps: RecordDeps,
  tx: ShopTx,
  { shopId, intentIds, staffId }: Asked,
): Promise<Answered> {
  const sentences = new Set<string>();
  let [confirmed, gone] = [0, 0];
  for (const intentId of inOrder(intentIds)) {
    const intent = await lockIntent(tx, shopId, intentId);
    if (intent?.state !== "asked") gone += 1;
    else {
      const refusal = await findYesRefusal(deps, tx, intent, staffId);
      if (refusal) sentences.add(refusal);
      else {
        await carryOn(deps, tx, intent, staffId);
        confirmed += 1;
      }
    }
  }
  return { confirmed, refused: 0, stillWaiting: [...sentences], gone };
}

/** Each is dropped: nothing goes out, and the same decision is not taken again. */
export async function refuseAsked(
  deps: RecordDeps,
  tx: ShopTx,
  { shopId, intentIds, staffId: person }: Asked,
): Promise<Answered> {
  let [refused, gone] = [0, 0];
  for (const intentId of inOrder(intentIds)) {
    const intent = await lockIntent(tx, shopId, intentId);
    const isOpen = intent?.state === "asked";
    const verdict = "not_wanted" as const;
    if (isOpen) await savePersonVerdict(deps, tx, { shopId, intentId, verdict, person });
    if (isOpen) refused += 1;
    else gone += 1;
  }
  return { confirmed: 0, refused, stillWaiting: [], gone };
}

async function carryOn(deps: RecordDeps, tx: ShopTx, intent: Intent, staffId: string) {
  await changeIntent(deps, tx, intent, { type: "confirmed", staffId });
  const { shopId, id: intentId, orderGid } = intent;
  await deps.enqueueCarryOut(tx, { shopId, intentId, orderGid, runAt: deps.clock.now() });
}

/** Why this person's yes is not enough, as a sentence; null when it is. */
async function findYesRefusal(
  deps: RecordDeps,
  tx: ShopTx,
  intent: Intent,
  staffId: string,
): Promise<string | null> {
  const { shopId, workflow, actor, shopAmountMinor, amountMinor } = intent;
  if (actor.kind === "rule" && isWorkflow(workflow)) {
    const { mode } = await findMode(tx, shopId, workflow);
    if (mode === "watching")
      return `${WORKFLOW_LABELS[workflow]} is watching. Switch it to Asking or Acting first, or refuse these.`;
  }
  const money = amountMinor === null ? "none" : (shopAmountMinor ?? "unknown");
  const authority = await findAuthority(tx, deps, intent, money, staffId);
  if (!authority || authority.confirmerLimit === null) return null;
  if (isWithinLimit(authority.amountMinor, authority.confirmerLimit)) return null;
  return askHigher(deps, tx, intent, staffId);
}

/** Beyond this person's limit: somebody with a higher one is asked instead. */
async function askHigher(
  deps: RecordDeps,
  tx: ShopTx,
  intent: Intent,
  staffId: string,
): Promise<string | null> {
  const { shopId, workflow, shopAmountMinor, amountMinor, kind } = intent;
  const money = amountMinor === null ? "none" : (shopAmountMinor ?? "unknown");
  const as = { kind: "person", name: staffId } as const;
  const authority = await findAuthority(tx, deps, { shopId, kind, actor: as }, money, null);
  if (!authority || authority.actorLimit === "none") return null;
  const { limitKind, actorLimit: limitMinor, approver } = authority;
  const { currency, ianaTimezone: zone } = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
  });
  const code = approver ? "needs_approval" : "over_role_limit";
  const message = describeVerdict(
    { code, limitKind, limitMinor, approver: approver?.name ?? null },
    { workflow, currency: currency ?? "USD", zone },
  );
  const refusal = { code: "needs_approval", message, isProof: false };
  const asked = await changeIntent(deps, tx, intent, { type: "asked_again", refusal });
  if (asked) await askPeople(deps, tx, asked);
  return message;
}

const inOrder = (ids: readonly bigint[]) =>
  [...new Set(ids)].sort((left, right) => (left < right ? -1 : 1));
