/** Mails a new link to the address on file, whoever asks: who holds the old one learns no more than its mask. */
import { inShop } from "#app/platform/db.server.ts";
import type { OutboxDeps } from "#app/messages/record-message.server.ts";
import { recordServiceMail } from "#app/messages/record-service-mail.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { plainMail } from "#app/dropship/acknowledgements/plain-mail.ts";
import { countUse } from "./limit-uses.server.ts";
import type { PageDeps, Visit } from "./open-link.server.ts";
import type { Reader } from "./reader.ts";
import { createContactLink } from "./supplier-link.server.ts";

export async function askForLink(
  deps: PageDeps & { readonly outbox: OutboxDeps },
  { shopId, linkId, supplier, contact, shopName }: Visit,
  { words }: Reader,
): Promise<Result<null, { readonly code: "too_often" | "no_address" }>> {
  const { email, contactId } = contact;
  if (email === null) return refuse({ code: "no_address" });
  const now = deps.clock.now();
  return inShop(deps.db, shopId, async (tx) => {
    if (!(await countUse(tx, { shopId, linkId }, "new_link", now)))
      return refuse({ code: "too_often" });
    const owner = { shopId, supplierId: supplier.supplierId, contactId, purchaseOrderId: null };
    const href = await createContactLink(deps, tx, owner);
    const mailed = await recordServiceMail(deps.outbox, tx, shopId, {
      to: email,
      subject: words.newLinkSubject(shopName),
      ...plainMail(words.newLinkBody(shopName), { label: words.openPage, href }),
      dedupeKey: `supplier-link:${linkId}:${now.toISOString()}`,
      fromName: shopName,
    });
    return mailed.ok ? accept(null) : refuse({ code: "no_address" });
  });
}
