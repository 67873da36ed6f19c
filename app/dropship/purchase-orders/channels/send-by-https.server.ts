/**
 * Purchase orders by HTTPS: signed, with a key that stays the same over all tries. An answer that never came is followed by
 * the same request: who has the key already says so, or takes it once more as the one order it is.
 */
import { createHmac } from "node:crypto";
import { Outage } from "#app/platform/outage.ts";
import {
  OUTGOING_WORDS,
  type Outgoing,
  type OutgoingAnswer,
} from "#app/platform/outgoing.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import type { Frozen, Handover, HandoverContext, Taken } from "./channel.ts";
import { HandoverFailed } from "./handover-failed.ts";

// Said before the request was looked at, or "not now".
const LATER = new Set([408, 425, 429]);
const MAX_REPLY = 300;
const UNREACHED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

export const createHttpsHandover = ({ send }: Pick<Outgoing, "send">): Handover => ({
  send: (frozen, context) => post(send, frozen, context),
  find: async () => null,
});

async function post(
  send: Outgoing["send"],
  frozen: Frozen,
  { channel, now }: HandoverContext,
): Promise<Taken> {
  if (channel.secret === null)
    throw new HandoverFailed("No signing key is on file for this supplier.", {
      proof: "refused",
      code: "no_secret",
    });
  const headers = signedHeaders(frozen, channel.secret, now);
  const body = frozen.bytes;
  const answer = await send({ url: frozen.target, method: "POST", headers, body }).catch(
    (error: unknown) => {
      throw toHandoverFailed(error);
    },
  );
  if (!answer.ok)
    throw new HandoverFailed(OUTGOING_WORDS[answer.refusal.code], {
      // An answer that is too large came after the request.
      proof: answer.refusal.code === "answer_too_large" ? "unknown" : "refused",
      code: answer.refusal.code,
    });
  return judge(answer.value);
}

export function signedHeaders(
  { idempotencyKey, number, bytes }: Pick<Frozen, "idempotencyKey" | "number" | "bytes">,
  secret: string,
  now: Date,
): Readonly<Record<string, string>> {
  const timestamp = Math.floor(now.getTime() / MS_PER_SECOND).toString();
  const signature = createHmac("sha256", secret).update(`${timestamp}.`).update(bytes);
  return {
    "Content-Type": "application/json; charset=utf-8",
    "User-Agent": "Aftercare",
    "Idempotency-Key": idempotencyKey,
    "Aftercare-Purchase-Order": number,
    "Aftercare-Timestamp": timestamp,
    "Aftercare-Signature": `v1=${signature.digest("hex")}`,
  };
}

function judge({ status, headers, body }: OutgoingAnswer): Taken {
  const reply = `${status} ${body.toString("utf8").slice(0, MAX_REPLY)}`.trim();
  // 409: it has this key already.
  if ((status >= 200 && status < 300) || status === 409) return { reply };
  const said = { reply, code: `answer_${status}` };
  if (LATER.has(status))
    throw new HandoverFailed("The supplier's system asked us to try later.", {
      ...said,
      proof: "not_sent",
      retryAfterMs: readRetryAfter(headers["retry-after"]),
    });
  if (status >= 500)
    throw new HandoverFailed(`The supplier's system answered ${status}.`, {
      ...said,
      proof: "unknown",
    });
  throw new HandoverFailed(`The supplier's system refused the purchase order (${status}).`, {
    ...said,
    proof: "refused",
  });
}

function readRetryAfter(said: unknown): number | null {
  const seconds = typeof said === "string" ? Number(said) : Number.NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * MS_PER_SECOND : null;
}

function toHandoverFailed(error: unknown): unknown {
  if (!(error instanceof Outage)) return error;
  const wasReached = !UNREACHED.has(codeOf(error.cause));
  return wasReached
    ? new HandoverFailed("The supplier's system did not say whether it took the order.", {
        proof: "unknown",
        code: "no_answer",
        cause: error,
      })
    : new HandoverFailed("The supplier's system could not be reached.", {
        proof: "not_sent",
        code: "unreachable",
        cause: error,
      });
}

function codeOf(cause: unknown): string {
  const { code } = Object(cause) as { readonly code?: unknown };
  return typeof code === "string" ? code : "";
}
