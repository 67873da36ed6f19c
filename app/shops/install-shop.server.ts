/** Job `shops.install`: learns who the shop is, then starts its first import. Safe to run twice. */
import type { JobPayload } from "#app/jobs/catalogue.ts";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { AdminClient } from "#app/shopify/admin-client.server.ts";
import { fetchShopProfile, type ShopProfile } from "#app/shopify/fetch-shop-profile.server.ts";
import { saveProfile } from "./save-profile.server.ts";

type InstallDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly admin: AdminClient;
  readonly clock: Clock;
  /** Starts the import of this installation unless one exists; wired in app/worker.ts. */
  readonly startImport: (
    tx: ShopTx,
    install: { shopId: bigint; installEpoch: number },
  ) => Promise<void>;
};

/** Does nothing for an installation that is over. */
export async function installShop(
  deps: InstallDeps,
  payload: JobPayload<"shops.install">,
): Promise<void> {
  const { installEpoch } = payload;
  const shopId = BigInt(payload.shopId);
  const { db } = deps;
  if (!(await inShop(db, shopId, (tx) => isCurrent(tx, shopId, installEpoch)))) return;
  const askedAt = deps.clock.now();
  const profile = await fetchShopProfile(deps, shopId);
  await inShop(db, shopId, async (tx) => {
    if (!(await isCurrent(tx, shopId, installEpoch))) return;
    await saveAnswer(tx, shopId, profile, askedAt);
    await deps.startImport(tx, { shopId, installEpoch });
  });
}

/** Locks the shop's row, so that an uninstall waits or is seen. */
async function isCurrent(tx: ShopTx, shopId: bigint, installEpoch: number): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select id from shops
    where id = ${shopId} and install_epoch = ${installEpoch} and uninstalled_at is null for update`;
  return rows.length > 0;
}

async function saveAnswer(tx: ShopTx, shopId: bigint, profile: ShopProfile, askedAt: Date) {
  const { name, currency, ianaTimezone, planName, scopes } = profile;
  await saveProfile(tx, { shopId, asOf: askedAt, name, currency, ianaTimezone, planName });
  await tx.$executeRaw`
    update shops set scopes = ${[...scopes]}::text[], scopes_updated_at = ${askedAt}::timestamptz
    where id = ${shopId}
      and (scopes_updated_at is null or scopes_updated_at <= ${askedAt}::timestamptz)`;
}
