/** Webhook topics that should have reported what the reconciler had to repair, and did not. */
import { inShop, type Db } from "#app/platform/db.server.ts";
import type { SilentTopicView } from "./views.ts";

/** Silent topics, the longest silence first. */
export function listSilentTopics(
  deps: { readonly db: Pick<Db, "prisma"> },
  shopId: bigint,
): Promise<SilentTopicView[]> {
  return inShop(deps.db, shopId, async (tx) => {
    const rows = await tx.topicSilence.findMany({
      where: { shopId, raisedAt: { not: null } },
      orderBy: [{ firstMissedAt: "asc" }, { topic: "asc" }],
    });
    return rows.flatMap(({ topic, missed, firstMissedAt, lastDeliveryAt, raisedAt }) =>
      raisedAt
        ? [
            {
              topic,
              missed,
              silentSince: firstMissedAt.toISOString(),
              lastDeliveryAt: lastDeliveryAt?.toISOString() ?? null,
              raisedAt: raisedAt.toISOString(),
            },
          ]
        : [],
    );
  });
}
