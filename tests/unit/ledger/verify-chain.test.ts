import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "#app/ledger/canonical-json.ts";
import { CHAIN_START, nextEntries, type Hasher, type NewEntry } from "#app/ledger/next-entry.ts";
import { verifyChain, type ChainToVerify } from "#app/ledger/verify-chain.ts";

let salts = 0;
const hasher: Hasher = {
  sha256: (text) => createHash("sha256").update(text).digest(),
  hmacSha256: (key, text) => createHmac("sha256", key).update(text).digest(),
  newSalt: () =>
    createHash("sha256")
      .update(`salt ${(salts += 1)}`)
      .digest(),
};
const at = new Date("2026-03-01T10:00:00Z");
const orderGid = "gid://shopify/Order/1";

const entry = (kind: string, personal: NewEntry["personal"] = null): NewEntry => ({
  kind,
  actor: "shopify",
  lineGid: null,
  facts: { kind, amount: "1200", isLate: false },
  personal,
  occurredAt: at,
});

function chainOf(...kinds: string[]): ChainToVerify {
  const entries = kinds.map((kind, index) =>
    entry(kind, index % 2 === 0 ? { name: "Ann", kind } : null),
  );
  const next = nextEntries(hasher, { shopId: 7n, orderGid, head: CHAIN_START }, entries, at);
  return {
    shopId: 7n,
    orderGid,
    entries: next.entries,
    personal: next.personal.map((part) => ({ ...part, isErased: false })),
    head: next.head,
    signedHeads: [{ seq: 2, hash: next.entries[1]!.hash }],
  };
}

const codes = (chain: ChainToVerify) =>
  verifyChain(hasher, chain).map(({ code, seq }) => `${code} ${seq}`);
const whole = chainOf("order.created", "order.paid", "line.added", "order.cancelled");

test("an untouched chain has no fault", () => {
  expect(codes(whole)).toEqual([]);
});

test.each([
  "facts",
  "kind",
  "actor",
  "occurredAt",
  "recordedAt",
  "lineGid",
  "personalMac",
] as const)("a changed %s is found at its entry", (field) => {
  const changed = {
    facts: { amount: "1" },
    kind: "order.paid",
    actor: "merchant",
    occurredAt: new Date(0),
    recordedAt: new Date(0),
    lineGid: "gid://shopify/LineItem/1",
    personalMac: null,
  };
  const entries = whole.entries.map((one) =>
    one.seq === 3 ? { ...one, [field]: changed[field] } : one,
  );
  expect(codes({ ...whole, entries })).toContain("changed 3");
});

test("a removed entry is found at its place", () => {
  expect(codes({ ...whole, entries: whole.entries.filter(({ seq }) => seq !== 2) })).toEqual([
    "removed 2",
  ]);
});

test("a cut chain is found although what is left is consistent", () => {
  const entries = whole.entries.slice(0, 2);
  const personal = whole.personal.filter(({ seq }) => seq <= 2);
  expect(codes({ ...whole, entries, personal })).toEqual(["truncated 3"]);
  expect(codes({ ...whole, entries: [], personal: [], head: null })).toEqual(["truncated 1"]);
});

test("a chain that was hashed anew is found by its signed head", () => {
  const other = chainOf("order.created", "order.paid", "line.added", "order.refunded");
  const forged = { ...other, signedHeads: whole.signedHeads };
  expect(codes(forged)).toEqual(["rehashed 2"]);
});

test("a row moved to another order does not verify there", () => {
  expect(codes({ ...whole, orderGid: "gid://shopify/Order/2" })).toEqual(["changed 1"]);
});

test("an erased personal part leaves the chain whole; a changed or a vanished one does not", () => {
  const erased = whole.personal.map((part) => ({
    ...part,
    facts: null,
    salt: null,
    isErased: true,
  }));
  expect(codes({ ...whole, personal: erased })).toEqual([]);
  expect(
    codes({
      ...whole,
      personal: whole.personal.map((part) => ({ ...part, facts: { name: "Bob" } })),
    }),
  ).toEqual(["personal_changed 1"]);
  expect(codes({ ...whole, personal: [] })).toEqual(["personal_removed 1"]);
});

test("canonical JSON does not depend on the order of keys", () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string(),
        fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
      ),
      (facts) => {
        const shuffled = Object.fromEntries(Object.entries(facts).reverse());
        expect(canonicalJson(shuffled)).toBe(canonicalJson(facts));
        expect(JSON.parse(canonicalJson(facts))).toEqual(JSON.parse(JSON.stringify(facts)));
      },
    ),
  );
});

test("canonical JSON refuses numbers that parsers disagree about", () => {
  expect(() => canonicalJson({ amount: 0.1 })).toThrow("not a safe integer");
  expect(() => canonicalJson({ id: 2 ** 53 })).toThrow("not a safe integer");
});
