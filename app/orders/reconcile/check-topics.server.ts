/** Holds what a round repaired against what webhooks reported, and keeps the list of silent topics. */
import { runSql, type ShopTx } from "#app/platform/db.server.ts";
import { MS_PER_MINUTE } from "#app/platform/time.ts";
import { nextSilence, type Silence } from "./next-silence.ts";
import { listOwedTopics, type RepairEntry } from "./owed-topics.ts";

type Check = {
  readonly repairedGids: readonly string[];
  readonly startedAt: Date;
  /** changes older than this are not of these rounds: nobody promised a webhook of them */
  readonly changedFrom: Date;
  readonly now: Date;
};

// A webhook may be this late and still on its way.
const LATE_MS = 2 * MS_PER_MINUTE;

/** Updates the silences and returns the topics for which an alarm is new. */
export async function checkTopics(tx: ShopTx, shopId: bigint, check: Check): Promise<Silence[]> {
  const missed = await listMissed(tx, shopId, check);
  const known = await tx.topicSilence.findMany({ where: { shopId } });
  const topics = [...new Set([...missed.keys(), ...known.map(({ topic }) => topic)])];
  if (topics.length === 0) return [];
  const lastDeliveries = await findLastDeliveries(tx, shopId, topics);
  const raised: Silence[] = [];
  for (const topic of topics) {
    const before = known.find((one) => one.topic === topic) ?? null;
    const silence = nextSilence(before, {
      topic,
      missedAt: missed.get(topic) ?? [],
      lastDeliveryAt: lastDeliveries.get(topic) ?? null,
      now: check.now,
    });
    await saveSilence(tx, shopId, topic, silence);
    if (silence?.raisedAt && !before?.raisedAt) raised.push(silence);
  }
  return raised;
}

/** When the unreported changes happened, by the topic that owes them. */
async function listMissed(
  tx: ShopTx,
  shopId: bigint,
  { repairedGids, startedAt, changedFrom, now }: Check,
): Promise<Map<string, Date[]>> {
  type Row = RepairEntry & { readonly gid: string; readonly occurredAt: Date };
  const rows =
    repairedGids.length === 0
      ? []
      : await runSql<Row>(tx, {
          text: `
            select o.gid, e.kind, e.facts, e.occurred_at as "occurredAt"
            from orders o join ledger_entries e on e.shop_id = $1 and e.order_id = o.id
            where o.shop_id = $1 and o.gid = any($2::text[]) and e.actor = 'reconcile'
              and e.recorded_at >= $3::timestamptz order by o.gid, e.seq`,
          values: [shopId, repairedGids, startedAt],
        });
  const missed = new Map<string, Date[]>();
  for (const gid of new Set(rows.map((row) => row.gid))) {
    const entries = rows.filter((row) => row.gid === gid);
    const at = entries[0]?.occurredAt;
    if (!at || at < changedFrom || now.getTime() - at.getTime() < LATE_MS) continue;
    for (const topic of listOwedTopics(entries))
      missed.set(topic, [...(missed.get(topic) ?? []), at]);
  }
  return missed;
}

async function findLastDeliveries(tx: ShopTx, shopId: bigint, topics: readonly string[]) {
  const rows = await runSql<{ topic: string; at: Date }>(tx, {
    text: `
      select topic, max(received_at) as at from deliveries
      where shop_id = $1 and topic = any($2::text[]) group by topic`,
    values: [shopId, topics],
  });
  return new Map(rows.map(({ topic, at }) => [topic, at]));
}

async function saveSilence(tx: ShopTx, shopId: bigint, topic: string, silence: Silence | null) {
  const where = { shopId_topic: { shopId, topic } };
  if (silence)
    await tx.topicSilence.upsert({ where, create: { shopId, ...silence }, update: silence });
  else await tx.topicSilence.deleteMany({ where: { shopId, topic } });
}
