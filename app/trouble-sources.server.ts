/** What the features find wrong with a shop, in the words of an alert. Put together here: features do not know each other. */
import { listLate } from "#app/messages/conversations/list-conversations.server.ts";
import { findLastRound } from "#app/orders/reconcile/find-last-round.server.ts";
import { listSilentTopics } from "#app/orders/reconcile/list-silent-topics.server.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { addDays, MS_PER_HOUR } from "#app/platform/time.ts";
import type { TroubleSource } from "#app/shops/alerts/watch-shop.server.ts";

type SourceDeps = { readonly db: Db };

// Rounds come every five minutes: three hours are no hiccup.
const STALE_AFTER_MS = 3 * MS_PER_HOUR;
// Older ones were raised when they failed, however long the look was away.
const NOTICE_DAYS = 30;

export const createTroubleSources = (deps: SourceDeps): readonly TroubleSource[] => [
  findSilentTopics(deps),
  findStaleData(deps),
  findFailedNotices(deps),
  findUnanswered(deps),
];

const findSilentTopics =
  (deps: SourceDeps): TroubleSource =>
  async (shopId) =>
    (await listSilentTopics(deps, shopId)).map(({ topic, raisedAt }) => ({
      event: "silent_topic",
      key: `silent:${topic}:${raisedAt}`,
      title: `Shopify stopped reporting ${topic}`,
      sentence:
        "Its changes are found by comparing, a few minutes later. Nothing is lost. If it stays so, write to support.",
      path: "/app",
      forStaffId: null,
    }));

const findStaleData =
  (deps: SourceDeps): TroubleSource =>
  async (shopId, now) => {
    const { comparedUntil } = await findLastRound(deps, shopId);
    if (comparedUntil === null) return [];
    if (now.getTime() - Date.parse(comparedUntil) < STALE_AFTER_MS) return [];
    return [
      {
        event: "stale_data",
        key: `stale:${comparedUntil}`,
        title: "Your orders were not compared with Shopify for three hours",
        sentence: "What you see may be older than it looks. Open Home to see why.",
        path: "/app",
        forStaffId: null,
      },
    ];
  };

/** Mails that the law asks for and that no server took, or that came back. */
const findFailedNotices =
  ({ db }: SourceDeps): TroubleSource =>
  (shopId, now) =>
    inShop(db, shopId, async (tx) => {
      const rows = await tx.message.findMany({
        where: {
          shopId,
          isLegal: true,
          state: { in: ["failed", "bounced"] },
          settledAt: { gte: addDays(now, -NOTICE_DAYS) },
        },
        select: { id: true, orderId: true },
      });
      return rows.map(({ id, orderId }) => ({
        event: "legal_notice_failed",
        key: `notice:${id}`,
        title: "A notice that the law asks for did not arrive",
        sentence:
          "Reach the shopper in another way before its deadline; the order says what was sent.",
        path: orderId === null ? "/app" : `/app/orders/${orderId}`,
        forStaffId: null,
      }));
    });

/** One alert for each time somebody began to wait. */
const findUnanswered =
  (deps: SourceDeps): TroubleSource =>
  async (shopId, now) =>
    (await listLate(deps, shopId, now)).map(({ orderId, orderName, waitsSince }) => ({
      event: "conversation_waiting",
      key: `waiting:${orderId}:${waitsSince.toISOString()}`,
      title: `Somebody waits for an answer about order ${orderName}`,
      sentence: "Their message is a day old. Open it and answer, or mark it as done.",
      path: `/app/inbox/${orderId}`,
      forStaffId: null,
    }));
