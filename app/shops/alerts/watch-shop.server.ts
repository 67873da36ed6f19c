/** Jobs `alerts.watch-due` and `alerts.watch`: look at what nobody reports by itself, and send the digests that are due. */
import { enqueueForEachShop } from "#app/jobs/each-shop.server.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import { addDays } from "#app/platform/time.ts";
import { raiseAlert, type NewAlert } from "./raise-alert.server.ts";
import { tellDigests, type TellDeps } from "./tell-alerts.server.ts";

export type FoundTrouble = Omit<NewAlert, "shopId" | "raisedAt">;

/** What a feature finds wrong with a shop now; the same trouble always has the same key. */
export type TroubleSource = (shopId: bigint, now: Date) => Promise<readonly FoundTrouble[]>;

export type WatchDeps = TellDeps & { readonly sources: readonly TroubleSource[] };

// What is older has been told, or never will be.
const KEEP_DAYS = 90;
const MOST_PARKED = 50;

/** Asks for a look at each installed shop; an 08:00 digest is there by 08:05. */
export const watchAll = (deps: Pick<WatchDeps, "db" | "clock">): Promise<void> =>
  enqueueForEachShop(deps, "alerts.watch");

/** Raises what is found, then sends what is due. One source that fails does not silence the others. */
export async function watchShop(deps: WatchDeps, shopId: bigint): Promise<void> {
  const now = deps.clock.now();
  const sources = [findParkedJobs(deps.db), findRefusedToken(deps.db), ...deps.sources];
  const found = await Promise.allSettled(sources.map((source) => source(shopId, now)));
  await inShop(deps.db, shopId, async (tx) => {
    const troubles = found.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
    for (const trouble of await leaveOutKnown(tx, shopId, troubles))
      await raiseAlert(tx, { ...trouble, shopId, raisedAt: now });
    await tx.alert.deleteMany({ where: { shopId, raisedAt: { lt: addDays(now, -KEEP_DAYS) } } });
  });
  await tellDigests(deps, shopId);
  const failed = found.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
}

/** What lasts is found at every look; only what is new needs more than this one query. */
async function leaveOutKnown(tx: ShopTx, shopId: bigint, troubles: readonly FoundTrouble[]) {
  const keys = troubles.map(({ key }) => key);
  if (keys.length === 0) return [];
  const rows = await tx.alert.findMany({
    where: { shopId, key: { in: keys } },
    select: { key: true },
  });
  const known = new Set(rows.map(({ key }) => key));
  return troubles.filter(({ key }) => !known.has(key));
}

const findParkedJobs =
  (db: Pick<Db, "prisma">): TroubleSource =>
  (shopId) =>
    inShop(db, shopId, async (tx) => {
      const rows = await tx.parkedJob.findMany({
        where: { shopId, resolvedAt: null },
        orderBy: { id: "desc" },
        take: MOST_PARKED,
        select: { id: true, attempts: true },
      });
      return rows.map(({ id, attempts }) => ({
        event: "parked_job",
        key: `parked:${id}`,
        title: `A task stopped after ${attempts} tries`,
        sentence:
          "Nothing is lost. Open Home and try it again; if it stops again, write to support.",
        path: "/app",
        forStaffId: null,
      }));
    });

const findRefusedToken =
  (db: Pick<Db, "prisma">): TroubleSource =>
  (shopId) =>
    inShop(db, shopId, async (tx) => {
      const shop = await tx.shop.findUnique({
        where: { id: shopId },
        select: { tokenRefusedAt: true },
      });
      if (!shop?.tokenRefusedAt) return [];
      return [
        {
          event: "token_refused",
          key: `token:${shop.tokenRefusedAt.toISOString()}`,
          title: "Shopify stopped accepting our access",
          sentence:
            "Nothing is lost, but changes wait. Open Aftercare once: that connects it again.",
          path: "/app",
          forStaffId: null,
        },
      ];
    });
