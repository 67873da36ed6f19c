/**
 * What each role may do. Amounts (refunds, goodwill, cancellations) are limits of the rails, not permissions. Everybody of
 * the staff may see orders, write notes, assign, and pause: stopping must never wait for somebody else. Pure.
 */
import { ROLE_WORDS, type Role } from "./roles.ts";

const TABLE = {
  see_orders: ["owner", "manager", "agent"],
  work_on_orders: ["owner", "manager", "agent"],
  pause: ["owner", "manager", "agent"],
  resume: ["owner", "manager"],
  approve: ["owner", "manager"],
  change_settings: ["owner", "manager"],
  change_suppliers: ["owner", "manager"],
  change_templates: ["owner", "manager"],
  export_orders: ["owner", "manager"],
  retry_jobs: ["owner", "manager"],
  dismiss_guide: ["owner", "manager"],
  answer_privacy: ["owner", "manager"],
  change_limits: ["owner"],
  change_roles: ["owner"],
  go_live: ["owner"],
  leave: ["owner"],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof TABLE;

export const PERMISSIONS = Object.keys(TABLE) as Permission[]; // the table's own keys

const ACTS: Readonly<Record<Permission, string>> = {
  see_orders: "see orders",
  work_on_orders: "work on orders",
  pause: "pause Aftercare",
  resume: "end a pause",
  approve: "approve what waits",
  change_settings: "see and change settings",
  change_suppliers: "change suppliers and what they offer",
  change_templates: "change what mails say",
  export_orders: "export orders",
  retry_jobs: "retry stopped tasks",
  dismiss_guide: "put the setup guide away",
  answer_privacy: "answer privacy requests",
  change_limits: "change limits",
  change_roles: "change roles",
  go_live: "switch workflows on or off",
  leave: "download everything and release holds",
};

export function isAllowed(role: Role, permission: Permission): boolean {
  return (TABLE[permission] as readonly Role[]).includes(role);
}

export type PermissionRefusal = {
  readonly code: "not_permitted";
  readonly permission: Permission;
  /** who may, whom to ask */
  readonly sentence: string;
};

/** The refusal as people read it. `owners`: names of those who can change roles; unknown ones are left out. */
export function describeRefusal(
  permission: Permission,
  owners: readonly (string | null)[],
): PermissionRefusal {
  const who = TABLE[permission].map((role) => `${ROLE_WORDS[role].label.toLowerCase()}s`);
  const known = owners.filter((name) => name !== null);
  const ask = known.length === 0 ? "an owner" : known.slice(0, 3).join(" or ");
  return {
    code: "not_permitted",
    permission,
    sentence: `Only ${who.join(" and ")} can ${ACTS[permission]}. Ask ${ask} to do it or to change your role.`,
  };
}
