/**
 * How the intents' engine carries a mail out: the kind `send_mail`. The bytes come from the outbox and are the same at
 * every try. Whether an interrupted try reached the server, SMTP cannot tell: then they go again, so that none is lost,
 * and each try is a row, so that repeats are counted.
 */
import { z } from "zod";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { beginAttempt, endAttempt, isSent } from "./attempts-store.server.ts";
import { assessMailFailure, MailFailed } from "./mail-failed.ts";
import type { MailTransport } from "./mail-transport.ts";
import { settleFailure } from "./settle-failure.server.ts";

export const MAIL_KIND = "send_mail";

export type MailKindDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly transport: MailTransport;
};

// The id of the outbox, as digits: an intent's arguments are JSON and hold nobody's address.
const ARGS = z.object({ messageId: z.string().regex(/^\d{1,19}$/) });

export type MailContext = {
  readonly shopId: bigint;
  readonly args: unknown;
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
};

export function createMailKind(deps: MailKindDeps) {
  return {
    name: MAIL_KIND,
    args: ARGS,
    ceiling: "none" as const,
    moneyOf: () => null,
    readBefore: null,
    call: (context: MailContext) => sendOnce(deps, context),
    look: (context: MailContext) => lookInOutbox(deps, context),
    assessFailure: assessMailFailure,
  };
}

async function sendOnce(deps: MailKindDeps, context: MailContext) {
  const { shopId, idempotencyKey, signal } = context;
  const id = BigInt(ARGS.parse(context.args).messageId);
  const begun = await beginAttempt(deps, shopId, { id, callKey: idempotencyKey });
  if (begun.kind === "sent") return done(begun.messageId);
  if (begun.kind === "refused")
    throw new MailFailed(begun.message, { proof: "refused", code: begun.code });
  const { attempt, mail, messageId } = begun;
  try {
    const { reply } = await deps.transport.send(mail, { idempotencyKey, signal });
    await endAttempt(deps, shopId, { id, attempt }, { outcome: "accepted", reply });
    return done(messageId);
  } catch (error) {
    if (error instanceof MailFailed) {
      const name = { id, attempt, callKey: idempotencyKey };
      await settleFailure(deps, shopId, name, error);
    }
    throw error;
  }
}

const done = (messageId: string) => ({ kind: "done" as const, outcome: { messageId } });

/** Our own record is proof that it went; its absence is none that it did not, and then it goes again. */
async function lookInOutbox({ db }: MailKindDeps, { shopId, args }: MailContext) {
  const id = BigInt(ARGS.parse(args).messageId);
  const messageId = await inShop(db, shopId, (tx) => isSent(tx, shopId, id));
  return messageId === null
    ? { kind: "nothing" as const }
    : { kind: "effect" as const, outcome: { messageId } };
}
