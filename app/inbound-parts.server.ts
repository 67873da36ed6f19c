/**
 * Mail that comes in, put together for the worker, and who an order's conversation can be held with, for web and worker:
 * conversations and suppliers do not know each other.
 */
import type { Clock } from "#app/platform/clock.ts";
import { receiveSupplierReply } from "#app/dropship/acknowledgements/receive-reply.server.ts";
import {
  isSupplierMail,
  recordSendingBounce,
} from "#app/dropship/purchase-orders/sending/record-sending-bounce.server.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import { mailDomainOf } from "#app/mail-parts.server.ts";
import type {
  FindContact,
  SupplierContact,
} from "#app/messages/conversations/find-addressee.server.ts";
import type { ListContacts } from "#app/messages/conversations/find-conversation.server.ts";
import {
  listenForMail,
  type ListenDeps,
  type MailListener,
} from "#app/messages/conversations/listen-for-mail.server.ts";
import type { SupplierReply } from "#app/messages/conversations/receive-mail.server.ts";

type InboundDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly env: Env;
  readonly logger: Logger;
};

/** Listens where the environment says so; null: nowhere. */
export async function startInboundMail(deps: InboundDeps): Promise<MailListener | null> {
  const { INBOUND_SMTP_PORT: port, HOST: host } = deps.env;
  return port === undefined ? null : listenForMail(createInboundDeps(deps), { host, port });
}

export const createInboundDeps = (deps: InboundDeps): ListenDeps => ({
  ...deps,
  mailDomain: mailDomainOf(deps.env),
  findContact: findSupplierContact,
  otherMails: {
    isKnown: isSupplierMail,
    recordBounce: (bounce) => recordSendingBounce(deps, bounce),
  },
  onSupplierReply: (reply) => proposeFromMail(deps, reply),
});

/** A supplier's words stand in its channel; what they propose for the purchase order waits for a person to confirm. */
async function proposeFromMail(deps: InboundDeps, reply: SupplierReply): Promise<void> {
  const { shopId, orderId, supplierId, contactId, words, files, mailName, receivedAt } = reply;
  await inShop(deps.db, shopId, async (tx) => {
    const last = await tx.purchaseOrder.findFirst({
      where: { shopId, orderId, supplierId, endedAt: null },
      orderBy: { sequence: "desc" },
      select: { number: true },
    });
    await receiveSupplierReply(deps, tx, {
      shopId,
      supplierId,
      contactId,
      purchaseOrderNumber: last?.number ?? null,
      text: words,
      attachments: files.map(({ name, content }) => ({ name, bytes: content })),
      messageId: mailName,
      receivedAt,
    });
  });
}

export const findSupplierContact: FindContact = async (tx, shopId, contactId) => {
  const rows = await tx.$queryRaw<SupplierContact[]>`
    select k.id as "contactId", k.supplier_id as "supplierId", s.name as "supplierName", k.name, k.email, k.language
    from supplier_contacts k join suppliers s on s.shop_id = k.shop_id and s.id = k.supplier_id
    where k.shop_id = ${shopId} and k.id = ${contactId} and k.removed_at is null`;
  return rows[0] ?? null;
};

/** Contacts of suppliers with a purchase order for the order. */
export const listOrderContacts: ListContacts = (tx, shopId, orderId) =>
  tx.$queryRaw<SupplierContact[]>`
    select k.id as "contactId", k.supplier_id as "supplierId", s.name as "supplierName", k.name, k.email, k.language
    from supplier_contacts k join suppliers s on s.shop_id = k.shop_id and s.id = k.supplier_id
    where k.shop_id = ${shopId} and k.removed_at is null and k.email is not null
      and exists (select from purchase_orders p
        where p.shop_id = ${shopId} and p.order_id = ${orderId} and p.supplier_id = k.supplier_id)
    order by s.name, k.name, k.id limit 100`;
