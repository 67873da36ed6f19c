/** Webhook `app/scopes_update`: what the merchant grants now. Pages and imports read it from the shop's row. */
import { z } from "zod";
import type { ShopTx } from "#app/platform/db.server.ts";
import { APPLIED, type ShopDelivery, type ShopDeliveryOutcome } from "./shop-delivery.ts";

const scopesBody = z.object({ current: z.array(z.string().regex(/^\w{1,80}$/)).max(500) });

export async function updateScopes(
  tx: ShopTx,
  { shopId, triggeredAt, receivedAt, body }: ShopDelivery,
): Promise<ShopDeliveryOutcome> {
  const current = readCurrentScopes(body);
  if (!current) return { outcome: "parked", reason: "body_unreadable" };
  const asOf = triggeredAt ?? receivedAt;
  const changed = await tx.$executeRaw`
    update shops set scopes = ${current}::text[], scopes_updated_at = ${asOf}::timestamptz, updated_at = now()
    where id = ${shopId}
      and (scopes_updated_at is null or scopes_updated_at <= ${asOf}::timestamptz)`;
  return changed > 0 ? APPLIED : { outcome: "ignored", reason: "older_than_known" };
}

function readCurrentScopes(body: Uint8Array): string[] | null {
  try {
    const parsed = scopesBody.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? parsed.data.current : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
