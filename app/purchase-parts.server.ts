/** How purchase orders reach suppliers, put together for web and worker: features do not know each other. */
import type { Clock } from "#app/platform/clock.ts";
import type { Db } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { createSupplierOutgoing } from "#app/platform/supplier-hosts.server.ts";
import { createHostKeys } from "#app/dropship/purchase-orders/channels/host-keys.server.ts";
import { createHttpsHandover } from "#app/dropship/purchase-orders/channels/send-by-https.server.ts";
import { createMailHandover } from "#app/dropship/purchase-orders/channels/send-by-mail.server.ts";
import { createSftpHandover } from "#app/dropship/purchase-orders/channels/send-by-sftp.server.ts";
import { createRenderPdf } from "#app/dropship/purchase-orders/documents/render-pdf.server.ts";
import { createSendKinds } from "#app/dropship/purchase-orders/sending/send-kinds.server.ts";
import { createContactLink } from "#app/dropship/supplier-page/supplier-link.server.ts";
import { mailDomainOf } from "#app/mail-parts.server.ts";
import { replyAddress } from "#app/messages/conversations/reply-address.server.ts";
import { providerHeader } from "#app/messages/provider-header.ts";
import { createSmtpTransport } from "#app/messages/smtp-transport.server.ts";
import type { IntentKind } from "#app/rails/intent-kind.ts";

type PurchaseDeps = { readonly db: Db; readonly clock: Clock; readonly env: Env };

export function createPurchaseOrderKinds(deps: PurchaseDeps): readonly IntentKind[] {
  const { db, clock, env } = deps;
  const mailDomain = mailDomainOf(env);
  const mail = createMailHandover(
    createSmtpTransport({ url: env.SMTP_URL, clientName: mailDomain }),
  );
  return createSendKinds({
    db,
    clock,
    env,
    mailDomain,
    keyHeader: providerHeader(env.SMTP_URL),
    renderPdf: createRenderPdf(),
    linkOf: (tx, wish) => createContactLink(deps, tx, wish),
    replyAddress: ({ shopId, orderId, contactId }, now) =>
      env.INBOUND_SMTP_PORT === undefined
        ? null
        : replyAddress(
            { env, mailDomain },
            { shopId, orderId, party: { kind: "contact", contactId } },
            now,
          ),
    handovers: {
      email: mail,
      // A mail with the link alone.
      link: mail,
      sftp: createSftpHandover({
        hostKeys: createHostKeys({ db, clock }),
        listedHosts: env.SUPPLIER_HOSTS,
      }),
      https: createHttpsHandover(createSupplierOutgoing(env.SUPPLIER_HOSTS)),
    },
  });
}
