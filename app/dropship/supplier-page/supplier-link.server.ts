/**
 * The standing link of a supplier's contact: one while it is valid, whatever it is sent with. Whoever has it answers for
 * the supplier, so the shop can close it, and it ends by itself.
 */
import type { Clock } from "#app/platform/clock.ts";
import type { ShopTx } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { addDays } from "#app/platform/time.ts";
import { signToken } from "./supplier-token.server.ts";

export const LINK_LIFETIME_DAYS = 180;
// What is mailed today must still open when the goods are late.
const LEAST_DAYS_LEFT = 60;

export type LinkDeps = {
  readonly env: Pick<Env, "ENCRYPTION_KEYS" | "SHOPIFY_APP_URL">;
  readonly clock: Clock;
};

export type LinkWish = {
  readonly shopId: bigint;
  readonly supplierId: bigint;
  readonly contactId: bigint;
  /** opens at this purchase order; null = at all that is open */
  readonly purchaseOrderId: bigint | null;
};

/** The absolute address. A contact's link is made once and used again until it is about to end. */
export async function createContactLink(
  deps: LinkDeps,
  tx: ShopTx,
  { shopId, supplierId, contactId, purchaseOrderId }: LinkWish,
): Promise<string> {
  const linkId = await findOrMakeLink(deps, tx, { shopId, supplierId, contactId });
  const token = signToken(deps.env.ENCRYPTION_KEYS, { shopId, linkId });
  const url = new URL(`/supplier/${token}`, deps.env.SHOPIFY_APP_URL);
  if (purchaseOrderId !== null) {
    const { number } = await tx.purchaseOrder.findUniqueOrThrow({
      where: { shopId_id: { shopId, id: purchaseOrderId } },
      select: { number: true },
    });
    url.searchParams.set("order", number);
  }
  return url.href;
}

type Owner = Omit<LinkWish, "purchaseOrderId">;

async function findOrMakeLink(
  { clock }: LinkDeps,
  tx: ShopTx,
  { shopId, supplierId, contactId }: Owner,
): Promise<bigint> {
  const now = clock.now();
  // Two mails of one moment share the contact's row, and so the link.
  await tx.$queryRaw`
    select 1 from supplier_contacts where shop_id = ${shopId} and id = ${contactId} for update`;
  const known = await tx.supplierLink.findFirst({
    where: {
      shopId,
      contactId,
      revokedAt: null,
      expiresAt: { gt: addDays(now, LEAST_DAYS_LEFT) },
    },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  if (known) return known.id;
  const made = await tx.supplierLink.create({
    data: {
      shopId,
      supplierId,
      contactId,
      createdAt: now,
      expiresAt: addDays(now, LINK_LIFETIME_DAYS),
    },
    select: { id: true },
  });
  return made.id;
}

export type LinkRevocation = {
  readonly shopId: bigint;
  readonly supplierId: bigint;
  /** null = every contact of the supplier */
  readonly contactId: bigint | null;
  /** code of ours: `closed_by_shop`, `contact_removed`, `supplier_archived` */
  readonly reason: string;
  readonly now: Date;
};

/** Closes the links there are; returns how many were open. A link made later is a new one. */
export async function revokeLinks(
  tx: ShopTx,
  { shopId, supplierId, contactId, reason, now }: LinkRevocation,
): Promise<number> {
  const { count } = await tx.supplierLink.updateMany({
    where: { shopId, supplierId, revokedAt: null, ...(contactId === null ? {} : { contactId }) },
    data: { revokedAt: now, revokeReason: reason },
  });
  return count;
}
