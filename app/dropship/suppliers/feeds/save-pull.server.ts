/** Where a supplier's file is fetched from, how often, and whether it is applied by itself. */
import type { Clock } from "#app/platform/clock.ts";
import { isIP } from "node:net";
import { inShop, type Db } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { OUTGOING_WORDS } from "#app/platform/outgoing.server.ts";
import { isPublicAddress } from "#app/platform/public-address.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { evaluateSupplierUrl } from "#app/platform/supplier-hosts.server.ts";
import { sealSecret } from "#app/shopify/secret-box.server.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";
import type { FeedPull } from "./feed-pull.ts";
import { pullSecretContext } from "./pull-feed.server.ts";

type Deps = {
  readonly db: Pick<Db, "prisma">;
  readonly clock: Clock;
  readonly env: Pick<Env, "ENCRYPTION_KEYS" | "SUPPLIER_HOSTS">;
};

type By = { readonly shopId: bigint; readonly supplierId: bigint; readonly staffId: string };

export type AskedPull = {
  /** null = nothing is fetched any more */
  readonly pull: FeedPull | null;
  /** null = the one on file stays */
  readonly secret: string | null;
  readonly everyMinutes: number;
  readonly isAutomatic: boolean;
};

export function savePull(
  { db, clock, env }: Deps,
  by: By,
  { pull, secret, everyMinutes, isAutomatic }: AskedPull,
): Promise<Result<null, { readonly code: "address_refused"; readonly sentence: string }>> {
  const sentence = pull && judgeAddress(pull, env.SUPPLIER_HOSTS);
  if (sentence) return Promise.resolve(refuse({ code: "address_refused", sentence }));
  const { staffId, ...target } = by;
  return inShop(db, target.shopId, async (tx) => {
    const now = clock.now();
    const before = await tx.supplierFeed.findUnique({ where: { shopId_supplierId: target } });
    const fields = {
      ...(pull ? { pull } : {}),
      ...(secret
        ? { pullSecret: sealSecret(env.ENCRYPTION_KEYS, secret, pullSecretContext(target)) }
        : {}),
      everyMinutes: pull ? everyMinutes : null,
      isAutomatic,
      nextPullAt: pull ? now : null,
      updatedAt: now,
    };
    await tx.supplierFeed.upsert({
      where: { shopId_supplierId: target },
      create: { ...target, ...fields },
      update: fields,
    });
    // A secret without an address is of no use to anybody.
    if (!pull)
      await tx.$executeRaw`
        update supplier_feeds set pull = null, pull_secret = null
        where shop_id = ${target.shopId} and supplier_id = ${target.supplierId}`;
    await recordChange(tx, {
      shopId: target.shopId,
      staffId,
      area: "dropship.feed",
      changedAt: now,
      before: {
        pull: before?.pull ?? null,
        everyMinutes: before?.everyMinutes ?? null,
        isAutomatic: before?.isAutomatic ?? false,
      },
      after: {
        pull,
        everyMinutes: fields.everyMinutes,
        isAutomatic,
        ...(secret ? { secret: "changed" } : {}),
      },
    });
    return accept(null);
  });
}

function judgeAddress(pull: FeedPull, listedHosts: readonly string[]): string | null {
  if (pull.kind === "https") {
    const judged = evaluateSupplierUrl(pull.url, listedHosts);
    return judged.ok ? null : OUTGOING_WORDS[judged.refusal.code];
  }
  const isInside = isIP(pull.host) !== 0 && !isPublicAddress(pull.host);
  return isInside && !listedHosts.includes(`${pull.host}:${pull.port}`)
    ? OUTGOING_WORDS.address_not_public
    : null;
}
