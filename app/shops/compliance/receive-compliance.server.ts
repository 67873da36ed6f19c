/**
 * Webhooks `customers/data_request`, `customers/redact` and `shop/redact`: written down with their deadline, answered by a
 * job. Requests about people we never heard of are written down and answered too.
 */
import type { ShopTx } from "#app/platform/db.server.ts";
import { APPLIED, type ShopDelivery, type ShopDeliveryOutcome } from "#app/shops/shop-delivery.ts";
import { readComplianceBody } from "./compliance-body.ts";
import { dueAfter, KIND_OF_TOPIC } from "./request.ts";

export type ComplianceDelivery = ShopDelivery & {
  readonly topic: string;
  readonly webhookId: string;
};

export type EnqueueAnswer = (
  tx: ShopTx,
  asked: { readonly shopId: bigint; readonly requestId: bigint; readonly runAt?: Date },
) => Promise<void>;

/** Safe to run twice: one webhook is one request. */
export async function receiveCompliance(
  tx: ShopTx,
  { enqueueAnswer }: { readonly enqueueAnswer: EnqueueAnswer },
  delivery: ComplianceDelivery,
): Promise<ShopDeliveryOutcome> {
  const { shopId, topic, webhookId } = delivery;
  const kind = KIND_OF_TOPIC[topic];
  const read = readComplianceBody(delivery.body);
  if (!kind || !read.ok) return { outcome: "parked", reason: "body_unreadable" };
  const { shopDomain, person } = read.value;
  if (shopDomain !== delivery.shopDomain)
    return { outcome: "parked", reason: "body_names_another_shop" };
  if (kind !== "shop_redact" && !person) return { outcome: "parked", reason: "nobody_is_named" };
  if (kind === "shop_redact" && (await isInstalled(tx, shopId)))
    return { outcome: "parked", reason: "shop_is_installed" };
  const requestedAt = delivery.triggeredAt ?? delivery.receivedAt;
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    insert into compliance_requests (shop_id, kind, webhook_id, person, requested_at, due_at)
    values (${shopId}, ${kind}, ${webhookId}, ${kind === "shop_redact" ? null : JSON.stringify(person)}::text::jsonb,
      ${requestedAt}::timestamptz, ${dueAfter(requestedAt)}::timestamptz)
    on conflict (shop_id, webhook_id) do nothing returning id`;
  const requestId = rows[0]?.id;
  if (requestId === undefined) return { outcome: "ignored", reason: "known_request" };
  await enqueueAnswer(tx, { shopId, requestId });
  return APPLIED;
}

async function isInstalled(tx: ShopTx, shopId: bigint): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from shops where id = ${shopId} and uninstalled_at is null for update`;
  return rows.length > 0;
}
