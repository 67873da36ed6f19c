/**
 * A mail that did not go out, or may have. What the failure proves decides what happens next: `not_sent` is tried again as
 * it is, `refused` is final, and after `unknown` the same bytes go again, for a lost mail is worse than a second copy.
 */
import { Outage } from "#app/platform/outage.ts";

export type MailProof = "not_sent" | "refused" | "unknown";

export class MailFailed extends Outage {
  override name = "MailFailed";
  readonly proof: MailProof;
  /** ours, snake_case */
  readonly code: string;
  /** the server's own words; they may name the address */
  readonly reply: string | null;

  constructor(
    message: string,
    facts: {
      readonly proof: MailProof;
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

/** The same in the words of the intents' engine. What we do not know is in doubt. */
export function assessMailFailure(error: unknown) {
  const isProof = error instanceof MailFailed && error.proof === "refused";
  const code = error instanceof MailFailed ? error.code : "unexpected_error";
  const message = error instanceof MailFailed ? error.message : "The mail may not have gone out.";
  const refusal = { code, message, isProof };
  if (!(error instanceof MailFailed) || error.proof === "unknown")
    return { type: "lost", refusal } as const;
  if (error.proof === "refused") return { type: "refused", refusal } as const;
  return { type: "not_carried_out", refusal, retryAfterMs: error.retryAfterMs } as const;
}
