/** A mail came back: marks it, forgets the address if it is gone, and writes it into the order's history. Safe to run twice. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import type { Bounce } from "./read-bounce.ts";
import { failMessage } from "./fail-message.server.ts";

type BounceDeps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };

/** False: no mail of ours, or known already. */
export function recordBounce({ db, clock }: BounceDeps, bounce: Bounce): Promise<boolean> {
  const { shopId, messageId, status, isAddressGone, diagnostic } = bounce;
  return inShop(db, shopId, async (tx) => {
    const mail = await tx.message.findUnique({
      where: { shopId_messageId: { shopId, messageId } },
      select: { id: true, state: true },
    });
    // Never sent by us: nothing can have come back.
    if (!mail || mail.state === "superseded") return false;
    const said = diagnostic === "" ? "" : ` It said: ${diagnostic}`;
    return failMessage(
      tx,
      shopId,
      {
        id: mail.id,
        state: "bounced",
        code: isAddressGone
          ? "address_gone"
          : `bounced_${(status ?? "unknown").replaceAll(".", "_")}`,
        message: `The shopper's mail server gave this mail back.${said}`,
        isAddressGone,
        callKey: null,
      },
      clock.now(),
    );
  });
}
