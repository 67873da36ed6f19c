/**
 * The program that goes into the archive beside the evidence: it needs Node and nothing of ours, so that the history can be
 * checked when the app is long gone. It reads everything.jsonl, computes each order's chain again and compares heads and
 * signatures. A test runs it against whole and against forged archives. Here it is text.
 */
export const VERIFIER_SOURCE = String.raw`// node verify.mjs   (Node 18 or newer, in the folder of the unpacked archive)
// Checks the history of every order: each entry's hash covers the entry before it, so nothing can be changed, removed or
// added without being found. Daily signatures are checked with public-key.pem. Ends with 1 when something is wrong.
import { createHash, createHmac, createPublicKey, verify } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const folder = new URL("./", import.meta.url);
const ZERO = "0".repeat(64);
const { orders, gids, headsOf, signings, faults, found } = {
  orders: new Map(),
  gids: new Map(),
  headsOf: new Map(),
  signings: [],
  faults: [],
  found: { shop: null, isWhole: false, entries: 0, unchecked: 0 },
};

function read({ shop, end, table, row }) {
  if (shop) found.shop = String(shop.id);
  if (end) found.isWhole = true;
  if (table === "orders") gids.set(String(row.id), row.gid);
  if (table === "ledger_entries") orderOf(row).entries.push(row);
  if (table === "ledger_personal") orderOf(row).personal.set(row.seq, row);
  if (table === "ledger_chains") orderOf(row).heads.push({ seq: row.seq, hash: hex(row.hash) });
  if (table === "ledger_heads") {
    orderOf(row).heads.push({ seq: row.seq, hash: hex(row.hash) });
    const heads = headsOf.get(row.signing_number) ?? [];
    headsOf.set(row.signing_number, heads);
    heads.push(row);
  }
  if (table === "ledger_signings") signings.push(row);
}

function orderOf({ order_id }) {
  const id = String(order_id);
  if (!orders.has(id)) orders.set(id, { entries: [], personal: new Map(), heads: [] });
  return orders.get(id);
}

const hex = (bytes) => (bytes === null ? null : String(bytes).replace(/^\\x/, ""));
const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");
const iso = (at) => new Date(at).toISOString();

function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
  const keys = Object.keys(value).sort();
  return "{" + keys.map((key) => JSON.stringify(key) + ":" + canonical(value[key])).join(",") + "}";
}

const hashOf = (entry, order) =>
  sha256(
    canonical({
      version: 1,
      shop: found.shop,
      order,
      seq: entry.seq,
      kind: entry.kind,
      actor: entry.actor,
      line: entry.line_gid,
      facts: sha256(canonical(entry.facts)),
      personal: hex(entry.personal_mac),
      occurred: iso(entry.occurred_at),
      recorded: iso(entry.recorded_at),
      prev: hex(entry.prev_hash),
    }),
  );

const parts = readdirSync(folder).filter((name) => /^everything(-\d+)?\.jsonl$/.test(name)).sort();
for (const part of parts) {
  const lines = createInterface({ input: createReadStream(new URL(part, folder)), crlfDelay: Infinity });
  for await (const line of lines) if (line !== "") read(JSON.parse(line));
}

for (const [id, { entries, personal, heads }] of orders) {
  const order = gids.get(id) ?? "";
  const say = (seq, words) => faults.push((order || "order " + id) + ", entry " + seq + ": " + words);
  entries.sort((a, b) => a.seq - b.seq);
  found.entries += entries.length;
  let last = { seq: 0, hash: ZERO };
  for (const entry of entries) {
    if (entry.seq !== last.seq + 1) say(last.seq + 1, "entries are missing from here on");
    else if (hex(entry.prev_hash) !== last.hash) say(last.seq, "the entry is not what was written");
    if (hashOf(entry, order) !== hex(entry.hash)) say(entry.seq, "the entry is not what was written");
    checkPersonal(entry, personal.get(entry.seq), say);
    last = { seq: entry.seq, hash: hex(entry.hash) };
  }
  const hashes = new Map(entries.map((entry) => [entry.seq, hex(entry.hash)]));
  for (const head of heads) {
    if (head.seq > last.seq) say(last.seq + 1, "the end of the history is missing");
    else if (head.seq > 0 && hashes.has(head.seq) && hashes.get(head.seq) !== head.hash)
      say(head.seq, "the history was rewritten, hashes and all");
  }
}

function checkPersonal(entry, part, say) {
  if (entry.personal_mac === null) return;
  if (!part) return say(entry.seq, "the personal part is gone without an erasure");
  if (part.erased_at !== null) return;
  const salt = Buffer.from(hex(part.salt) ?? "", "hex");
  const mac = createHmac("sha256", salt).update(canonical(part.facts), "utf8").digest("hex");
  if (mac !== hex(entry.personal_mac)) say(entry.seq, "the personal part is not what was written");
}

const keyFile = new URL("public-key.pem", folder);
const key = existsSync(keyFile) ? createPublicKey(readFileSync(keyFile)) : null;
const keyId = existsSync(new URL("public-key.id", folder))
  ? readFileSync(new URL("public-key.id", folder), "utf8").trim()
  : null;
found.previous = { number: 0, digest: ZERO };
for (const signing of signings.sort((a, b) => a.number - b.number)) {
  const say = (words) => faults.push("signing " + signing.number + ": " + words);
  if (signing.number !== found.previous.number + 1) say("a signing before it is missing");
  else if (hex(signing.prev_digest) !== found.previous.digest) say("it does not follow the one before");
  const heads = (headsOf.get(signing.number) ?? []).sort((a, b) => (BigInt(a.order_id) < BigInt(b.order_id) ? -1 : 1));
  const digest = sha256(heads.map((head) => head.order_id + ":" + head.seq + ":" + hex(head.hash) + "\n").join(""));
  if (digest !== hex(signing.digest) || heads.length !== signing.head_count)
    say("the signed heads are not those that were signed");
  const text = canonical({
    version: 1,
    shop: found.shop,
    number: signing.number,
    signed: iso(signing.signed_at),
    heads: signing.head_count,
    prev: hex(signing.prev_digest),
    digest: hex(signing.digest),
    key: signing.key_id,
  });
  if (!key || signing.key_id !== keyId) found.unchecked += 1;
  else if (!verify(null, Buffer.from(text), key, Buffer.from(hex(signing.signature), "hex")))
    say("the signature is not Aftercare's");
  found.previous = { number: signing.number, digest: hex(signing.digest) };
}

if (!found.isWhole) faults.push("everything.jsonl does not reach its end: download it again");
for (const fault of faults) console.log(fault);
console.log(
  (faults.length === 0 ? "Whole" : faults.length + " faults") + ": " + found.entries + " entries of " + orders.size +
    " orders, " + signings.length + " signings" +
    (found.unchecked > 0 ? " (" + found.unchecked + " signed with another key: not checked)" : "") + ".",
);
process.exitCode = faults.length === 0 ? 0 : 1;
`;
