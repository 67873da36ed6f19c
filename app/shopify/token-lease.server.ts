/**
 * Who may call the token endpoint for a shop: one process at a time, across all processes. A lease in the shop's row
 * instead of a database lock: a lock would hold a connection during the network call, and each waiter another.
 */
import { randomUUID } from "node:crypto";
import type { Db } from "#app/platform/db.server.ts";
import { inShop } from "#app/platform/db.server.ts";

type LeaseDeps = { readonly db: Pick<Db, "prisma"> };

export type TokenLease = {
  readonly shopId: bigint;
  readonly holder: string;
  readonly generation: number;
};

// Longer than the deadline of the call it protects (10 s) and the store after it. A holder that dies costs this much.
const LEASE_SECONDS = 20;

/** Takes the lease when it is free or run out, with the generation it saw; null when somebody else holds it. */
export async function takeTokenLease(
  { db }: LeaseDeps,
  shopId: bigint,
): Promise<TokenLease | null> {
  const holder = randomUUID();
  const rows = await inShop(
    db,
    shopId,
    (tx) => tx.$queryRaw<{ token_generation: number }[]>`
      update shops set token_lease_holder = ${holder}::uuid,
        token_lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
      where id = ${shopId} and (token_lease_until is null or token_lease_until < clock_timestamp())
      returning token_generation`,
  );
  return rows[0] ? { shopId, holder, generation: rows[0].token_generation } : null;
}

/** Gives the lease back early; one that has run out and moved on is left alone. */
export async function releaseTokenLease({ db }: LeaseDeps, lease: TokenLease): Promise<void> {
  await inShop(
    db,
    lease.shopId,
    (tx) => tx.$executeRaw`
      update shops set token_lease_holder = null, token_lease_until = null
      where id = ${lease.shopId} and token_lease_holder = ${lease.holder}::uuid`,
  );
}
