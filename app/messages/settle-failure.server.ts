/** A try that failed: what the server's words prove, on the try and, when it is final, on the mail. */
import { inShop } from "#app/platform/db.server.ts";
import { saveEnd, type AttemptDeps, type AttemptName } from "./attempts-store.server.ts";
import { failMessage } from "./fail-message.server.ts";
import type { MailFailed } from "./mail-failed.ts";

const OUTCOMES = { refused: "refused", not_sent: "not_sent", unknown: "lost" } as const;

export function settleFailure(
  { db, clock }: AttemptDeps,
  shopId: bigint,
  { callKey, ...name }: AttemptName & { readonly callKey: string },
  failure: MailFailed,
): Promise<void> {
  return inShop(db, shopId, async (tx) => {
    const now = clock.now();
    const { proof, reply } = failure;
    await saveEnd(tx, shopId, name, { outcome: OUTCOMES[proof], reply }, now);
    if (proof === "refused")
      await failMessage(
        tx,
        shopId,
        { ...failureOf(failure), id: name.id, state: "failed", callKey },
        now,
      );
  });
}

const failureOf = ({ code, message }: MailFailed) => ({
  code,
  message,
  isAddressGone: code === "address_refused",
});
