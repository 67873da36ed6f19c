/**
 * The person behind a verified session token: kept by number at once, with name and e-mail as soon as Shopify has told us.
 * Asking is one exchange a person and day, whoever asks and however often; when it fails the person stays a number and the
 * page goes on. The online token is never stored.
 */
import type { StaffMember } from "@prisma/client";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import { Outage } from "#app/platform/outage.ts";
import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from "#app/platform/time.ts";
import type { StaffProfile } from "#app/shopify/fetch-staff-profile.server.ts";
import { firstRole } from "./roles.ts";
import { lockMembers, nameOf, toRole, type Staff } from "./staff-store.server.ts";

const ASK_AGAIN_AFTER_MS = MS_PER_DAY;
// How long nobody else asks; longer than any exchange, so that a process that dies meanwhile leaves no gap of a day.
const CLAIM_MS = MS_PER_HOUR;
// A token endpoint that is away must not slow down every page.
const TRY_AGAIN_AFTER_MS = 30 * MS_PER_MINUTE;
const SEEN_EXACT_TO_MS = 10 * MS_PER_MINUTE;
// A page has several requests at once: those that do not ask wait for the one that does, for its role may come with it.
const WAIT_FOR_OTHER_MS = 2_500;
const LOOK_EVERY_MS = 50;

export type MeetDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fetchProfile: () => Promise<StaffProfile>;
};

/** The person, on the shop's list from now on. */
export async function meetStaff(deps: MeetDeps, shopId: bigint, staffId: string): Promise<Staff> {
  const met = await inShop(deps.db, shopId, (tx) => greet(tx, shopId, staffId, deps.clock.now()));
  if (met.isToAsk) return toStaff(await ask(deps, shopId, staffId));
  if (met.member.profileKnownAt === null && isBeingAsked(met.member, deps.clock.now()))
    return toStaff(await waitForOther(deps, shopId, met.member));
  return toStaff(met.member);
}

type Met = { readonly member: StaffMember; readonly isToAsk: boolean };

async function greet(tx: ShopTx, shopId: bigint, staffId: string, now: Date): Promise<Met> {
  const where = { shopId_id: { shopId, id: staffId } };
  const known = await tx.staffMember.findUnique({ where });
  if (known && known.removedAt === null && known.profileDueAt > now) {
    if (now.getTime() - known.lastSeenAt.getTime() < SEEN_EXACT_TO_MS)
      return { member: known, isToAsk: false };
    const member = await tx.staffMember.update({ where, data: { lastSeenAt: now } });
    return { member, isToAsk: false };
  }
  if (!known) await enter(tx, shopId, staffId, now);
  // Whoever moves the due instant is the one who asks.
  const claimed = await tx.staffMember.updateMany({
    where: { shopId, id: staffId, profileDueAt: { lte: now } },
    data: { profileDueAt: new Date(now.getTime() + CLAIM_MS) },
  });
  const member = await tx.staffMember.update({ where, data: { lastSeenAt: now, removedAt: null } });
  return { member, isToAsk: claimed.count === 1 };
}

async function enter(tx: ShopTx, shopId: bigint, staffId: string, now: Date): Promise<void> {
  // Two people may open a new shop at the same moment; only one of them is the first.
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`staff:${shopId}`}, 0)) is null`;
  const role = firstRole(await lockMembers(tx, shopId), false);
  await tx.staffMember.createMany({
    data: [{ shopId, id: staffId, role, firstSeenAt: now, lastSeenAt: now, profileDueAt: now }],
    skipDuplicates: true,
  });
}

async function ask(deps: MeetDeps, shopId: bigint, staffId: string): Promise<StaffMember> {
  try {
    const profile = await deps.fetchProfile();
    // An answer about somebody else is no answer.
    if (profile.staffUserId === staffId) return await saveProfile(deps, shopId, profile);
  } catch (error) {
    if (!(error instanceof Outage)) throw error;
    deps.logger.info({ shopId: String(shopId), err: error }, "a staff member stays a number");
  }
  const nextAt = new Date(deps.clock.now().getTime() + TRY_AGAIN_AFTER_MS);
  return inShop(deps.db, shopId, (tx) =>
    tx.staffMember.update({
      where: { shopId_id: { shopId, id: staffId } },
      data: { profileDueAt: nextAt },
    }),
  );
}

function saveProfile(
  { db, clock }: MeetDeps,
  shopId: bigint,
  { staffUserId: id, name, email, isAccountOwner }: StaffProfile,
): Promise<StaffMember> {
  const now = clock.now();
  return inShop(db, shopId, (tx) =>
    tx.staffMember.update({
      where: { shopId_id: { shopId, id } },
      data: {
        name,
        email,
        isAccountOwner,
        ...(isAccountOwner ? { role: "owner" } : {}),
        profileKnownAt: now,
        profileDueAt: new Date(now.getTime() + ASK_AGAIN_AFTER_MS),
      },
    }),
  );
}

/** The claim was made a moment ago and its answer is not there yet. */
const isBeingAsked = ({ profileDueAt }: StaffMember, now: Date) =>
  profileDueAt.getTime() - CLAIM_MS > now.getTime() - WAIT_FOR_OTHER_MS;

async function waitForOther(
  { db, clock }: MeetDeps,
  shopId: bigint,
  member: StaffMember,
): Promise<StaffMember> {
  const until = clock.now().getTime() + WAIT_FOR_OTHER_MS;
  // Bounded by count too: the clock of a test may stand still.
  for (let looks = 0; looks < WAIT_FOR_OTHER_MS / LOOK_EVERY_MS; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const found = await inShop(db, shopId, (tx) =>
      tx.staffMember.findUnique({ where: { shopId_id: { shopId, id: member.id } } }),
    );
    if (!found || found.profileKnownAt !== null) return found ?? member;
    if (clock.now().getTime() > until) return found;
  }
  return member;
}

const toStaff = (member: StaffMember): Staff => ({
  id: member.id,
  name: nameOf(member),
  role: toRole(member.role),
});
