/** A shop with staff whose exchanges of tokens are answered and counted here, and its requests to routes. */
import type { StaffProfile } from "#app/shopify/fetch-staff-profile.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import type { Db } from "#app/platform/db.server.ts";
import { meetStaff } from "#app/shops/people/meet-staff.server.ts";

export const NOA: StaffProfile = {
  staffUserId: "100001",
  name: "Noa Whitcomb",
  email: "noa@harbor-and-pine.example",
  isAccountOwner: true,
};

export const PRIYA: StaffProfile = {
  staffUserId: "100002",
  name: "Priya Nair",
  email: "priya@harbor-and-pine.example",
  isAccountOwner: false,
};

/** A clock that a test moves. */
export function createClock(start = "2026-11-22T12:00:00Z") {
  let now = new Date(start);
  return {
    now: () => now,
    move: (ms: number) => void (now = new Date(now.getTime() + ms)),
  };
}

export type TestClock = ReturnType<typeof createClock>;

export async function createBareShop(db: Db, domain: string): Promise<bigint> {
  const { id } = await db.prisma.shop.create({
    data: {
      domain,
      installedAt: new Date(),
      name: "Harbor & Pine",
      ianaTimezone: "America/New_York",
    },
  });
  return id;
}

type Answer = () => Promise<StaffProfile>;

/** Meets a person as a page does; `asked` counts the exchanges. */
export function createMeeting(db: Db, clock: TestClock) {
  const asked: string[] = [];
  const meet = (shopId: bigint, staffId: string, answer: Answer) =>
    meetStaff(
      {
        db,
        clock,
        logger: createLogger("test", "silent"),
        fetchProfile: () => {
          asked.push(staffId);
          return answer();
        },
      },
      shopId,
      staffId,
    );
  return { asked, meet };
}
