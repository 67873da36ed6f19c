/** What a signing signs. Pure: the verifier builds the same text from the rows. */
import { canonicalJson } from "./canonical-json.ts";
import { toHex } from "./next-entry.ts";

export type SigningFacts = {
  readonly shopId: bigint;
  /** from 1, without gaps */
  readonly number: number;
  readonly signedAt: Date;
  readonly headCount: number;
  /** the digest of the signing before; 32 zero bytes before the first */
  readonly prevDigest: Uint8Array;
  /** SHA-256 over the heads, one line each, by order id */
  readonly digest: Uint8Array;
  readonly keyId: string;
};

export const signedText = (facts: SigningFacts): string =>
  canonicalJson({
    version: 1,
    shop: facts.shopId.toString(),
    number: facts.number,
    signed: facts.signedAt.toISOString(),
    heads: facts.headCount,
    prev: toHex(facts.prevDigest),
    digest: toHex(facts.digest),
    key: facts.keyId,
  });
