/** Saves how a person is told of what, and who decided that. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { EVENT_NAMES } from "./events.ts";
import { findChoicesIn, type AlertChoices } from "./list-alerts.server.ts";

export function saveChoices(
  deps: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  asked: { shopId: bigint; staffId: string; by: string; choices: AlertChoices },
): Promise<Result<null, { code: "no_such_person" }>> {
  const { shopId, staffId, by, choices } = asked;
  return inShop(deps.db, shopId, async (tx) => {
    // Saved twice at once, the second sees what the first has saved.
    await tx.$queryRaw`
      select 1 from staff_members where shop_id = ${shopId} and id = ${staffId} for update`;
    const before = await findChoicesIn(tx, shopId, staffId);
    if (!before) return refuse({ code: "no_such_person" });
    await tx.alertChoice.deleteMany({ where: { shopId, staffId } });
    await tx.alertChoice.createMany({
      data: EVENT_NAMES.map((event) => ({ shopId, staffId, event, way: choices[event] })),
    });
    await recordChange(tx, {
      shopId,
      staffId: by,
      area: "alerts.choices",
      changedAt: deps.clock.now(),
      before: { person: staffId, ...before },
      after: { person: staffId, ...choices },
    });
    return accept(null);
  });
}
