/** Gives a person another role or takes them off the list, and writes down who did it. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import { accept, type Result } from "#app/platform/result.ts";
import { recordChange } from "./record-change.server.ts";
import { evaluateRoleChange, type RoleChange, type RoleRefusal } from "./roles.ts";
import { lockMembers } from "./staff-store.server.ts";

export function changeRole(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  { shopId, by, ...change }: RoleChange & { readonly shopId: bigint; readonly by: string },
): Promise<Result<null, RoleRefusal>> {
  return inShop(db, shopId, async (tx) => {
    const members = await lockMembers(tx, shopId);
    const evaluated = evaluateRoleChange(members, change);
    if (!evaluated.ok) return evaluated;
    const before = members.find(({ id }) => id === change.staffId);
    const after = evaluated.value.find(({ id }) => id === change.staffId);
    invariant(before && after, "a change of roles keeps its person");
    const now = clock.now();
    await tx.staffMember.update({
      where: { shopId_id: { shopId, id: after.id } },
      data: { role: after.role, removedAt: after.isRemoved ? now : null },
    });
    await recordChange(tx, {
      shopId,
      staffId: by,
      area: "people.role",
      changedAt: now,
      before: { person: before.id, role: before.role },
      after: { person: after.id, role: after.isRemoved ? "removed" : after.role },
    });
    return accept(null);
  });
}
