/**
 * Makes the next entries of one order's chain. Pure: hashing and salts come from the caller.
 *
 * `hash` = SHA-256 over the entry with the hash of its canonical facts, `prevHash` and `personalMac`; `personalMac` = HMAC-SHA-256(salt,
 * canonical personal facts). The public facts are hashed openly, the personal ones only through the salted code: when
 * salt and facts are erased the chain still verifies, and nobody can guess a name back from it.
 */
import { canonicalJson, type Facts } from "./canonical-json.ts";

export type Actor =
  "shopify" | "import" | "reconcile" | "merchant" | "shopper" | "supplier" | "system";

/** What a feature wants remembered. */
export type NewEntry = {
  /** `noun.past_tense`, e.g. `order.cancelled` */
  readonly kind: string;
  readonly actor: Actor;
  /** the order line it is about; null = the order as a whole */
  readonly lineGid: string | null;
  readonly facts: Facts;
  /** facts about a person; null = none */
  readonly personal: Facts | null;
  readonly occurredAt: Date;
};

/** The end of a chain. A new chain starts at seq 0 with 32 zero bytes. */
export type ChainHead = { readonly seq: number; readonly hash: Uint8Array };

export type ChainedEntry = {
  readonly seq: number;
  readonly kind: string;
  readonly actor: string;
  readonly lineGid: string | null;
  readonly facts: Facts;
  readonly personalMac: Uint8Array | null;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly prevHash: Uint8Array;
  readonly hash: Uint8Array;
};

export type PersonalPart = {
  readonly seq: number;
  readonly facts: Facts;
  readonly salt: Uint8Array;
};

export type Hasher = {
  readonly sha256: (text: string) => Uint8Array;
  readonly hmacSha256: (key: Uint8Array, text: string) => Uint8Array;
  /** 32 unpredictable bytes */
  readonly newSalt: () => Uint8Array;
};

export const CHAIN_START: ChainHead = { seq: 0, hash: new Uint8Array(32) };

type Chain = { readonly shopId: bigint; readonly orderGid: string; readonly head: ChainHead };

/** The entries as rows, their erasable parts, and the head after them. */
export function nextEntries(
  hasher: Hasher,
  { shopId, orderGid, head }: Chain,
  entries: readonly NewEntry[],
  recordedAt: Date,
): {
  entries: (ChainedEntry & WithText)[];
  personal: (PersonalPart & WithText)[];
  head: ChainHead;
} {
  const chained: (ChainedEntry & WithText)[] = [];
  const personal: (PersonalPart & WithText)[] = [];
  let last = head;
  for (const entry of entries) {
    const seq = last.seq + 1;
    const factsText = canonicalJson(entry.facts);
    const part = entry.personal && {
      seq,
      facts: entry.personal,
      factsText: canonicalJson(entry.personal),
      salt: hasher.newSalt(),
    };
    const body = {
      seq,
      kind: entry.kind,
      actor: entry.actor,
      lineGid: entry.lineGid,
      facts: entry.facts,
      personalMac: part ? hasher.hmacSha256(part.salt, part.factsText) : null,
      occurredAt: entry.occurredAt,
      recordedAt,
      prevHash: last.hash,
    };
    const hash = hashEntry(hasher, { shopId, orderGid }, body, factsText);
    chained.push({ ...body, hash, factsText });
    if (part) personal.push(part);
    last = { seq, hash };
  }
  return { entries: chained, personal, head: last };
}

export const personalMac = (
  hasher: Pick<Hasher, "hmacSha256">,
  { facts, salt }: Pick<PersonalPart, "facts" | "salt">,
): Uint8Array => hasher.hmacSha256(salt, canonicalJson(facts));

/** The canonical facts, kept because they are written as they were hashed. */
export type WithText = { readonly factsText: string };

/** The hash an entry must have. The order is named by Shopify's id, so that a row moved to another order is found. */
export function entryHash(
  hasher: Pick<Hasher, "sha256">,
  chain: { readonly shopId: bigint; readonly orderGid: string },
  entry: Omit<ChainedEntry, "hash">,
): Uint8Array {
  return hashEntry(hasher, chain, entry, canonicalJson(entry.facts));
}

function hashEntry(
  hasher: Pick<Hasher, "sha256">,
  chain: { readonly shopId: bigint; readonly orderGid: string },
  entry: Omit<ChainedEntry, "hash">,
  factsText: string,
): Uint8Array {
  return hasher.sha256(
    canonicalJson({
      version: 1,
      shop: chain.shopId.toString(),
      order: chain.orderGid,
      seq: entry.seq,
      kind: entry.kind,
      actor: entry.actor,
      line: entry.lineGid,
      facts: toHex(hasher.sha256(factsText)),
      personal: entry.personalMac && toHex(entry.personalMac),
      occurred: entry.occurredAt.toISOString(),
      recorded: entry.recordedAt.toISOString(),
      prev: toHex(entry.prevHash),
    }),
  );
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}
