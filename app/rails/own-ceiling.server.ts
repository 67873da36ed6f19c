/** Goodwill has a ceiling of its own: on one order never more than the order came to. Beside it stand the day's and a role's. */
import { accept, refuse } from "#app/platform/result.ts";
import type { EvaluateOwnCeiling } from "./may-act.ts";

export const evaluateOwnCeiling: EvaluateOwnCeiling = async (
  tx,
  { shopId, orderGid, kind, money },
) => {
  if (orderGid === null || money === null) return accept(null);
  const { amountMinor, currency } = money;
  const [order] = await tx.$queryRaw<{ leftMinor: bigint; currency: string }[]>`
    select o.presentment_currency as currency, (o.presentment_total_minor - coalesce((
      select sum(i.amount_minor) from intents i
      where i.shop_id = o.shop_id and i.order_gid = o.gid and i.kind = ${kind}
        and i.currency = o.presentment_currency and i.state not in ('failed', 'dropped')), 0))::bigint as "leftMinor"
    from orders o where o.shop_id = ${shopId} and o.gid = ${orderGid}`;
  if (!order || order.currency !== currency || amountMinor <= order.leftMinor) return accept(null);
  return refuse({ leftMinor: order.leftMinor, currency });
};
