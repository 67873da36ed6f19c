/**
 * How the intents' engine hands a purchase order, or words about one, to its supplier: the kinds `send_purchase_order` and
 * `tell_supplier`. What is sent is fixed before the first try and the same at every one; each try is a row. A peer that
 * took it and could not say so gets the same bytes under the same key, and one purchase order stays one.
 */
import { z } from "zod";
import type { Clock } from "#app/platform/clock.ts";
import type { Db } from "#app/platform/db.server.ts";
import type { IntentKind, KindContext } from "#app/rails/intent-kind.ts";
import type { Channel } from "#app/dropship/suppliers/supplier.ts";
import type { Handover } from "#app/dropship/purchase-orders/channels/channel.ts";
import {
  assessHandoverFailure,
  HandoverFailed,
} from "#app/dropship/purchase-orders/channels/handover-failed.ts";
import { SEND_KIND, TELL_KIND } from "#app/dropship/purchase-orders/request-sending.server.ts";
import { beginTry, type BeginDeps, type Begun } from "./begin-try.server.ts";
import { closeUnsent, endTry, type EndDeps } from "./end-try.server.ts";
import { isHandedOver, openHandover, type TransmissionName } from "./transmissions-store.server.ts";

export type SendKindDeps = BeginDeps &
  EndDeps & {
    readonly db: Pick<Db, "prisma">;
    readonly clock: Clock;
    readonly handovers: Readonly<Record<Channel, Handover>>;
  };

const id = z.string().regex(/^\d{1,19}$/);
const SEND_ARGS = z.object({
  purchaseOrderId: id,
  revision: z.number().int().min(1),
  copy: z.number().int().min(0),
});
const TELL_ARGS = z.object({ transmissionId: id });

const nameOrder = (args: unknown): TransmissionName => {
  const { purchaseOrderId, revision, copy } = SEND_ARGS.parse(args);
  return { purchaseOrderId: BigInt(purchaseOrderId), purpose: "order", revision, copy };
};
const nameWords = (args: unknown): TransmissionName => ({
  id: BigInt(TELL_ARGS.parse(args).transmissionId),
});

export function createSendKinds(deps: SendKindDeps): readonly IntentKind[] {
  return [
    createKind(deps, SEND_KIND, SEND_ARGS, nameOrder),
    createKind(deps, TELL_KIND, TELL_ARGS, nameWords),
  ];
}

const createKind = (
  deps: SendKindDeps,
  name: string,
  args: z.ZodType,
  nameOf: (args: unknown) => TransmissionName,
): IntentKind => ({
  name,
  args,
  ceiling: "none",
  moneyOf: () => null,
  readBefore: null,
  call: (context) => handOver(deps, context, nameOf(context.args)),
  look: (context) => lookForIt(deps, context, nameOf(context.args)),
  assessFailure: assessHandoverFailure,
});

async function handOver(
  deps: SendKindDeps,
  { shopId, signal }: KindContext,
  name: TransmissionName,
) {
  const begun = await beginTry(deps, shopId, name);
  if (begun.kind === "sent") return done(begun.key);
  if (begun.kind === "refused") {
    const { code, message } = begun;
    await closeUnsent(deps, shopId, name, { code, message });
    throw new HandoverFailed(message, { proof: "refused", code });
  }
  if (begun.kind === "later")
    throw new HandoverFailed("It waits for the supplier's time.", {
      proof: "not_sent",
      code: "not_due",
      retryAfterMs: begun.afterMs,
    });
  return tryOnce(deps, shopId, begun, signal);
}

async function tryOnce(
  deps: SendKindDeps,
  shopId: bigint,
  { transmissionId, attempt, channel, frozen, context }: Extract<Begun, { kind: "begun" }>,
  signal: AbortSignal,
) {
  const row = { shopId, transmissionId, attempt };
  try {
    const taken = await deps.handovers[channel].send(frozen, { ...context, signal });
    await endTry(deps, row, { outcome: "accepted", reply: taken.reply });
    return done(frozen.idempotencyKey);
  } catch (error) {
    if (!(error instanceof HandoverFailed)) throw error;
    const isOver = await endTry(deps, row, {
      outcome: OUTCOMES[error.proof],
      reply: error.reply,
      failure: { code: error.code, message: error.message },
    });
    // Tried long enough: a person decides, and the queue lets go of it.
    if (!isOver || error.proof === "refused") throw error;
    const { code, reply, message, cause } = error;
    throw new HandoverFailed(message, { proof: "refused", code, reply, cause });
  }
}

const OUTCOMES = { refused: "refused", not_sent: "not_sent", unknown: "lost" } as const;

const done = (key: string) => ({ kind: "done" as const, outcome: { key } });

/** Our own record is proof; where the channel lets us see our work at the other side, that is proof, too. */
async function lookForIt(
  deps: SendKindDeps,
  { shopId, signal }: KindContext,
  name: TransmissionName,
) {
  const key = await isHandedOver(deps, shopId, name);
  if (key !== null) return { kind: "effect" as const, outcome: { key } };
  const open = await openHandover(deps, shopId, name);
  if (!open) return { kind: "nothing" as const };
  const { channel, frozen, context, transmissionId, attempt } = open;
  const found = await findAtPeer(deps.handovers[channel], frozen, { ...context, signal });
  if (!found) return { kind: "nothing" as const };
  await endTry(
    deps,
    { shopId, transmissionId, attempt },
    { outcome: "accepted", reply: found.reply },
  );
  return { kind: "effect" as const, outcome: { key: frozen.idempotencyKey } };
}

/** A peer that cannot be asked shows nothing; the next try finds out. */
async function findAtPeer(
  handover: Handover,
  frozen: Parameters<Handover["find"]>[0],
  context: Parameters<Handover["find"]>[1],
) {
  try {
    return await handover.find(frozen, context);
  } catch (error) {
    if (error instanceof HandoverFailed) return null;
    throw error;
  }
}
