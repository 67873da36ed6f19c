/** Whose limit an act is measured by, and who could say yes instead. */
import type { ShopTx } from "#app/platform/db.server.ts";
import { isWithinLimit, type Authority } from "./evaluate-act.ts";
import { ruleOfKind, type ShopMoney } from "./kind-rules.ts";
import type { Act } from "./may-act.ts";
import { limitOf } from "./role-limits.ts";
import { listOwnLimits } from "./role-limits-store.server.ts";
import type { ListTeam } from "./workflows.ts";

/** Null when no person has a part in it, or the kind knows no limit. Roles are read now: who lost a role lost its limit. */
export async function findAuthority(
  tx: ShopTx,
  { listTeam }: { readonly listTeam: ListTeam },
  act: Pick<Act, "shopId" | "kind" | "actor">,
  money: ShopMoney,
  confirmedBy: string | null,
): Promise<Authority | null> {
  const { limit: limitKind } = ruleOfKind(act.kind);
  const actor = act.actor.kind === "person" ? act.actor.name : confirmedBy;
  if (limitKind === null || actor === null) return null;
  const [team, own] = [await listTeam(tx, act.shopId), await listOwnLimits(tx, act.shopId)];
  const limitOfStaff = (staffId: string) =>
    limitOf(own, team.find(({ id }) => id === staffId)?.role ?? null, limitKind);
  const amountMinor = money === "none" ? 0n : money === "unknown" ? null : money;
  const approver = team.find(
    ({ id, role }) => id !== actor && isWithinLimit(amountMinor, limitOf(own, role, limitKind)),
  );
  return {
    limitKind,
    amountMinor,
    actorLimit: limitOfStaff(actor),
    confirmerLimit: confirmedBy === null ? null : limitOfStaff(confirmedBy),
    approver: approver ?? null,
  };
}
