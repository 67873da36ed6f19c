/**
 * Something that was to leave for somebody's server and did not, or may have. What the failure proves decides what happens
 * next: `not_sent` is tried again, `refused` is final, and after `unknown` the same bytes go again under the same key.
 */
import { Outage } from "./outage.ts";

export type SendingProof = "not_sent" | "refused" | "unknown";

export class SendingFailed extends Outage {
  override name = "SendingFailed";
  readonly proof: SendingProof;
  /** ours, snake_case */
  readonly code: string;
  /** the other side's own words; they may name an address */
  readonly reply: string | null;

  constructor(
    message: string,
    facts: {
      readonly proof: SendingProof;
      readonly code: string;
      readonly reply?: string | null;
      readonly retryAfterMs?: number | null;
      readonly cause?: unknown;
    },
  ) {
    const { proof, code, reply = null, retryAfterMs = null, cause } = facts;
    super(message, { retry: proof === "refused" ? "never" : "later", retryAfterMs, cause });
    this.proof = proof;
    this.code = code;
    this.reply = reply;
  }
}

/** The same in the words of the intents' engine. What we do not know is in doubt; `unexpected` says it for a person. */
export function assessSendingFailure(error: unknown, unexpected: string) {
  if (!(error instanceof SendingFailed)) {
    const refusal = { code: "unexpected_error", message: unexpected, isProof: false };
    return { type: "lost", refusal } as const;
  }
  const { proof, code, message, retryAfterMs } = error;
  const refusal = { code, message, isProof: proof === "refused" };
  if (proof === "unknown") return { type: "lost", refusal } as const;
  if (proof === "refused") return { type: "refused", refusal } as const;
  return { type: "not_carried_out", refusal, retryAfterMs } as const;
}
