import { beforeAll, expect, test } from "vitest";
import { loader as page } from "#app/routes/app.settings_.privacy/route.tsx";
import { action as askForFile } from "#app/routes/app.settings_.privacy_.file.tsx";
import { loader as download } from "#app/routes/download.tsx";
import { createTestDatabase } from "#tests/support/database.ts";
import { callRoute, callWith, createShop, type TestShop } from "./route-context.ts";

const { db } = await createTestDatabase();
let ours: TestShop;
let theirs: TestShop;
let requestId = "";

beforeAll(async () => {
  ours = await createShop(db, "ours");
  theirs = await createShop(db, "theirs");
  const { rows } = await db.pool.query(
    `insert into compliance_requests (shop_id, kind, state, webhook_id, person, requested_at, due_at, finished_at, report)
     values ($1, 'customer_data', 'done', 'w1', '{"customerGid":null,"email":"ada@example.com","phone":null,"orderGids":[]}',
       now(), now() + interval '30 days', now(), '[]') returning id`,
    [ours.shopId],
  );
  requestId = String(rows[0].id);
  await db.pool.query(
    "insert into compliance_files (shop_id, request_id, format, content, byte_length) values ($1, $2, 'html', 'Ada', 3)",
    [ours.shopId, requestId],
  );
});

const ask = (shop: TestShop, form: Record<string, string>) =>
  callRoute(db, askForFile, { shop, path: "/app/settings/privacy/file", form });

test("a request is listed to its shop alone", async () => {
  const listed = async (shop: TestShop) =>
    (await (await callRoute(db, page, { shop, path: "/app/settings/privacy" })).json()) as object;
  expect(await listed(ours)).toMatchObject({ requests: [{ requestId, handedOverAt: null }] });
  expect(await listed(theirs)).toMatchObject({ requests: [] });
});

test("its file is downloaded once, and noted as handed over", async () => {
  const { url } = (await (await ask(ours, { requestId, format: "html" })).json()) as {
    url: string;
  };
  const get = () => callWith(db, download, new Request(`https://aftercare.example${url}`));
  const file = await get();
  expect(file.headers.get("content-disposition")).toBe(
    `attachment; filename="customer-data-${requestId}.html"`,
  );
  expect(await file.text()).toBe("Ada");
  expect((await get()).status).toBe(404);
  const { rows } = await db.pool.query(
    "select handed_over_at is not null as handed_over from compliance_requests",
  );
  expect(rows).toEqual([{ handed_over: true }]);
});

test.each([
  ["of another shop", "html"],
  ["in a format that was not made", "json"],
])("a file %s is not there", async (what, format) => {
  const shop = what === "of another shop" ? theirs : ours;
  const answer = await ask(shop, { requestId, format });
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: "file_gone" });
});
