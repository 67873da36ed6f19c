/**
 * Signs the heads of a shop's chains: daily by a job, and for an evidence file. Each signing covers the heads that moved
 * since the last, and the digest of the signing before it, under one Ed25519 signature. Who rewrites a chain afterwards,
 * hashes and all, is found by it.
 */
import { createHash, sign, type KeyObject } from "node:crypto";
import type { Clock } from "#app/platform/clock.ts";
import { inShop, inSweep, runSql, type Db, type ShopTx } from "#app/platform/db.server.ts";
import type { Logger } from "#app/platform/logger.server.ts";
import { signedText, type SigningFacts } from "./signed-text.ts";

export type LedgerKey = {
  /** names the public key under which it is published */
  readonly keyId: string;
  readonly privateKey: KeyObject;
};

export type SignDeps = { readonly db: Db; readonly clock: Clock; readonly ledgerKey: LedgerKey };

// Heads read and written at a time; a million heads are two hundred pages.
const PAGE = 5_000;

/** Signs what moved in every shop. A shop that fails does not keep the others from being signed. */
export async function signAllHeads(deps: SignDeps & { readonly logger: Logger }): Promise<void> {
  const shops = await inSweep(deps.db, (tx) =>
    tx.shop.findMany({ select: { id: true }, orderBy: { id: "asc" } }),
  );
  const failed: unknown[] = [];
  for (const { id } of shops)
    await signHeads(deps, id).catch((error: unknown) => {
      deps.logger.error({ err: error, shopId: id.toString() }, "ledger heads not signed");
      failed.push(error);
    });
  if (failed.length > 0) throw new AggregateError(failed, "Some ledger heads were not signed.");
}

/** Signs what moved; returns the signing's number, or null when nothing did. */
export function signHeads(deps: SignDeps, shopId: bigint): Promise<number | null> {
  return inShop(deps.db, shopId, async (tx) => {
    await tx.$queryRaw`select count(pg_advisory_xact_lock(hashtextextended(${`ledger:${shopId}`}, 0)))::int as locked`;
    const last = await tx.ledgerSigning.findFirst({
      where: { shopId },
      orderBy: { number: "desc" },
    });
    const number = (last?.number ?? 0) + 1;
    const { digest, headCount } = await copyHeads(tx, shopId, number);
    if (headCount === 0) return null;
    const facts: SigningFacts = {
      shopId,
      number,
      signedAt: deps.clock.now(),
      headCount,
      prevDigest: last?.digest ?? new Uint8Array(32),
      digest,
      keyId: deps.ledgerKey.keyId,
    };
    const signature = sign(null, Buffer.from(signedText(facts)), deps.ledgerKey.privateKey);
    const { shopId: _shop, prevDigest, ...row } = facts;
    await tx.ledgerSigning.create({
      data: {
        ...row,
        shopId,
        digest: bytes(digest),
        prevDigest: bytes(prevDigest),
        signature: bytes(signature),
      },
    });
    return number;
  });
}

// Prisma takes bytes that own their buffer.
const bytes = (value: Uint8Array) => new Uint8Array(value);

type Head = { order_id: bigint; seq: number; hash: Uint8Array };

/** Moves the unsigned heads under the signing and digests them in the order of our order ids. */
async function copyHeads(tx: ShopTx, shopId: bigint, number: number) {
  const hash = createHash("sha256");
  let headCount = 0;
  for (let after = 0n; ;) {
    const page = await runSql<Head>(tx, {
      text: `
        with moved as (
          select order_id, seq, hash from ledger_chains
          where shop_id = $1 and order_id > $3 and seq > 0 and (signed_seq is null or signed_seq < seq)
          order by order_id limit ${PAGE} for update),
        kept as (
          insert into ledger_heads (shop_id, signing_number, order_id, seq, hash)
          select $1, $2::int, order_id, seq, hash from moved returning order_id, seq, hash),
        marked as (
          update ledger_chains c set signed_seq = m.seq from moved m where c.shop_id = $1 and c.order_id = m.order_id)
        select order_id, seq, hash from kept order by order_id`,
      values: [shopId, number, after],
    });
    for (const head of page) hash.update(headText(head));
    headCount += page.length;
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last.order_id;
  }
  return { digest: hash.digest(), headCount };
}

export const headText = ({ order_id, seq, hash }: Head): string =>
  `${order_id}:${seq}:${Buffer.from(hash).toString("hex")}\n`;
