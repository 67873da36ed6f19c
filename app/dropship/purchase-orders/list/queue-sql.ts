/** The queues as conditions over `p` (purchase_orders), `i` (the intent of its last sending) and the instant `now`. Pure. */
import type { Queue } from "./purchase-order-query.ts";

const NEEDS_YES = `(p.state = 'approval' or (p.state = 'queued' and coalesce(i.state, '') in ('asked', 'dropped', 'needs_person')))`;
const IS_LATE = (now: string) =>
  `p.tracked_at is null and p.ship_by is not null and p.ship_by < ${now}::timestamptz`;

/** `now`: the hole of a parameter. */
export const QUEUE_SQL: Readonly<Record<Queue, (now: string) => string>> = {
  all: () => "true",
  approval: () => NEEDS_YES,
  to_send: () => `p.state in ('queued', 'sending') and not ${NEEDS_YES}`,
  to_acknowledge: () => "p.state = 'sent'",
  to_ship: (now) => `p.state = 'accepted' and p.tracked_at is null and not (${IS_LATE(now)})`,
  tracking_missing: (now) => `p.state in ('accepted', 'shipped') and ${IS_LATE(now)}`,
  failed: () => "p.state = 'failed'",
  breached: () => "p.breach is not null and p.ended_at is null",
};

export const FROM_SQL = `from purchase_orders p
  join suppliers s on s.shop_id = p.shop_id and s.id = p.supplier_id
  join orders o on o.shop_id = p.shop_id and o.id = p.order_id
  left join intents i on i.shop_id = p.shop_id and i.id = p.intent_id`;
