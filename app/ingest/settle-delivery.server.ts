/**
 * Job `deliveries.apply`: hands one stored webhook to the feature that owns its topic and records what became of it,
 * in one transaction. Safe to run twice: a settled delivery is left alone.
 */
import { enqueueJob } from "#app/jobs/enqueue.server.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { inspectJson } from "#app/platform/inspect-json.ts";
import type { Logger } from "#app/platform/logger.server.ts";

export type StoredDelivery = {
  readonly shopId: bigint;
  readonly shopDomain: string;
  readonly webhookId: string;
  readonly eventId: string | null;
  readonly topic: string;
  readonly apiVersion: string | null;
  readonly triggeredAt: Date | null;
  readonly receivedAt: Date;
  readonly body: Buffer;
};

/**
 * `ignored` and `parked` carry a code that says why; parked bodies stay for a person to look at. `later`: what it is about
 * is not known yet and probably on its way; the delivery is handed over again at `at`.
 */
export type DeliveryOutcome =
  | { readonly outcome: "applied" }
  | { readonly outcome: "ignored" | "parked"; readonly reason: string }
  | { readonly outcome: "later"; readonly at: Date };

export type DeliveryHandler = (tx: ShopTx, delivery: StoredDelivery) => Promise<DeliveryOutcome>;

type SettleDeps = {
  readonly db: Db;
  readonly logger: Logger;
  /** The handler of a topic; undefined for a topic nobody asked for. */
  readonly handlerOf: (topic: string) => DeliveryHandler | undefined;
};

export async function settleDelivery(
  deps: SettleDeps,
  { shopId, webhookId }: { shopId: bigint; webhookId: string },
): Promise<DeliveryOutcome | null> {
  return inShop(deps.db, shopId, async (tx) => {
    const [row] = await tx.$queryRaw<DeliveryRow[]>`
      select d.shop_domain, d.event_id, d.topic, d.api_version, d.triggered_at, d.received_at, d.body
      from deliveries d
      where d.shop_id = ${shopId} and d.webhook_id = ${webhookId} and d.state = 'received'
      for update`;
    if (!row?.body) return null;
    const handler = deps.handlerOf(row.topic);
    const fault = inspectJson(Buffer.from(row.body).toString("utf8"));
    const result: DeliveryOutcome = fault
      ? { outcome: "parked", reason: fault }
      : handler
        ? await handler(tx, {
            shopId,
            webhookId,
            shopDomain: row.shop_domain,
            eventId: row.event_id,
            topic: row.topic,
            apiVersion: row.api_version,
            triggeredAt: row.triggered_at,
            receivedAt: row.received_at,
            body: Buffer.from(row.body),
          })
        : { outcome: "ignored", reason: "topic_without_handler" };
    if (result.outcome === "later") {
      await enqueueJob(tx, {
        name: "deliveries.apply",
        payload: { shopId: shopId.toString(), webhookId },
        runAt: result.at,
      });
      return result;
    }
    const reason = result.outcome === "applied" ? null : result.reason;
    await tx.$executeRaw`
      update deliveries set state = ${result.outcome}, reason = ${reason}, settled_at = now(),
        body = case when ${result.outcome} = 'parked' then body end
      where shop_id = ${shopId} and webhook_id = ${webhookId}`;
    if (result.outcome === "parked")
      deps.logger.warn(
        { shop: row.shop_domain, topic: row.topic, webhookId, reason },
        "webhook parked",
      );
    return result;
  });
}

type DeliveryRow = {
  shop_domain: string;
  event_id: string | null;
  topic: string;
  api_version: string | null;
  triggered_at: Date | null;
  received_at: Date;
  body: Uint8Array | null;
};
