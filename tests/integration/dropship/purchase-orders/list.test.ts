import { expect, test } from "vitest";
import { cleanUpTransmissions } from "#app/dropship/purchase-orders/clean-up-transmissions.server.ts";
import { exportPurchaseOrdersCsv } from "#app/dropship/purchase-orders/list/export-purchase-orders.server.ts";
import {
  findPurchaseOrderView,
  renderDocument,
} from "#app/dropship/purchase-orders/list/find-purchase-order-view.server.ts";
import { listPurchaseOrders } from "#app/dropship/purchase-orders/list/list-purchase-orders.server.ts";
import {
  parsePurchaseOrderQuery,
  QUEUES,
} from "#app/dropship/purchase-orders/list/purchase-order-query.ts";
import { actOnMany } from "#app/dropship/purchase-orders/act-on-many.server.ts";
import { purchaseOrdersPersonalData } from "#app/dropship/purchase-orders/purchase-orders-personal-data.server.ts";
import { DOCUMENT_WORDS } from "#app/dropship/purchase-orders/documents/document-words.ts";
import { openSentFile } from "#app/dropship/purchase-orders/list/open-sent-file.server.ts";
import { readPdf } from "#tests/support/dropship/read-pdf.ts";
import { createRenderPdf } from "#app/dropship/purchase-orders/documents/render-pdf.server.ts";
import { addOrder, addPurchaseOrder } from "#tests/support/dropship/purchase-orders.ts";
import { addSupplier } from "#tests/support/dropship/suppliers.ts";
import { openPurchaseWorld } from "./purchase-world.ts";

const world = await openPurchaseWorld();
const { shopId, deps } = world;
const HOUR_MS = 3_600_000;
const list = (address: string) =>
  listPurchaseOrders(deps, shopId, parsePurchaseOrderQuery(new URLSearchParams(address)));

const seeded = await world.inShop(async (tx) => {
  const { supplierId } = await addSupplier(tx, shopId, { name: "Sol 100%" });
  const other = await addSupplier(tx, shopId, { name: "Moon" });
  const past = new Date(Date.now() - HOUR_MS);
  const future = new Date(Date.now() + 24 * HOUR_MS);
  const states = [
    { state: "approval" },
    { state: "queued" },
    { state: "sending" },
    { state: "sent", breach: "acknowledge" },
    { state: "accepted", shipBy: future },
    { state: "accepted", shipBy: past },
    { state: "shipped", trackedAt: past, shipBy: past },
    { state: "failed" },
    { state: "revoked", endedAt: past, breach: "ship" },
  ];
  for (const [index, fields] of states.entries())
    await addPurchaseOrder(tx, shopId, {
      supplierId: index % 2 === 0 ? supplierId : other.supplierId,
      createdAt: new Date(Date.UTC(2026, 0, 1, index)),
      ...fields,
    });
  return { supplierId };
});

test.each(QUEUES)("the number beside %s is that of its list", async (queue) => {
  const page = await list(`queue=${queue}`);
  expect(page.counts?.[queue]).toBe(page.rows.length);
});

test("each one waits for one thing at most", async () => {
  const { counts } = await list("");
  expect(counts).toMatchObject({
    all: 9,
    approval: 1,
    to_send: 2,
    to_acknowledge: 1,
    to_ship: 1,
    tracking_missing: 1,
    failed: 1,
    breached: 1,
  });
});

test("writes costs as money, and what has ended is overdue with nothing", async () => {
  const { rows } = await list("");
  expect(rows[0]?.cost.text).toBe("$20.00");
  const breaches = Object.fromEntries(rows.map(({ state, breach }) => [state, breach]));
  expect(breaches).toMatchObject({ sent: "acknowledge", revoked: null });
  const revoked = rows.find(({ state }) => state === "revoked");
  const view = await findPurchaseOrderView(deps, shopId, BigInt(revoked?.purchaseOrderId ?? "0"));
  expect(view?.breach).toBeNull();
});

test("finds by supplier with what a search means literally, by number, and filters", async () => {
  expect((await list("q=100%25")).rows).toHaveLength(5);
  expect((await list("q=%25%25")).rows).toHaveLength(0);
  expect((await list("q=1003-1")).rows.map(({ number }) => number)).toEqual(["1003-1"]);
  const filtered = await list(`supplier=${seeded.supplierId}&queue=to_send`);
  expect(filtered.rows).toHaveLength(1);
  expect(filtered.counts?.to_send).toBe(1);
});

test("sorts both ways; what cannot be read as a place is the first page", async () => {
  const newest = (await list("sort=newest")).rows.map(({ number }) => number);
  const oldest = (await list("sort=oldest")).rows.map(({ number }) => number);
  expect(newest).toEqual([...oldest].reverse());
  expect((await list("cursor=nonsense")).rows).toHaveLength(9);
});

test("turns pages without losing or repeating any", async () => {
  await world.inShop(async (tx) => {
    const order = await addOrder(tx, shopId);
    for (let index = 0; index < 60; index += 1)
      await addPurchaseOrder(tx, shopId, {
        supplierId: seeded.supplierId,
        order,
        lines: [],
        createdAt: new Date(Date.UTC(2026, 1, 1)),
      });
  });
  const first = await list("queue=to_acknowledge");
  const second = await list(
    new URLSearchParams({ queue: "to_acknowledge", cursor: first.nextCursor ?? "" }).toString(),
  );
  const ids = [...first.rows, ...second.rows].map(({ purchaseOrderId }) => purchaseOrderId);
  expect([ids.length, new Set(ids).size]).toEqual([61, 61]);
  const back = await list(
    new URLSearchParams({
      queue: "to_acknowledge",
      cursor: second.previousCursor ?? "",
    }).toString(),
  );
  expect(back.rows).toEqual(first.rows);
  let lines = 0;
  const query = parsePurchaseOrderQuery(new URLSearchParams("queue=all"));
  for await (const piece of exportPurchaseOrdersCsv(deps, shopId, query))
    lines += piece.split("\r\n").length - 1;
  expect(lines).toBe(1 + 69);
});

test("a bulk act goes as far as it can, and says of the rest why not", async () => {
  const { rows } = await list("queue=approval");
  const sent = (await list("queue=to_ship")).rows;
  const ids = [...rows, ...sent].map(({ purchaseOrderId }) => BigInt(purchaseOrderId));
  const outcome = await actOnMany(
    deps,
    { shopId, staffId: "7" },
    { act: "send", purchaseOrderIds: ids, reason: "" },
  );
  expect(outcome).toMatchObject({ done: 1, refused: [{ code: "wrong_state" }] });
});

test("shows one with its tries and history, draws its documents, and forgets what it must", async () => {
  const { supplierId } = await world.supplier("https");
  const { issued, order } = await world.issue([supplierId]);
  const [purchaseOrder] = issued.ok ? issued.value : [];
  const id = purchaseOrder?.id ?? 0n;
  world.peers.https.spoil("500_after");
  await world.carryOutAll();
  const view = await findPurchaseOrderView(deps, shopId, id);
  expect(view?.transmissions).toMatchObject([
    { state: "sent", tries: [{ outcome: "lost" }, { outcome: "accepted" }] },
  ]);
  expect(view?.history.map(({ kind }) => kind)).toEqual([
    "purchase_order.sent",
    "purchase_order.issued",
  ]);
  const drawing = { db: world.db, renderPdf: createRenderPdf() };
  const file = await renderDocument(drawing, shopId, { purchaseOrderId: id, format: "json" });
  expect(Buffer.from(file?.bytes ?? []).toString()).toContain("1 Pier Road");

  const target = {
    shopId,
    person: { customerGid: null, email: null, phone: null, orderGids: [order.gid] },
    orderGids: [order.gid],
    words: [],
    now: new Date(),
  };
  const told = await world.inShop((tx) => purchaseOrdersPersonalData.exportCustomer(tx, target));
  expect(JSON.stringify(told)).toContain("1 Pier Road");
  await world.inShop((tx) => purchaseOrdersPersonalData.eraseCustomer(tx, target));
  const left = await world.inShop((tx) => purchaseOrdersPersonalData.exportCustomer(tx, target));
  expect(JSON.stringify(left)).not.toContain("Pier Road");
  const again = await world.inShop((tx) => purchaseOrdersPersonalData.eraseCustomer(tx, target));
  expect(again).toEqual([]);
});

test("shows what a supplier will get before it leaves, and what it got after", async () => {
  const { supplierId } = await world.supplier("email");
  const { issued } = await world.issue([supplierId]);
  const id = (issued.ok ? issued.value[0]?.id : null) ?? 0n;
  const drawing = { db: world.db, renderPdf: createRenderPdf() };
  const draw = async (format: "pdf" | "csv") =>
    renderDocument(drawing, shopId, { purchaseOrderId: id, format });
  const textOf = (file: { bytes: Uint8Array } | null) =>
    readPdf(file?.bytes ?? new Uint8Array()).join(" ");
  expect(await findPurchaseOrderView(deps, shopId, id)).toMatchObject({
    isUnsent: true,
    transmissions: [{ state: "waiting", parts: [] }],
  });
  const before = await draw("pdf");
  expect(before?.name).toMatch(/^not-sent-yet-harbor-and-pine-PO-.*\.pdf$/);
  expect(textOf(before)).toContain(DOCUMENT_WORDS.en.notSent);
  expect(textOf(before)).toContain("1 Pier Road");

  await world.carryOutAll();
  const view = await findPurchaseOrderView(deps, shopId, id);
  expect(view).toMatchObject({
    isUnsent: false,
    transmissions: [{ parts: ["pdf", "data", "words"] }],
  });
  expect(textOf(await draw("pdf"))).not.toContain(DOCUMENT_WORDS.en.notSent);
  const transmissionId = BigInt(view?.transmissions[0]?.transmissionId ?? "0");
  const open = (part: "pdf" | "data" | "words") =>
    openSentFile(deps, shopId, { transmissionId, part });
  const sent = await open("pdf");
  expect(sent?.name).toMatch(/^harbor-and-pine-PO-.*-R1\.pdf$/);
  expect(textOf(sent)).toContain("1 Pier Road");
  expect(textOf(sent)).not.toContain(DOCUMENT_WORDS.en.notSent);
  // Whoever knows the supplier's own page may answer for the supplier.
  const texts = await Promise.all((["data", "words"] as const).map(open));
  for (const text of texts.map((file) => Buffer.from(file?.bytes ?? []).toString())) {
    expect(text).toContain("https://aftercare.example/supplier/…");
    expect(text).not.toMatch(/supplier\/\d/);
  }
  expect(await openSentFile(deps, shopId + 1n, { transmissionId, part: "pdf" })).toBeNull();
});

test("shows what went by request and by SFTP, and nothing of what is forgotten", async () => {
  for (const channel of ["https", "sftp"] as const) {
    const { supplierId } = await world.supplier(channel);
    const { issued } = await world.issue([supplierId]);
    const id = (issued.ok ? issued.value[0]?.id : null) ?? 0n;
    await world.carryOutAll();
    const view = await findPurchaseOrderView(deps, shopId, id);
    expect(view?.transmissions).toMatchObject([{ channel, parts: ["data"] }]);
    const transmissionId = BigInt(view?.transmissions[0]?.transmissionId ?? "0");
    const wish = { transmissionId, part: "data" } as const;
    const file = await openSentFile(deps, shopId, wish);
    expect(file?.name).toMatch(channel === "https" ? /\.json$/ : /\.csv$/);
    expect(Buffer.from(file?.bytes ?? []).toString()).toContain("1 Pier Road");
    expect(await openSentFile(deps, shopId, { transmissionId, part: "pdf" })).toBeNull();
    await world.inShop((tx) =>
      tx.purchaseOrderTransmission.updateMany({
        where: { shopId, id: transmissionId },
        data: { bytes: null },
      }),
    );
    expect(await openSentFile(deps, shopId, wish)).toBeNull();
    const later = await findPurchaseOrderView(deps, shopId, id);
    expect(later?.transmissions).toMatchObject([{ parts: [] }]);
  }
});

test("bytes of what was settled a month ago are gone, the proof that it left stays", async () => {
  const { supplierId } = await world.supplier("https");
  await world.issue([supplierId]);
  await world.carryOutAll();
  const old = new Date(Date.now() - 31 * 24 * HOUR_MS);
  const latest = await world.inShop((tx) =>
    tx.purchaseOrderTransmission.findFirstOrThrow({ where: { shopId }, orderBy: { id: "desc" } }),
  );
  await world.inShop((tx) =>
    tx.purchaseOrderTransmission.updateMany({
      where: { shopId, id: latest.id },
      data: { settledAt: old },
    }),
  );
  await cleanUpTransmissions(deps);
  const kept = await world.inShop((tx) =>
    tx.purchaseOrderTransmission.findUniqueOrThrow({
      where: { shopId_id: { shopId, id: latest.id } },
    }),
  );
  expect([latest.bytes !== null, kept.bytes, kept.bytesHash !== null]).toEqual([true, null, true]);
});
