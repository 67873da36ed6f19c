/** Limits of roles as rows. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { RoleLimit } from "./evaluate-act.ts";
import { LIMIT_KINDS, type LimitKind } from "./kind-rules.ts";
import { LIMITED_ROLES, type LimitedRole, type OwnLimits } from "./role-limits.ts";
import { lockRailsSettings, type ChangedBy } from "./versioned.server.ts";

export async function listOwnLimits(tx: ShopTx, shopId: bigint): Promise<OwnLimits> {
  const rows = await tx.railsRoleLimit.findMany({
    where: { shopId },
    orderBy: { version: "desc" },
    distinct: ["role", "limitKind"],
  });
  return rows.flatMap(({ role: roleText, limitKind: kindText, limitMinor }) => {
    const role = LIMITED_ROLES.find((one) => one === roleText);
    const limitKind = LIMIT_KINDS.find((one) => one === kindText);
    return role && limitKind ? [{ role, limitKind, limit: limitMinor ?? ("none" as const) }] : [];
  });
}

export type RoleLimitChange = {
  readonly role: LimitedRole;
  readonly limitKind: LimitKind;
  readonly limit: RoleLimit;
};

/** Adds a version. */
export async function saveRoleLimit(
  tx: ShopTx,
  shopId: bigint,
  { role, limitKind, limit }: RoleLimitChange,
  by: ChangedBy,
): Promise<void> {
  await lockRailsSettings(tx, shopId);
  const limitMinor = limit === "none" ? null : limit;
  await tx.$executeRaw`
    insert into rails_role_limits (shop_id, role, limit_kind, version, limit_minor, changed_at, changed_by)
    select ${shopId}, ${role}, ${limitKind}, coalesce(max(version), 0) + 1, ${limitMinor}::bigint, ${by.at}, ${by.staffId}
    from rails_role_limits where shop_id = ${shopId} and role = ${role} and limit_kind = ${limitKind}`;
}
