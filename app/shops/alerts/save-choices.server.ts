/** Saves how a person is told of what, and who decided that. */
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import { EVENT_NAMES } from "./events.ts";
import { findChoices, type AlertChoices } from "./list-alerts.server.ts";

export async function saveChoices(
  deps: { readonly db: Pick<Db, "prisma">; readonly clock: Clock },
  asked: { shopId: bigint; staffId: string; by: string; choices: AlertChoices },
): Promise<Result<null, { code: "no_such_person" }>> {
  const { shopId, staffId, by, choices } = asked;
  const before = await findChoices(deps, shopId, staffId);
  if (!before) return refuse({ code: "no_such_person" });
  await inShop(deps.db, shopId, async (tx) => {
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
  });
  return accept(null);
}
