/** Whose page a token opens. Everything that follows asks with the shop and the supplier found here. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import type { Supplier, SupplierContact } from "#app/dropship/suppliers/supplier.ts";
import { findSupplier } from "#app/dropship/suppliers/suppliers-store.server.ts";
import { readToken } from "./supplier-token.server.ts";

export type Visit = {
  readonly token: string;
  readonly shopId: bigint;
  readonly linkId: bigint;
  readonly shopName: string;
  readonly supplier: Supplier;
  readonly contact: SupplierContact;
};

export type OpenedLink =
  /** Made up, of a shop that is gone, or of nobody: one answer for all. */
  | { readonly kind: "unknown" }
  | { readonly kind: "expired"; readonly visit: Visit }
  | { readonly kind: "closed"; readonly visit: Visit; readonly closedAt: Date }
  | { readonly kind: "open"; readonly visit: Visit };

export type PageDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly env: Env;
};

/** Reads only. */
export async function openLink(deps: PageDeps, token: string): Promise<OpenedLink> {
  const name = readToken(deps.env.ENCRYPTION_KEYS, token);
  if (!name) return { kind: "unknown" };
  return inShop(deps.db, name.shopId, (tx) => findVisit(deps, tx, { token, ...name }));
}

async function findVisit(
  { clock }: PageDeps,
  tx: ShopTx,
  { token, shopId, linkId }: { token: string; shopId: bigint; linkId: bigint },
): Promise<OpenedLink> {
  const shop = await tx.shop.findUnique({
    where: { id: shopId, uninstalledAt: null },
    select: { name: true, domain: true },
  });
  const link = await tx.supplierLink.findUnique({ where: { shopId_id: { shopId, id: linkId } } });
  if (!shop || !link) return { kind: "unknown" };
  const contact = await tx.supplierContact.findUnique({
    where: { shopId_id: { shopId, id: link.contactId } },
  });
  const supplier = await findSupplier(tx, shopId, link.supplierId);
  if (!contact || !supplier) return { kind: "unknown" };
  const visit: Visit = {
    token,
    shopId,
    linkId,
    supplier,
    contact: {
      ...contact,
      contactId: contact.id,
      // Held to these words by the table.
      language: contact.language as SupplierContact["language"],
    },
    shopName: shop.name ?? shop.domain,
  };
  const closedAt = link.revokedAt ?? contact.removedAt;
  if (closedAt) return { kind: "closed", visit, closedAt };
  if (link.expiresAt <= clock.now()) return { kind: "expired", visit };
  return { kind: "open", visit };
}

/** `o•••@agent.cn`: enough to recognise one's own address, too little to learn another's. */
export function maskAddress(email: string): string {
  const at = email.lastIndexOf("@");
  return at < 1 ? "•••" : `${email.slice(0, 1)}•••${email.slice(at)}`;
}
