/**
 * The offline token of each shop: encrypted, one row, guarded by a count. Who may ask Shopify for the next one is
 * decided by the lease beside it (token-lease.server.ts); nothing here talks to Shopify.
 */
import type { Db, ShopTx } from "#app/platform/db.server.ts";
import { inShop, inSweep } from "#app/platform/db.server.ts";
import type { Env } from "#app/platform/env.server.ts";
import { openSecret, sealSecret } from "./secret-box.server.ts";
import type { IssuedToken } from "./token-endpoint.server.ts";

export type TokenStoreDeps = {
  readonly db: Pick<Db, "prisma">;
  readonly env: Pick<Env, "ENCRYPTION_KEYS">;
};

export type StoredToken = IssuedToken & { readonly shopId: bigint };

/** What is known of a shop's token without opening it. */
export type TokenState = {
  readonly shopId: bigint;
  readonly shopDomain: string;
  readonly isInstalled: boolean;
  /** When Shopify last refused the stored token and its refresh; null = it did not. */
  readonly refusedAt: Date | null;
  readonly hasToken: boolean;
  /** null: never, or no token. */
  readonly expiresAt: Date | null;
  /** Counts stored tokens; 0 before the first. */
  readonly generation: number;
  /** Until when somebody may be asking for the next token; null = nobody is. */
  readonly leasedUntil: Date | null;
};

type ShopWithToken = {
  id: bigint;
  domain: string;
  uninstalledAt: Date | null;
  tokenRefusedAt: Date | null;
  tokenGeneration: number;
  tokenLeaseUntil: Date | null;
  token: { expiresAt: Date | null } | null;
};

const STATE_FIELDS = {
  id: true,
  domain: true,
  uninstalledAt: true,
  tokenRefusedAt: true,
  tokenGeneration: true,
  tokenLeaseUntil: true,
  token: { select: { expiresAt: true } },
} as const;

/** The state of a shop's token, by the domain a verified session token names; null for a shop never seen. */
export async function findTokenStateByDomain(
  { db }: Pick<TokenStoreDeps, "db">,
  domain: string,
): Promise<TokenState | null> {
  const row = await inSweep(db, (tx) =>
    tx.shop.findUnique({ where: { domain }, select: STATE_FIELDS }),
  );
  return row && toState(row);
}

/** The same by our id. Throws when there is no such shop: ids come from our own rows. */
export async function getTokenState(
  { db }: Pick<TokenStoreDeps, "db">,
  shopId: bigint,
): Promise<TokenState> {
  const row = await inShop(db, shopId, (tx) =>
    tx.shop.findUniqueOrThrow({ where: { id: shopId }, select: STATE_FIELDS }),
  );
  return toState(row);
}

/** The stored token, decrypted. */
export async function findToken(
  { db, env }: TokenStoreDeps,
  shopId: bigint,
): Promise<StoredToken | null> {
  const row = await inShop(db, shopId, (tx) => tx.shopToken.findUnique({ where: { shopId } }));
  if (!row) return null;
  const open = (sealed: Uint8Array, column: string) =>
    openSecret(env.ENCRYPTION_KEYS, sealed, sealContext(shopId, column));
  return {
    shopId,
    accessToken: open(row.accessToken, "access_token"),
    refreshToken: row.refreshToken && open(row.refreshToken, "refresh_token"),
    expiresAt: row.expiresAt,
    refreshExpiresAt: row.refreshExpiresAt,
    scope: row.scope,
  };
}

/**
 * Stores a token unless another was stored since `generation` was read: then the reply was late and false is
 * returned. Clears the refusal and says that the shop had us installed at `confirmedAt`.
 */
export async function saveToken(
  tx: ShopTx,
  { env }: Pick<TokenStoreDeps, "env">,
  saved: { token: StoredToken; generation: number; confirmedAt: Date | null },
): Promise<boolean> {
  const { token, generation, confirmedAt } = saved;
  const { count } = await tx.shop.updateMany({
    where: { id: token.shopId, tokenGeneration: generation },
    data: {
      tokenGeneration: generation + 1,
      tokenRefusedAt: null,
      tokenLeaseHolder: null,
      tokenLeaseUntil: null,
      ...(confirmedAt && { confirmedAt }),
    },
  });
  if (count === 0) return false;
  const seal = (secret: string, column: string) =>
    sealSecret(env.ENCRYPTION_KEYS, secret, sealContext(token.shopId, column));
  const columns = {
    accessToken: seal(token.accessToken, "access_token"),
    refreshToken: token.refreshToken === null ? null : seal(token.refreshToken, "refresh_token"),
    expiresAt: token.expiresAt,
    refreshExpiresAt: token.refreshExpiresAt,
    scope: token.scope,
  };
  await tx.shopToken.upsert({
    where: { shopId: token.shopId },
    create: { shopId: token.shopId, ...columns },
    update: columns,
  });
  return true;
}

/** Notes that Shopify refused the token of this generation. A token stored since then is not blamed. */
export async function recordTokenRefused(
  { db }: Pick<TokenStoreDeps, "db">,
  { shopId, generation, at }: { shopId: bigint; generation: number; at: Date },
): Promise<void> {
  await inShop(db, shopId, (tx) =>
    tx.shop.updateMany({
      where: { id: shopId, tokenGeneration: generation },
      data: { tokenRefusedAt: at },
    }),
  );
}

const sealContext = (shopId: bigint, column: string) => `shop_tokens/${shopId}/${column}`;

const toState = (row: ShopWithToken): TokenState => ({
  shopId: row.id,
  shopDomain: row.domain,
  isInstalled: row.uninstalledAt === null,
  refusedAt: row.tokenRefusedAt,
  hasToken: row.token !== null,
  expiresAt: row.token?.expiresAt ?? null,
  generation: row.tokenGeneration,
  leasedUntil: row.tokenLeaseUntil,
});
