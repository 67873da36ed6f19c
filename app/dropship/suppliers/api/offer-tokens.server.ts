/** Keys with which a program of the shop or of a supplier may send offers. Shown once; only their hash is kept. */
import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, type Db } from "#app/platform/db.server.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import { recordChange } from "#app/shops/people/record-change.server.ts";

type Deps = { readonly db: Pick<Db, "prisma">; readonly clock: Clock };
type By = { readonly shopId: bigint; readonly staffId: string };

export type OfferTokenView = {
  readonly tokenId: string;
  readonly ending: string;
  /** ISO instants */
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
};

// Several programs, and one to change over to; more is a mistake.
const MOST_TOKENS = 10;
// `aco_7_` and 32 random bytes: the shop is found by its part, and proved by the rest.
const TOKEN = /^aco_(\d{1,18})_[A-Za-z0-9_-]{43}$/;

export function createOfferToken(
  { db, clock }: Deps,
  { shopId, staffId }: By,
): Promise<Result<{ readonly token: string }, { readonly code: "too_many_tokens" }>> {
  const token = `aco_${shopId}_${randomBytes(32).toString("base64url")}`;
  return inShop(db, shopId, async (tx) => {
    const kept = await tx.offerToken.count({ where: { shopId, revokedAt: null } });
    if (kept >= MOST_TOKENS) return refuse({ code: "too_many_tokens" });
    const now = clock.now();
    const ending = token.slice(-4);
    await tx.offerToken.create({
      data: { shopId, tokenHash: hashOf(token), ending, createdBy: staffId, createdAt: now },
    });
    await recordChange(tx, {
      shopId,
      staffId,
      area: "dropship.api_token",
      changedAt: now,
      before: { token: null },
      after: { token: `…${ending}` },
    });
    return accept({ token });
  });
}

export function revokeOfferToken(
  { db, clock }: Deps,
  { shopId, staffId, tokenId }: By & { readonly tokenId: bigint },
): Promise<void> {
  return inShop(db, shopId, async (tx) => {
    const now = clock.now();
    const token = await tx.offerToken.findFirst({
      where: { shopId, id: tokenId, revokedAt: null },
    });
    if (!token) return;
    await tx.offerToken.updateMany({ where: { shopId, id: tokenId }, data: { revokedAt: now } });
    await recordChange(tx, {
      shopId,
      staffId,
      area: "dropship.api_token",
      changedAt: now,
      before: { token: `…${token.ending}` },
      after: { token: null },
    });
  });
}

export function listOfferTokens(
  { db }: Pick<Deps, "db">,
  shopId: bigint,
): Promise<OfferTokenView[]> {
  return inShop(db, shopId, async (tx) => {
    const rows = await tx.offerToken.findMany({
      where: { shopId, revokedAt: null },
      orderBy: { id: "desc" },
    });
    return rows.map(({ id, ending, createdAt, lastUsedAt }) => ({
      tokenId: id.toString(),
      ending,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    }));
  });
}

/** The shop that the key was made for; null for a key that is none, or not any more. */
export async function findShopOfToken(
  { db, clock }: Deps,
  authorization: string | null,
): Promise<bigint | null> {
  const [, token = ""] = /^Bearer ([\w-]{1,200})$/i.exec(authorization ?? "") ?? [];
  const [, digits] = TOKEN.exec(token) ?? [];
  if (!digits) return null;
  const shopId = BigInt(digits);
  return inShop(db, shopId, async (tx) => {
    const used = await tx.offerToken.updateMany({
      where: { shopId, tokenHash: hashOf(token), revokedAt: null },
      data: { lastUsedAt: clock.now() },
    });
    return used.count === 1 ? shopId : null;
  });
}

const hashOf = (token: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash("sha256").update(token).digest());
