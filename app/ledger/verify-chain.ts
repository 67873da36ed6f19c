/** Says whether one order's chain is what was appended, and points at the first entry that is not. Pure. */
import type { Facts } from "./canonical-json.ts";
import {
  CHAIN_START,
  entryHash,
  personalMac,
  toHex,
  type ChainedEntry,
  type ChainHead,
  type Hasher,
} from "./next-entry.ts";

export type ChainFault =
  /** the entry's content is not what was hashed */
  | { readonly code: "changed"; readonly seq: number }
  /** entries are missing from here */
  | { readonly code: "removed"; readonly seq: number }
  /** the chain ends before a head that is known or signed */
  | { readonly code: "truncated"; readonly seq: number; readonly expectedSeq: number }
  /** the chain is consistent in itself but is not the one whose head was signed */
  | { readonly code: "rehashed"; readonly seq: number }
  /** the personal part is not what was hashed */
  | { readonly code: "personal_changed"; readonly seq: number }
  /** the personal part is gone without an erasure */
  | { readonly code: "personal_removed"; readonly seq: number };

export type PersonalRow = {
  readonly seq: number;
  readonly facts: Facts | null;
  readonly salt: Uint8Array | null;
  readonly isErased: boolean;
};

export type ChainToVerify = {
  readonly shopId: bigint;
  readonly orderGid: string;
  /** ascending by seq */
  readonly entries: readonly ChainedEntry[];
  readonly personal: readonly PersonalRow[];
  /** the head as last moved by an append; null = there is no such row */
  readonly head: ChainHead | null;
  readonly signedHeads: readonly ChainHead[];
};

/** Every fault found, at most one of each code: the first. An empty list = the chain is whole. */
export function verifyChain(
  hasher: Pick<Hasher, "sha256" | "hmacSha256">,
  chain: ChainToVerify,
): ChainFault[] {
  const faults = [
    ...linkFaults(hasher, chain),
    ...headFaults(chain),
    ...personalFaults(hasher, chain),
  ];
  const seen = new Set<string>();
  return faults.filter(({ code }) => !seen.has(code) && seen.add(code));
}

function linkFaults(hasher: Pick<Hasher, "sha256">, chain: ChainToVerify): ChainFault[] {
  const faults: ChainFault[] = [];
  let previous: ChainHead = CHAIN_START;
  for (const entry of chain.entries) {
    if (entry.seq !== previous.seq + 1) faults.push({ code: "removed", seq: previous.seq + 1 });
    else if (!isSame(entry.prevHash, previous.hash))
      faults.push({ code: "changed", seq: previous.seq });
    if (!isSame(entryHash(hasher, chain, entry), entry.hash))
      faults.push({ code: "changed", seq: entry.seq });
    previous = entry;
  }
  return faults;
}

function headFaults({ entries, head, signedHeads }: ChainToVerify): ChainFault[] {
  const lastSeq = entries.at(-1)?.seq ?? 0;
  const hashes = new Map(entries.map(({ seq, hash }) => [seq, hash]));
  const known = head ? [...signedHeads, head] : signedHeads;
  return known.flatMap(({ seq, hash }): ChainFault[] => {
    if (seq > lastSeq) return [{ code: "truncated", seq: lastSeq + 1, expectedSeq: seq }];
    const found = hashes.get(seq);
    // A hole is reported as removed, at its place.
    if (!found || isSame(found, hash)) return [];
    return [{ code: "rehashed", seq }];
  });
}

function personalFaults(hasher: Pick<Hasher, "hmacSha256">, chain: ChainToVerify): ChainFault[] {
  const parts = new Map(chain.personal.map((part) => [part.seq, part]));
  return chain.entries.flatMap(({ seq, personalMac: mac }): ChainFault[] => {
    if (!mac) return parts.has(seq) ? [{ code: "personal_changed", seq }] : [];
    const part = parts.get(seq);
    if (!part) return [{ code: "personal_removed", seq }];
    if (part.isErased) return [];
    if (!part.facts || !part.salt) return [{ code: "personal_changed", seq }];
    const { facts, salt } = part;
    return isSame(personalMac(hasher, { facts, salt }), mac)
      ? []
      : [{ code: "personal_changed", seq }];
  });
}

const isSame = (one: Uint8Array, other: Uint8Array) => toHex(one) === toHex(other);
