/**
 * A transmission that did not arrive, or may have. What the failure proves decides what happens next: `not_sent` is tried
 * again, `refused` is final, and after `unknown` the same bytes go again under the same key.
 */
import { Outage } from "#app/platform/outage.ts";

export type HandoverProof = "not_sent" | "refused" | "unknown";

export class HandoverFailed extends Outage {
  override name = "HandoverFailed";
  readonly proof: HandoverProof;
  /** ours, snake_case */
  readonly code: string;
  /** the other side's own words */
  readonly reply: string | null;

  constructor(
    message: string,
    facts: {
      readonly proof: HandoverProof;
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
export function assessHandoverFailure(error: unknown) {
  if (!(error instanceof HandoverFailed)) {
    const message = "The purchase order may not have gone out.";
    return {
      type: "lost",
      refusal: { code: "unexpected_error", message, isProof: false },
    } as const;
  }
  const { proof, code, message, retryAfterMs } = error;
  const refusal = { code, message, isProof: proof === "refused" };
  if (proof === "unknown") return { type: "lost", refusal } as const;
  if (proof === "refused") return { type: "refused", refusal } as const;
  return { type: "not_carried_out", refusal, retryAfterMs } as const;
}
