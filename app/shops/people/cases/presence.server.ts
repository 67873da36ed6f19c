/** Who has an order open right now. Pages say so every fifteen seconds; who is silent for 45 is gone. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { MS_PER_SECOND } from "#app/platform/time.ts";
import { nameOf } from "#app/shops/people/staff-store.server.ts";
import type { CasePerson } from "./views.ts";

// Two beats may get lost before somebody is taken for gone.
const GONE_AFTER_MS = 45 * MS_PER_SECOND;

type Asked = { readonly shopId: bigint; readonly orderId: bigint; readonly staffId: string };

/** Notes that the person looks at the order and returns who else does. */
export function beat(
  { db, clock }: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  { shopId, orderId, staffId }: Asked,
): Promise<CasePerson[]> {
  const now = clock.now();
  const goneBefore = new Date(now.getTime() - GONE_AFTER_MS);
  return inShop(db, shopId, async (tx) => {
    // Only for orders the shop has: rows of made-up ids would never be looked at again.
    await tx.$executeRaw`
      insert into case_presence (shop_id, order_id, staff_id, seen_at)
      select ${shopId}, id, ${staffId}, ${now} from orders where shop_id = ${shopId} and id = ${orderId}
      on conflict (shop_id, order_id, staff_id) do update set seen_at = excluded.seen_at`;
    await tx.casePresence.deleteMany({ where: { shopId, seenAt: { lt: goneBefore } } });
    const rows = await tx.casePresence.findMany({
      where: { shopId, orderId, staffId: { not: staffId } },
      orderBy: { staffId: "asc" },
    });
    const people = await tx.staffMember.findMany({
      where: { shopId, id: { in: rows.map((row) => row.staffId) } },
    });
    return people.map((person) => ({ id: person.id, name: nameOf(person) }));
  });
}
