import { expect, test } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import { applyFeed } from "#app/dropship/suppliers/feeds/apply-feed.server.ts";
import {
  dropRun,
  saveMapping,
  startApply,
} from "#app/dropship/suppliers/feeds/feed-desk.server.ts";
import { readFeed } from "#app/dropship/suppliers/feeds/read-feed.server.ts";
import {
  announceFile,
  finishFile,
  PART_BYTES,
  receivePart,
} from "#app/dropship/suppliers/feeds/receive-feed.server.ts";
import { inShop } from "#app/platform/db.server.ts";
import { createShop, OWNER_ID } from "#tests/integration/routes/route-context.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { untilBlocked } from "#tests/support/until-blocked.ts";
import { encodeText } from "#tests/support/dropship/encode-text.ts";
import { addOffer, addSupplier, addVariant } from "#tests/support/dropship/suppliers.ts";

const { db } = await createTestDatabase();
const clock = { now: () => new Date("2026-11-22T12:00:00Z") };
const deps = { db, clock };
const signal = new AbortController().signal;

const gidOf = (number: number) => `gid://shopify/ProductVariant/${number}`;

async function createWorld(name: string) {
  const { shopId } = await createShop(db, name);
  const { supplierId } = await inShop(db, shopId, (tx) => addSupplier(tx, shopId));
  await inShop(db, shopId, async (tx) => {
    for (const number of [1, 2, 3, 4, 5]) await addVariant(tx, shopId, { gid: gidOf(number) });
  });
  const by = { shopId, supplierId, staffId: OWNER_ID };
  async function send(file: Uint8Array, source: "upload" | "https" = "upload") {
    const bytes = file.length;
    const announced = await announceFile(deps, {
      ...by,
      source,
      fileName: "list.csv",
      bytes,
      createdBy: OWNER_ID,
    });
    if (!announced.ok) throw new Error(announced.refusal.code);
    const { runId } = announced.value;
    for (let position = 0; position * PART_BYTES < bytes; position += 1) {
      const from = position * PART_BYTES;
      const part = Uint8Array.from(file.subarray(from, from + PART_BYTES));
      await receivePart(deps, { ...by, runId, position, bytes: part });
    }
    expect(await finishFile(deps, { ...by, runId })).toMatchObject({ ok: true });
    await readFeed(deps, { shopId, runId }, { signal });
    return runId;
  }
  const runOf = (runId: bigint) =>
    inShop(db, shopId, (tx) => tx.feedRun.findFirstOrThrow({ where: { shopId, id: runId } }));
  const offers = () =>
    inShop(db, shopId, (tx) =>
      tx.offer.findMany({ where: { shopId, supplierId }, orderBy: { variantGid: "asc" } }),
    );
  const refused = (runId: bigint) =>
    inShop(db, shopId, (tx) =>
      tx.feedRow.findMany({
        where: { shopId, runId, verdict: "refused" },
        orderBy: { line: "asc" },
        select: { line: true, refusedColumn: true, reason: true },
      }),
    );
  async function apply(runId: bigint) {
    expect(await startApply(deps, { ...by, runId })).toMatchObject({ ok: true });
    await applyFeed(deps, { shopId, runId });
  }
  return { shopId, supplierId, by, send, runOf, offers, refused, apply };
}

test("a dry run says what would change and changes nothing; applied, it is what it said", async () => {
  const world = await createWorld("feed-dry");
  const { shopId, supplierId } = world;
  await inShop(db, shopId, async (tx) => {
    await addOffer(tx, shopId, { supplierId, variantGid: gidOf(1), costMinor: 500n });
    await addOffer(tx, shopId, {
      supplierId,
      variantGid: gidOf(2),
      costMinor: 400n,
      stockUnits: 7,
    });
    await addOffer(tx, shopId, { supplierId, variantGid: gidOf(5) });
  });
  const file = [
    "Preisliste;;",
    "SKU;EK netto;Bestand",
    "sku-1;6,00;10",
    "SKU-2;4,00;7",
    "SKU-3;1.234,56;0",
    "SKU-9;1,00;1",
    "SKU-1;7,00;1",
    "SKU-4;-1,00;1",
    "SKU-4;2000000,00;1",
    'SKU-4;"=1+1";1',
    ";1,00;1",
  ].join("\r\n");
  const runId = await world.send(encodeText(file, "windows-1252"));
  expect(await world.runOf(runId)).toMatchObject({
    state: "ready",
    rowsRead: 9,
    counts: { new: 1, changed: 1, same: 1, refused: 6, vanished: 1 },
  });
  expect(await world.refused(runId)).toEqual([
    { line: 6, refusedColumn: "SKU", reason: "No product has the SKU SKU-9." },
    { line: 7, refusedColumn: "SKU", reason: "Line 3 has this product already." },
    { line: 8, refusedColumn: "EK netto", reason: "Cost of one unit is negative." },
    { line: 9, refusedColumn: "EK netto", reason: "Cost of one unit is above 1,000,000 USD." },
    { line: 10, refusedColumn: "EK netto", reason: "“=1+1” is not a number." },
    { line: 11, refusedColumn: "SKU", reason: "The row has no SKU." },
  ]);
  expect((await world.offers()).map(({ costMinor }) => costMinor)).toEqual([500n, 400n, 1_000n]);
  await world.apply(runId);
  expect(
    (await world.offers()).map(({ costMinor, stockUnits, source }) => [
      costMinor,
      stockUnits,
      source,
    ]),
  ).toEqual([
    [600n, 10, "feed"],
    [400n, 7, "feed"],
    [123_456n, 0, "feed"],
    [1_000n, 0, "hand"],
  ]);
  expect(await world.runOf(runId)).toMatchObject({ state: "applied" });
  const history = await inShop(db, shopId, (tx) =>
    tx.offerState.findMany({ where: { shopId, variantGid: gidOf(1) }, orderBy: { seenAt: "asc" } }),
  );
  expect(history.map(({ costMinor }) => costMinor)).toEqual([500n, 600n]);
});

test("a file without a cost column leaves costs alone, and the mapping is remembered by its headers", async () => {
  const world = await createWorld("feed-stock");
  const { shopId, supplierId } = world;
  await inShop(db, shopId, (tx) =>
    addOffer(tx, shopId, { supplierId, variantGid: gidOf(1), costMinor: 500n, supplierSku: "A-1" }),
  );
  const first = await world.send(encodeText("Kode,Antall\nA-1,3\n", "utf-16le"));
  expect(await world.runOf(first)).toMatchObject({ state: "unclear", problem: { code: "no_key" } });
  const none = { sku: null, cost: null, stockAsOf: null, leadTime: null, minimum: null };
  const mapping = {
    columns: { ...none, supplierSku: "Kode", stock: "Antall", minimumAdvertised: null },
    decimal: "." as const,
    dateOrder: "dmy" as const,
  };
  expect(await saveMapping(deps, world.by, { mapping, vanished: "keep" })).toMatchObject({
    ok: true,
  });
  await readFeed(deps, { shopId, runId: first }, { signal });
  await world.apply(first);
  const second = await world.send(encodeText("sep=;\nANTALL;Note;kode\n4;x;A-1\n", "utf-8-bom"));
  expect(await world.runOf(second)).toMatchObject({ state: "ready", counts: { changed: 1 } });
  await world.apply(second);
  expect(await world.offers()).toMatchObject([
    { costMinor: 500n, stockUnits: 4, supplierSku: "A-1" },
  ]);
});

test("two products may change their supplier's SKUs with each other", async () => {
  const world = await createWorld("feed-swap");
  const head = "SKU,Supplier SKU,Cost\n";
  await world.apply(await world.send(Buffer.from(`${head}SKU-1,X,1\nSKU-2,Y,1\n`)));
  const run = await world.send(Buffer.from(`${head}SKU-1,Y,1\nSKU-2,X,1\nSKU-3,X,1\n`));
  expect(await world.refused(run)).toMatchObject(
    [{ line: 4, reason: /^Line 3 has/ }].map((row) => ({
      ...row,
      reason: expect.stringMatching(row.reason) as unknown,
    })),
  );
  await world.apply(run);
  expect((await world.offers()).map(({ supplierSku }) => supplierSku)).toEqual(["Y", "X"]);
});

test("a workbook is read like a table: numbers, dates and texts", async () => {
  const world = await createWorld("feed-xlsx");
  const bold = { fontWeight: "bold" as const };
  const bytes = await writeXlsxFile(
    [
      [
        { value: "SKU", ...bold },
        { value: "Unit price", ...bold },
        { value: "Qty", ...bold },
        { value: "Stock date", ...bold },
      ],
      [
        { type: String, value: "SKU-1" },
        { type: Number, value: 12.1 },
        { type: Number, value: 40 },
        { type: Date, value: new Date("2026-11-20T00:00:00Z"), format: "dd/mm/yyyy" },
      ],
      [
        { type: String, value: "SKU-2" },
        { type: Number, value: 1_234.5 },
        { type: Number, value: 0 },
      ],
      [
        { type: String, value: "Größe & “<x>” 杯" },
        { type: Number, value: 1 },
      ],
    ],
    { buffer: true } as never,
  );
  const buffer = await toBuffer(bytes);
  const runId = await world.send(buffer);
  expect(await world.refused(runId)).toMatchObject([
    { line: 4, reason: "No product has the SKU Größe & “<x>” 杯." },
  ]);
  await world.apply(runId);
  expect(await world.offers()).toMatchObject([
    { costMinor: 1_210n, stockUnits: 40, stockAsOf: new Date("2026-11-20T00:00:00Z") },
    { costMinor: 123_450n, stockUnits: 0 },
  ]);
});

async function toBuffer(written: unknown): Promise<Uint8Array> {
  if (Buffer.isBuffer(written)) return written;
  const { toBuffer: make, toStream } = written as {
    toBuffer?: () => Promise<Buffer>;
    toStream?: () => Promise<AsyncIterable<Buffer>>;
  };
  if (make) return make();
  const chunks: Buffer[] = [];
  for await (const chunk of (await toStream?.()) ?? []) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test.each([
  ["not a table", Buffer.alloc(300), "no_table"],
  [
    "a quote that never ends",
    Buffer.from(`SKU,Cost\nSKU-1,"1${"x".repeat(110_000)}`),
    "cell_too_long",
  ],
  ["a torn workbook", Buffer.from("PK\u0003\u0004 and nothing more"), "xlsx_broken"],
])("refuses %s whole", async (_, bytes, code) => {
  const world = await createWorld(`feed-bad-${code}`.replaceAll("_", "-"));
  const runId = await world.send(bytes);
  expect(await world.runOf(runId)).toMatchObject({ state: "failed", problem: { code } });
  expect(await world.offers()).toEqual([]);
});

test("a file that is too large is refused before it comes, and one that is cut off is never read", async () => {
  const { by } = await createWorld("feed-large");
  const asked = { ...by, source: "upload" as const, fileName: "x.csv", createdBy: OWNER_ID };
  expect(await announceFile(deps, { ...asked, bytes: 200 * 1024 * 1024 })).toEqual({
    ok: false,
    refusal: { code: "file_too_large" },
  });
  const announced = await announceFile(deps, { ...asked, bytes: 10 });
  if (!announced.ok) throw new Error("refused");
  const { runId } = announced.value;
  const part = { ...by, runId, position: 0 };
  expect(await receivePart(deps, { ...part, bytes: new Uint8Array(11) })).toMatchObject({
    ok: false,
  });
  await receivePart(deps, { ...part, bytes: new Uint8Array(9) });
  expect(await finishFile(deps, { ...by, runId })).toMatchObject({
    refusal: { code: "parts_missing" },
  });
});

test("a file that is put away while somebody begins to apply it loses none of its rows", async () => {
  const world = await createWorld("feed-race");
  const { shopId } = world;
  const runId = await world.send(encodeText("SKU,Stock\nSKU-1,5\n", "utf-8"));
  let dropping = Promise.resolve();
  await inShop(db, shopId, async (tx) => {
    await tx.feedRun.updateMany({ where: { shopId, id: runId }, data: { state: "applying" } });
    dropping = dropRun(deps, world.by);
    await untilBlocked(db, dropping);
  });
  await dropping;
  await applyFeed(deps, { shopId, runId });
  expect(await world.runOf(runId)).toMatchObject({ state: "applied" });
  expect((await world.offers()).map(({ stockUnits }) => stockUnits)).toEqual([5]);
});

test("what columns mean is not changed while a file is applied by it", async () => {
  const world = await createWorld("feed-mapping-race");
  const { shopId, supplierId } = world;
  await inShop(db, shopId, (tx) =>
    addOffer(tx, shopId, { supplierId, variantGid: gidOf(1), costMinor: 500n }),
  );
  const mapping = {
    columns: {
      sku: "SKU",
      supplierSku: null,
      cost: null,
      stock: "Stock",
      stockAsOf: null,
      leadTime: null,
      minimum: null,
      minimumAdvertised: null,
    },
    decimal: "." as const,
    dateOrder: "dmy" as const,
  };
  const runId = await world.send(encodeText("SKU,Stock,Price\nSKU-1,5,9.00\n", "utf-8"));
  expect(await saveMapping(deps, world.by, { mapping, vanished: "keep" })).toMatchObject({
    ok: true,
  });
  await readFeed(deps, { shopId, runId }, { signal });
  expect(await startApply(deps, { ...world.by, runId })).toMatchObject({ ok: true });
  const more = { ...mapping, columns: { ...mapping.columns, cost: "Price" } };
  expect(await saveMapping(deps, world.by, { mapping: more, vanished: "keep" })).toMatchObject({
    refusal: { code: "being_applied" },
  });
  await applyFeed(deps, { shopId, runId });
  expect(await world.offers()).toMatchObject([{ costMinor: 500n, stockUnits: 5 }]);
});

test("a supplier without any amount counts in its list's currency; one with amounts keeps its own", async () => {
  const { shopId, supplierId, send, runOf, offers, apply } = await createWorld("feed-currency");
  const currencyOf = () =>
    inShop(db, shopId, (tx) =>
      tx.supplier.findFirstOrThrow({ where: { shopId, id: supplierId } }),
    ).then(({ currency }) => currency);
  const list = (code: string) =>
    encodeText(`SKU,Unit cost,Currency,Stock\nSKU-1,4.50,${code},9\n`, "utf-8");
  await inShop(db, shopId, (tx) => tx.supplierTariff.deleteMany({ where: { shopId, supplierId } }));
  // Nobody has looked at a file that was fetched.
  await send(list("CNY"), "https");
  expect(await currencyOf()).toBe("USD");
  await apply(await send(list("CNY")));
  expect(await currencyOf()).toBe("CNY");
  expect((await offers()).map(({ costMinor }) => costMinor)).toEqual([450n]);
  const other = await send(list("EUR"));
  expect(await currencyOf()).toBe("CNY");
  expect(await runOf(other)).toMatchObject({ counts: { refused: 1, changed: 0 } });
});
