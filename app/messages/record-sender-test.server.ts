/** A test mail: sent as shoppers' mail is, in the shop's frame and from its sender, and only on a person's word. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { Result } from "#app/platform/result.ts";
import type { MailHeld, OutboxDeps } from "./record-message.server.ts";
import { recordServiceMail } from "./record-service-mail.server.ts";
import { renderMail } from "./render-mail.ts";
import { readMessageSettings } from "./settings-store.server.ts";

export async function recordSenderTest(
  deps: OutboxDeps,
  tx: ShopTx,
  shopId: bigint,
  { to, key }: { readonly to: string; readonly key: string },
): Promise<Result<null, MailHeld>> {
  const { brand } = await readMessageSettings(tx, shopId);
  const shop = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
  const shopName = shop.name ?? shop.domain;
  const rendered = renderMail({
    subject: `A test from ${shopName}`,
    body: "This is a test. It was sent the way your shoppers' mail is sent.\n\nSee who it comes from, and whether it landed in your inbox or elsewhere.",
    brand,
    language: "en",
    shopName,
    firstName: "",
  });
  return recordServiceMail(deps, tx, shopId, {
    ...rendered,
    to,
    fromName: shopName,
    replyTo: brand.replyTo,
    dedupeKey: `sender-test ${key}`,
  });
}
