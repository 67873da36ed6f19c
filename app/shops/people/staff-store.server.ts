/** The people of a shop as rows. Names come from Shopify; who has none yet is known by number. */
import type { StaffMember } from "@prisma/client";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { isRole, type Member, type Role } from "./roles.ts";

export type Staff = {
  /** Shopify's numeric id of the person, as digits */
  readonly id: string;
  /** the name, or "Staff member 100001" until Shopify has told us */
  readonly name: string;
  readonly role: Role;
};

export type StaffView = Staff & {
  readonly email: string | null;
  readonly isNameKnown: boolean;
  readonly isAccountOwner: boolean;
  /** ISO instants */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
};

/** Everybody who has opened the app and was not taken off the list: owners first, then by name. */
export function listStaff(
  { db }: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
): Promise<StaffView[]> {
  return inShop(db, shopId, (tx) => listStaffIn(tx, shopId));
}

export async function listStaffIn(tx: ShopTx, shopId: bigint): Promise<StaffView[]> {
  const rows = await tx.staffMember.findMany({ where: { shopId, removedAt: null } });
  return rows.map(toView).sort((a, b) => rank(a) - rank(b) || compare(a.name, b.name));
}

/** The role of a person; null for somebody the shop does not know, or no longer. */
export async function findStaffRole(
  tx: ShopTx,
  shopId: bigint,
  staffId: string,
): Promise<Role | null> {
  const row = await tx.staffMember.findUnique({
    where: { shopId_id: { shopId, id: staffId } },
    select: { role: true, removedAt: true },
  });
  return row && row.removedAt === null ? toRole(row.role) : null;
}

/** All members, locked until the transaction ends: two changes of roles queue up. */
export async function lockMembers(tx: ShopTx, shopId: bigint): Promise<Member[]> {
  await tx.$queryRaw`select 1 from staff_members where shop_id = ${shopId} order by id for update`;
  const rows = await tx.staffMember.findMany({ where: { shopId }, orderBy: { id: "asc" } });
  return rows.map(({ id, role, isAccountOwner, removedAt }) => ({
    id,
    role: toRole(role),
    isAccountOwner,
    isRemoved: removedAt !== null,
  }));
}

export const nameOf = ({ id, name }: Pick<StaffMember, "id" | "name">): string =>
  name ?? `Staff member ${id}`;

/** A role as stored; the table's check lists the words. */
export const toRole = (text: string): Role => (isRole(text) ? text : "agent");

function toView(row: StaffMember): StaffView {
  return {
    id: row.id,
    name: nameOf(row),
    isNameKnown: row.name !== null,
    role: toRole(row.role),
    email: row.email,
    isAccountOwner: row.isAccountOwner,
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
  };
}

const rank = ({ role }: StaffView) => ["owner", "manager", "agent"].indexOf(role);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
