/** Who asks, as a person with a role; and whether that role may. Built on the strict check of the session token. */
import { json } from "@remix-run/node";
import { fetchStaffProfile } from "#app/shopify/fetch-staff-profile.server.ts";
import {
  readSessionToken,
  requireAdmin,
  type AdminSession,
  type AuthDeps,
} from "#app/shopify/authenticate.server.ts";
import { meetStaff } from "./meet-staff.server.ts";
import {
  describeRefusal,
  isAllowed,
  type Permission,
  type PermissionRefusal,
} from "./permissions.ts";
import { listStaff, type Staff } from "./staff-store.server.ts";

export type StaffSession = AdminSession & { readonly staff: Staff };

/** The shop and person of a request. Throws what requireAdmin throws. */
export async function requireStaff(deps: AuthDeps, request: Request): Promise<StaffSession> {
  const session = await requireAdmin(deps, request);
  const { shopId, shopDomain, staffUserId } = session;
  const sessionToken = readSessionToken(request);
  const fetchProfile = () => fetchStaffProfile(deps, { shopDomain, sessionToken });
  const { db, clock, logger } = deps;
  const staff = await meetStaff({ db, clock, logger, fetchProfile }, shopId, staffUserId);
  return { ...session, staff };
}

/** The same for a page or act that not every role may see or do. Throws a 403 whose page says whom to ask. */
export async function requirePermission(
  deps: AuthDeps,
  request: Request,
  permission: Permission,
): Promise<StaffSession> {
  const session = await requireStaff(deps, request);
  const refusal = await findRefusal(deps, session, permission);
  if (refusal) throw json(refusal, { status: 403, headers: { "Cache-Control": "no-store" } });
  return session;
}

/** The 403 for an act that the role may not do, in the shape that the page's form shows; null when the role may. */
export async function answerRefusal<Body extends object>(
  deps: Pick<AuthDeps, "db">,
  session: Pick<StaffSession, "shopId" | "staff">,
  permission: Permission,
  bodyOf: (sentence: string) => Body,
) {
  const refusal = await findRefusal(deps, session, permission);
  return refusal && json({ ...bodyOf(refusal.sentence), code: refusal.code }, { status: 403 });
}

/** The reason against an act, for actions whose form shows it; null when the role may. */
export async function findRefusal(
  deps: Pick<AuthDeps, "db">,
  { shopId, staff }: Pick<StaffSession, "shopId" | "staff">,
  permission: Permission,
): Promise<PermissionRefusal | null> {
  if (isAllowed(staff.role, permission)) return null;
  const owners = (await listStaff(deps, shopId)).filter(({ role }) => role === "owner");
  return describeRefusal(
    permission,
    owners.map(({ isNameKnown, name }) => (isNameKnown ? name : null)),
  );
}
