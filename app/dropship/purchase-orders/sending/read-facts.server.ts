/** Reads what a document says: the purchase order, the shop's brand, and to whom it goes. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { readMessageSettings } from "#app/messages/settings-store.server.ts";
import type { Supplier, SupplierContact } from "#app/dropship/suppliers/supplier.ts";
import { findSupplier, listContacts } from "#app/dropship/suppliers/suppliers-store.server.ts";
import type { DocumentFacts } from "#app/dropship/purchase-orders/documents/document-facts.ts";
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import type { Purpose } from "#app/dropship/purchase-orders/transmission.ts";

/** The contact's page; made in the transaction that needs it. */
export type LinkOf = (
  tx: ShopTx,
  wish: {
    readonly shopId: bigint;
    readonly supplierId: bigint;
    readonly contactId: bigint;
    readonly purchaseOrderId: bigint;
  },
) => Promise<string>;

export type SendingFacts = {
  readonly document: DocumentFacts;
  readonly supplier: Supplier;
  /** who gets orders; null = nobody is named */
  readonly contact: SupplierContact | null;
  /** where answers of the shop's own mails go; empty: nowhere */
  readonly replyTo: string;
};

export async function readSendingFacts(
  tx: ShopTx,
  order: PurchaseOrder,
  {
    purpose,
    copy,
    linkOf,
  }: { readonly purpose: Purpose; readonly copy: number; readonly linkOf: LinkOf | null },
): Promise<SendingFacts> {
  const { shopId, supplierId, id: purchaseOrderId } = order;
  const supplier = await findSupplier(tx, shopId, supplierId);
  if (!supplier) throw new Error("A purchase order names a supplier that is not there.");
  const contact = await findOrderContact(tx, shopId, supplierId);
  const { brand } = await readMessageSettings(tx, shopId);
  const shop = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { name: true, domain: true },
  });
  const mirrored = await tx.order.findUnique({
    where: { shopId_id: { shopId, id: order.orderId } },
    select: { name: true },
  });
  const wish = contact && { shopId, supplierId, contactId: contact.contactId, purchaseOrderId };
  return {
    supplier,
    contact,
    replyTo: brand.replyTo,
    document: {
      purpose,
      copy,
      order,
      orderName: mirrored?.name ?? "",
      shop: { name: shop.name ?? shop.domain, domain: shop.domain, colour: brand.colour },
      timeZone: supplier.timeZone,
      language: contact?.language ?? "en",
      link: linkOf && wish ? await linkOf(tx, wish) : null,
    },
  };
}

/** The first contact that gets orders; one with a mail address before one without. */
export async function findOrderContact(
  tx: ShopTx,
  shopId: bigint,
  supplierId: bigint,
): Promise<SupplierContact | null> {
  const contacts = (await listContacts(tx, shopId, supplierId)).filter(
    ({ getsOrders }) => getsOrders,
  );
  return contacts.find(({ email }) => email !== null) ?? contacts[0] ?? null;
}
