import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inflateRawSync, crc32 } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { appendEntries } from "#app/ledger/append-entries.server.ts";
import { signAllHeads } from "#app/ledger/sign-heads.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { MS_PER_MINUTE } from "#app/platform/time.ts";
import { findArchive, openArchive, startArchive } from "#app/shops/leaving/archive.server.ts";
import { createOrder, createShop } from "#tests/integration/routes/route-context.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const run = promisify(execFile);
const { db } = await createTestDatabase();
const clock = { now: () => new Date("2026-11-22T12:00:00Z") };
const { privateKey } = generateKeyPairSync("ed25519");
const deps = { db, clock, env: { LEDGER_KEY: { keyId: "k1", privateKey } } };
const folder = mkdtempSync(join(tmpdir(), "archive-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function plantShop() {
  const shop = await createShop(db, "leaving");
  for (const number of [1, 2, 3]) {
    const order = await createOrder(db, shop, { number, customerName: "Ana “Ü” Costa\nLine two" });
    const entries = [1, 2, 3].map((step) => ({
      kind: "order.changed",
      actor: "shopify" as const,
      lineGid: step === 2 ? "gid://shopify/LineItem/1" : null,
      facts: { step, amountMinor: "2050", words: 'ünïcode ✓ "quoted"', none: null, list: [1, "a"] },
      personal: step === 3 ? { email: "ana@example.com" } : null,
      occurredAt: new Date(`2026-11-2${step}T10:00:00.123Z`),
    }));
    await inShop(db, shop.shopId, (tx) =>
      appendEntries(
        tx,
        shop.shopId,
        [{ orderId: order.id, orderGid: order.gid, entries }],
        clock.now(),
      ),
    );
  }
  await signAllHeads({
    db,
    clock,
    ledgerKey: deps.env.LEDGER_KEY,
  } as unknown as Parameters<typeof signAllHeads>[0]);
  return shop;
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Files by the directory at the archive's end, their sums checked. */
function unzip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from("504b0506", "hex"));
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [crc, packed, size] = [16, 20, 24].map((offset) => bytes.readUInt32LE(at + offset));
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = inflateRawSync(bytes.subarray(from, from + packed!));
    expect([content.length, crc32(content)]).toEqual([size, crc]);
    files.set(name, content);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30);
  }
  return files;
}

async function verifyFolder(): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await run(process.execPath, [join(folder, "verify.mjs")]);
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, said: stdout };
  }
}

test("the archive holds everything, its history verifies without us, and forgeries are found", async () => {
  const shop = await plantShop();
  const { archiveId } = await startArchive(deps, { shopId: shop.shopId, staffId: "100001" });
  expect(await findArchive(deps, shop.shopId)).toMatchObject({ state: "waiting", rowsDone: 0 });
  async function* csv() {
    yield "Order\r\n";
    yield "#1\r\n";
  }
  const opened = await openArchive(
    deps,
    { shopId: shop.shopId, archiveId: BigInt(archiveId) },
    csv(),
  );
  expect(opened?.name).toBe("aftercare-leaving-2026-11-22.zip");
  const files = unzip(await readAll(opened!.body));
  expect([...files.keys()]).toEqual([
    "README.txt",
    "verify.mjs",
    "public-key.pem",
    "public-key.id",
    "orders.csv",
    "everything.jsonl",
  ]);
  expect(files.get("orders.csv")?.toString()).toBe("Order\r\n#1\r\n");
  const progress = await findArchive(deps, shop.shopId);
  expect(progress).toMatchObject({ state: "done", rowsDone: progress?.rowsTotal });

  for (const [name, content] of files) writeFileSync(join(folder, name), content);
  expect(await verifyFolder()).toEqual({
    code: 0,
    said: "Whole: 9 entries of 3 orders, 1 signings.\n",
  });

  const whole = readFileSync(join(folder, "everything.jsonl"), "utf8");
  const forge = async (change: (text: string) => string) => {
    const forged = change(whole);
    expect(forged).not.toBe(whole);
    writeFileSync(join(folder, "everything.jsonl"), forged);
    const { code, said } = await verifyFolder();
    expect(code).toBe(1);
    return said;
  };
  expect(await forge((text) => text.replace('"step":2', '"step":7'))).not.toContain("Whole");
  const rows = whole.split("\n");
  const without = (find: (row: string) => boolean) =>
    forge(() => rows.filter((row, index) => index !== rows.findIndex(find)).join("\n"));
  const isEntry = (row: string) => row.startsWith('{"table":"ledger_entries"');
  expect(await without((row) => isEntry(row) && row.includes('"seq":2'))).toContain(
    "entry 2: entries are missing from here on",
  );
  expect(await without((row) => isEntry(row) && row.includes('"seq":3'))).toContain(
    "entry 3: the end of the history is missing",
  );
  expect(await without((row) => row.startsWith('{"table":"ledger_personal"'))).toContain(
    "the personal part is gone without an erasure",
  );
  expect(await forge((text) => text.replace("ana@example.com", "eve@example.com"))).toContain(
    "the personal part is not what was written",
  );
  expect(await without((row) => row.startsWith('{"table":"ledger_heads"'))).toContain(
    "the signed heads are not those that were signed",
  );
  expect(
    await forge((text) =>
      text.replace(
        /"signature":"\\\\x(..)/,
        (_all, byte: string) => `"signature":"\\\\x${byte === "00" ? "01" : "00"}`,
      ),
    ),
  ).toContain("the signature is not Aftercare's");
  expect(
    await forge((text) => text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1)),
  ).toContain("does not reach its end");
});

test("a reader who leaves in the middle is seen, and an archive of another shop opens nothing", async () => {
  const shop = await createShop(db, "interrupted");
  const { archiveId } = await startArchive(deps, { shopId: shop.shopId, staffId: "100001" });
  const id = BigInt(archiveId);
  async function* csv() {
    yield "Order\r\n";
  }
  expect(await openArchive(deps, { shopId: shop.shopId + 1n, archiveId: id }, csv())).toBeNull();
  const opened = await openArchive(deps, { shopId: shop.shopId, archiveId: id }, csv());
  for await (const piece of opened!.body) if (piece.length > 0) break;
  expect(await findArchive(deps, shop.shopId)).toMatchObject({ state: "broken" });
});

test("a download that says nothing for ten minutes is not under way any more", async () => {
  const shop = await createShop(db, "silent");
  const { archiveId } = await startArchive(deps, { shopId: shop.shopId, staffId: "100001" });
  async function* csv() {
    yield "Order\r\n";
  }
  // Opened and never read to its end: as after the death of its process.
  await openArchive(deps, { shopId: shop.shopId, archiveId: BigInt(archiveId) }, csv());
  const seenAfter = (ms: number) => {
    const now = () => new Date(deps.clock.now().getTime() + ms);
    return findArchive({ db, clock: { now } }, shop.shopId);
  };
  expect(await seenAfter(9 * MS_PER_MINUTE)).toMatchObject({ state: "running" });
  expect(await seenAfter(11 * MS_PER_MINUTE)).toMatchObject({ state: "broken" });
});
