/** What one act of a person may move before somebody else has to say yes. Pure. Owners have no limit. */
import type { LimitKind } from "./kind-rules.ts";
import type { Role } from "./workflows.ts";
import type { RoleLimit } from "./evaluate-act.ts";

export const LIMITED_ROLES = ["manager", "agent"] as const satisfies readonly Role[];
export type LimitedRole = (typeof LIMITED_ROLES)[number];

// Minor units of the shop's currency, whatever it is: 100.00 dollars, or 10,000 yen.
export const DEFAULT_LIMITS: Readonly<Record<LimitedRole, Readonly<Record<LimitKind, bigint>>>> = {
  manager: { refunds: 100_000n, goodwill: 25_000n, cancellations: 100_000n },
  agent: { refunds: 10_000n, goodwill: 2_500n, cancellations: 10_000n },
};

/** The shop's own limits; a kind that is absent has the default. */
export type OwnLimits = readonly {
  readonly role: LimitedRole;
  readonly limitKind: LimitKind;
  readonly limit: RoleLimit;
}[];

/** Nobody's limit is nothing: who is not of the team moves no money. */
export function limitOf(own: OwnLimits, role: Role | null, limitKind: LimitKind): RoleLimit {
  if (role === "owner") return "none";
  if (role === null) return 0n;
  const chosen = own.find((one) => one.role === role && one.limitKind === limitKind);
  return chosen ? chosen.limit : DEFAULT_LIMITS[role][limitKind];
}
