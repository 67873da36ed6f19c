/** Bodies of webhooks that could not be applied (parked) or not yet (received): an order's body holds name and address. */
import type { ShopTx } from "#app/platform/db.server.ts";
import type { PersonalDataStore, PersonTarget } from "#app/platform/personal-data.ts";
import { mentionsPerson } from "#app/shops/compliance/mentions-person.ts";

// A delivery that waits is applied within minutes and then has no body; after a day its job is dead.
const WAITS_AT_MOST = "1 day";
const ROWS_AT_ONCE = 200;

export const deliveriesPersonalData: PersonalDataStore = {
  name: "Webhooks",
  exportCustomer: async (tx, target) => {
    const rows = await listMentions(tx, target);
    return rows.length === 0
      ? []
      : [
          {
            table: "deliveries",
            rows: rows.map(({ webhook_id, topic, received_at, body }) => ({
              webhook_id,
              topic,
              received_at: received_at.toISOString(),
              body: Buffer.from(body).toString("utf8"),
            })),
          },
        ];
  },
  eraseCustomer: async (tx, target) => {
    const rows = await listMentions(tx, target);
    const gone = rows.filter(({ is_waiting }) => !is_waiting).map(({ webhook_id }) => webhook_id);
    await tx.$executeRaw`
      update deliveries set body = null, state = 'ignored', reason = 'erased', settled_at = coalesce(settled_at, now())
      where shop_id = ${target.shopId} and webhook_id = any(${gone}::text[])`;
    const outcomes = [
      { table: "deliveries", rows: gone.length, outcome: "emptied" },
      { table: "deliveries", rows: rows.length - gone.length, outcome: "kept" },
    ] as const;
    return outcomes.filter((one) => one.rows > 0);
  },
};

type BodyRow = {
  webhook_id: string;
  topic: string;
  received_at: Date;
  is_waiting: boolean;
  body: Uint8Array;
};

async function listMentions(tx: ShopTx, target: PersonTarget): Promise<BodyRow[]> {
  const { shopId, now } = target;
  const found: BodyRow[] = [];
  for (let after = ""; ;) {
    const rows = await tx.$queryRaw<BodyRow[]>`
      select webhook_id, topic, received_at, body,
        state = 'received' and received_at > ${now}::timestamptz - ${WAITS_AT_MOST}::interval as is_waiting
      from deliveries
      where shop_id = ${shopId} and webhook_id > ${after} and body is not null
      order by webhook_id limit ${ROWS_AT_ONCE}`;
    // The webhook that asks for this erasure names the person too; its body goes when it is settled.
    found.push(
      ...rows.filter(
        ({ topic, is_waiting, body }) =>
          !(is_waiting && topic.startsWith("customers/")) &&
          mentionsPerson(Buffer.from(body).toString("utf8"), target),
      ),
    );
    const last = rows.at(-1);
    if (!last || rows.length < ROWS_AT_ONCE) return found;
    after = last.webhook_id;
  }
}
