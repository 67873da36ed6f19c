/**
 * Who somebody is to the shop, and which changes of that are refused. A shop is never left without an owner: the first
 * person who opens the app is one, and so is always whoever owns the store's Shopify account. Pure.
 */
import { accept, refuse, type Result } from "#app/platform/result.ts";

export const ROLES = ["owner", "manager", "agent"] as const;

export type Role = (typeof ROLES)[number];

export type Member = {
  /** Shopify's numeric id of the person, as digits */
  readonly id: string;
  readonly role: Role;
  /** owns the store's Shopify account */
  readonly isAccountOwner: boolean;
  readonly isRemoved: boolean;
};

export const ROLE_WORDS = {
  owner: { label: "Owner", can: "Everything, including roles, going live, limits and leaving." },
  manager: { label: "Manager", can: "Settings, exports, retries and everything on orders." },
  agent: { label: "Agent", can: "Orders: notes, assigning and what their limits allow." },
} as const satisfies Record<Role, { label: string; can: string }>;

export const isRole = (text: string): text is Role => ROLES.some((role) => role === text);

export type RoleChange = { readonly staffId: string; readonly to: Role | "removed" };

export type RoleRefusal =
  | { readonly code: "no_such_person" }
  | { readonly code: "last_owner" }
  | { readonly code: "account_owner" };

/** The role with which a person enters. `others` = everybody the shop knows already. */
export function firstRole(others: readonly Pick<Member, "role">[], isAccountOwner: boolean): Role {
  const hasOwner = others.some(({ role }) => role === "owner");
  return isAccountOwner || !hasOwner ? "owner" : "agent";
}

/** The members after the change, or the first reason against it. */
export function evaluateRoleChange(
  members: readonly Member[],
  { staffId, to }: RoleChange,
): Result<readonly Member[], RoleRefusal> {
  const member = members.find(({ id, isRemoved }) => id === staffId && !isRemoved);
  if (!member) return refuse({ code: "no_such_person" });
  if (to === member.role) return accept(members);
  if (member.isAccountOwner) return refuse({ code: "account_owner" });
  const owners = members.filter(({ role, isRemoved }) => role === "owner" && !isRemoved);
  if (member.role === "owner" && owners.length === 1) return refuse({ code: "last_owner" });
  const changed: Member =
    to === "removed" ? { ...member, role: "agent", isRemoved: true } : { ...member, role: to };
  return accept(members.map((one) => (one.id === staffId ? changed : one)));
}

export const ROLE_REFUSALS = {
  no_such_person: {
    status: 404,
    sentence: "This person is not on your list any more. Reload the page.",
  },
  last_owner: {
    status: 409,
    sentence: "This is your only owner. Make somebody else an owner first.",
  },
  account_owner: {
    status: 409,
    sentence:
      "This person owns the Shopify account, so they are always an owner here. Shopify decides who that is.",
  },
} as const satisfies Record<RoleRefusal["code"], { status: number; sentence: string }>;
