/** The rows of rounds: begun, finished, and the cursor that the finished ones are. */
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { invariant } from "#app/platform/invariant.ts";
import { addDays } from "#app/platform/time.ts";
import { planWindow, type ReconcileWindow } from "./plan-window.ts";
import { countRepaired, type Tally } from "./repair-orders.server.ts";

export type RoundKind = "round" | "nightly";

export type OpenRound = {
  readonly id: bigint;
  readonly startedAt: Date;
  readonly window: ReconcileWindow;
};

export type RoundTotals = {
  readonly ordersSeen: number;
  readonly fulfillmentOrdersSeen: number;
  readonly returnsSeen: number;
  readonly pointsUsed: number;
};

// 288 rounds a day: two weeks answer "since when".
const KEPT_DAYS = 14;
// Without `read_all_orders` Shopify hides orders made more than 60 days ago; a day of grace for its own clock.
// Source: https://shopify.dev/docs/api/usage/access-scopes#orders-permissions
const VISIBLE_DAYS = 59;

/** Begins a round where the last finished one ended; null when the shop is not installed. One that broke off is over. */
export function startRound(
  deps: { readonly db: Db },
  shopId: bigint,
  now: Date,
): Promise<OpenRound | null> {
  return inShop(deps.db, shopId, async (tx) => {
    const shop = await tx.shop.findUnique({ where: { id: shopId } });
    if (!shop || shop.uninstalledAt) return null;
    await failRunning(tx, shopId, "round", "broken_off", now);
    const last = await tx.reconcileRound.findFirst({
      where: { shopId, kind: "round", state: "finished" },
      orderBy: { startedAt: "desc" },
    });
    const { installedAt } = shop;
    const window = planWindow({ lastWindowTo: last?.windowTo ?? null, installedAt, now });
    const { id } = await tx.reconcileRound.create({
      data: { shopId, kind: "round", startedAt: now, windowFrom: window.from, windowTo: window.to },
    });
    return { id, startedAt: now, window };
  });
}

/** Records what the round found, in the transaction that also settles what follows from it. */
export async function finishRound(
  tx: ShopTx,
  shopId: bigint,
  id: bigint,
  { tally, totals, now }: { tally: Tally; totals: RoundTotals; now: Date },
): Promise<void> {
  await tx.reconcileRound.update({
    where: { shopId_id: { shopId, id } },
    data: {
      ...totals,
      state: "finished",
      finishedAt: now,
      differing: tally.differing.size,
      repaired: countRepaired(tally),
    },
  });
}

export async function failRunning(
  tx: ShopTx,
  shopId: bigint,
  kind: RoundKind,
  reason: string,
  now: Date,
): Promise<void> {
  await tx.reconcileRound.updateMany({
    where: { shopId, kind, state: "running" },
    data: { state: "failed", reason, finishedAt: now },
  });
}

/** Drops rounds nobody asks about; the newest finished one is the cursor and stays. */
export async function dropOldRounds(tx: ShopTx, shopId: bigint, now: Date): Promise<void> {
  const before = addDays(now, -KEPT_DAYS);
  await tx.$executeRaw`
    delete from reconcile_rounds r where r.shop_id = ${shopId} and r.started_at < ${before}
      and exists (select from reconcile_rounds n where n.shop_id = ${shopId} and n.kind = r.kind
        and n.state = 'finished' and n.started_at > r.started_at)`;
}

/** Orders made before this may be hidden for their age alone. */
export async function findVisibleFrom(tx: ShopTx, shopId: bigint, now: Date): Promise<Date> {
  const shop = await tx.shop.findUnique({ where: { id: shopId }, select: { scopes: true } });
  invariant(shop, "the shop of a round exists");
  return shop.scopes.includes("read_all_orders") ? new Date(0) : addDays(now, -VISIBLE_DAYS);
}
