import { expect, test } from "vitest";
import { inShop } from "#app/platform/db.server.ts";
import {
  action as actOnOne,
  loader as loadOne,
} from "#app/routes/app.purchase-orders.$purchaseOrderId/route.tsx";
import {
  action as actOnList,
  loader as loadList,
} from "#app/routes/app.purchase-orders._index/route.tsx";
import { action as askFile } from "#app/routes/app.purchase-orders.file.tsx";
import { loader as download } from "#app/routes/download.tsx";
import { callRoute, createShop, createStaff } from "#tests/integration/routes/route-context.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { addPurchaseOrder } from "#tests/support/dropship/purchase-orders.ts";
import { addSupplier } from "#tests/support/dropship/suppliers.ts";

const { db } = await createTestDatabase();
const shop = await createShop(db, "pages");
await createStaff(db, shop.shopId, { id: "100002", role: "agent" });
const [order, unsent] = await inShop(db, shop.shopId, async (tx) => {
  const { supplierId } = await addSupplier(tx, shop.shopId);
  return [
    await addPurchaseOrder(tx, shop.shopId, { supplierId }),
    await addPurchaseOrder(tx, shop.shopId, { supplierId, state: "approval", sentAt: null }),
  ] as const;
});
const id = order.id.toString();
const PATH = "/app/purchase-orders";
const form = (body: object) => ({ form: JSON.stringify(body) });

test("lists, shows, and says 404 of what is not there or not a number", async () => {
  const list = await callRoute(db, loadList, { shop, path: PATH });
  expect(await list.json()).toMatchObject({
    page: {
      rows: [{ number: "1002-1" }, { number: "1001-1", state: "sent" }],
      counts: { to_acknowledge: 1, approval: 1 },
    },
    refusal: null,
  });
  const one = await callRoute(db, loadOne, {
    shop,
    path: `${PATH}/${id}`,
    params: { purchaseOrderId: id },
  });
  expect(await one.json()).toMatchObject({ order: { number: "1001-1", needsYes: false } });
  for (const purchaseOrderId of ["999999", "x", "1;drop"]) {
    const none = await callRoute(db, loadOne, { shop, path: PATH, params: { purchaseOrderId } });
    expect(none.status).toBe(404);
  }
});

test.each([
  ["no reason", { act: "revoke", ids: [id], reason: " " }, 422, "incomplete"],
  ["an unknown act", { act: "explode", ids: [id] }, 422, "unreadable"],
  ["no order", { act: "send", ids: [] }, 422, "unreadable"],
  ["a state that does not allow it", { act: "hold", ids: [id] }, 409, "wrong_state"],
  ["an order of nobody", { act: "nudge", ids: ["999999"] }, 404, "unknown_purchase_order"],
])("refuses %s with a code, a status and a sentence", async (_what, body, status, code) => {
  const answer = await callRoute(db, actOnList, { shop, path: PATH, form: form(body) });
  expect(answer.status).toBe(status);
  const said = (await answer.json()) as { message: string };
  expect(said).toMatchObject({ isSaved: false, code });
  expect(said.message).toMatch(/\.$/);
});

test("an agent may look and not act, nor take files out", async () => {
  const call = { shop, path: PATH, staffId: "100002" };
  expect((await callRoute(db, loadList, call)).status).toBe(200);
  const act = { ...call, form: form({ act: "nudge", ids: [id] }) };
  expect((await callRoute(db, actOnOne, act)).status).toBe(403);
  const file = { ...call, form: form({ file: "list", query: "queue=all" }) };
  expect((await callRoute(db, askFile, file)).status).toBe(403);
});

test("hands out a document once", async () => {
  const wish = form({ file: "document", id, format: "pdf" });
  const asked = await callRoute(db, askFile, { shop, path: PATH, form: wish });
  const { url } = (await asked.json()) as { url: string };
  const first = await callRoute(db, download, { shop, path: url });
  expect(first.headers.get("content-type")).toBe("application/pdf");
  expect(
    Buffer.from(await first.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe("%PDF-");
  expect((await callRoute(db, download, { shop, path: url })).status).toBe(404);
});

test("hands out what was sent, and of what is not there nothing", async () => {
  const { id: sentId } = await inShop(db, shop.shopId, (tx) =>
    tx.purchaseOrderTransmission.create({
      data: {
        shopId: shop.shopId,
        purchaseOrderId: order.id,
        purpose: "order",
        revision: 1,
        channel: "sftp",
        idempotencyKey: "pages-1001-1-R1",
        fileName: "PO.csv",
        bytes: Buffer.from("po_number,link\n1001-1,https://a.example/supplier/abc_1-2\n"),
        createdAt: new Date(),
        state: "sent",
      },
    }),
  );
  const ask = async (body: object) => {
    const asked = await callRoute(db, askFile, { shop, path: PATH, form: form(body) });
    const { url } = (await asked.json()) as { url: string };
    return callRoute(db, download, { shop, path: url });
  };
  const file = await ask({ file: "sent", id: `${sentId}`, part: "data" });
  expect(file.headers.get("content-disposition")).toBe('attachment; filename="PO.csv"');
  expect(await file.text()).toBe("po_number,link\n1001-1,https://a.example/supplier/…\n");
  expect((await ask({ file: "sent", id: `${sentId}`, part: "pdf" })).status).toBe(404);
  expect((await ask({ file: "sent", id: "999999", part: "data" })).status).toBe(404);
});

test("revokes with a reason, and the lines are planned again", async () => {
  const body = { act: "revoke", ids: [`${unsent.id}`], reason: "Out of stock elsewhere" };
  const answer = await callRoute(db, actOnOne, { shop, path: PATH, form: form(body) });
  expect(await answer.json()).toMatchObject({ isSaved: true, done: "1 purchase order revoked" });
  const { rows } = await db.pool.query<{ count: number }>(
    "select count(*)::int as count from graphile_worker.jobs where task_identifier = 'dropship.route'",
  );
  expect(rows[0]?.count).toBe(1);
});
