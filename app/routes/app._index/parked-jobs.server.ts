/** Jobs of one shop that gave up, and putting one back. The rows belong to jobs/; this reads them for Home. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { ParkedJobView } from "./parked-jobs-card.tsx";

// A page is not the place for more; the rest follows as these are settled.
const MOST_SHOWN = 20;

const TITLES: Readonly<Record<string, string>> = {
  "deliveries.apply": "Apply a change from Shopify",
  "shops.install": "Get to know your store",
  "orders.import": "Read your orders",
  "orders.refetch": "Read one order again",
  "orders.reconcile": "Compare your orders with Shopify",
  "orders.reconcile-nightly": "Compare all your orders with Shopify",
  "rails.carry-out": "Carry out a decision",
  "rails.wake": "Go on after a pause or a limit",
  "alerts.tell": "Mail an alert to your team",
  "alerts.post": "Send an alert to your own address",
  "alerts.watch": "Look for what your team should know",
  "order.changed": "Tell the shopper what happened to an order",
  "dropship.route": "Find the suppliers of an order",
  "dropship.send-purchase-order": "Send a purchase order",
  "dropship.wake-held": "Look again at held orders",
  "dropship.read-variants": "Read your products",
  "dropship.pull-feed": "Fetch a supplier's price list",
  "dropship.read-feed": "Read a supplier's price list",
  "dropship.apply-feed": "Apply a supplier's price list",
  "dropship.backtest": "Try a routing rule on your orders",
  "dropship.place": "Move an order's units to its suppliers' locations",
  "dropship.report-shipment": "Tell Shopify about a parcel",
  "dropship.track": "Ask the carriers about your parcels",
  "dropship.time": "Look at your suppliers' deadlines",
  "messages.check-sender": "Look up the records of your mail domain",
  "messages.tell-held": "Look again at mail that was held back",
  "shops.answer-compliance": "Answer a privacy request",
};

export function listParkedJobs(deps: { db: Db }, shopId: bigint): Promise<ParkedJobView[]> {
  return inShop(deps.db, shopId, async (tx) => {
    const rows = await tx.parkedJob.findMany({
      where: { shopId, resolvedAt: null },
      orderBy: { parkedAt: "desc" },
      take: MOST_SHOWN,
      select: { id: true, task: true, attempts: true, parkedAt: true },
    });
    return rows.map(({ id, task, attempts, parkedAt }) => ({
      parkedJobId: id.toString(),
      title: TITLES[task] ?? task,
      attempts,
      parkedAt: parkedAt.toISOString(),
    }));
  });
}

/** Puts it back into the queue and writes down who did; false when somebody already has, or it is not this shop's. */
export function retryParkedJob(
  deps: { db: Db },
  shopId: bigint,
  parkedJobId: bigint,
  record: (tx: ShopTx) => Promise<void>,
): Promise<boolean> {
  return inShop(deps.db, shopId, async (tx) => {
    const rows = await tx.$queryRaw<{ isRetried: boolean }[]>`
      select app.retry_parked_job(${shopId}, ${parkedJobId}) as "isRetried"`;
    const isRetried = rows[0]?.isRetried === true;
    if (isRetried) await record(tx);
    return isRetried;
  });
}
