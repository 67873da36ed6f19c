import { createHash, createHmac, randomUUID } from "node:crypto";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { handleWebhookRequest } from "#app/ingest/handle-webhook-request.server.ts";
import { createDeliveryStore } from "#app/ingest/store-deliveries.server.ts";
import { createIngestPool } from "#app/platform/db.server.ts";
import { systemClock } from "#app/platform/clock.ts";
import { createLogger } from "#app/platform/logger.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";

const SECRETS = ["current-secret", "previous-secret"];
const { db, url } = await createTestDatabase();
await db.pool.query("insert into shops (domain, installed_at) values ('a.myshopify.com', now())");

const logger = createLogger("test", "silent");
const options = { task: "deliveries.apply", maxAttempts: 12 };

async function listen(databaseUrl: string) {
  const pool = createIngestPool(databaseUrl);
  const deps = {
    store: createDeliveryStore({ pool }, options),
    secrets: SECRETS,
    logger,
    clock: systemClock,
  };
  const server = createServer((req, res) => void handleWebhookRequest(deps, req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  afterAll(async () => {
    await close(server);
    await pool.end();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
}

const close = (server: Server) =>
  new Promise<void>((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

const target = await listen(url);

const sign = (body: string | Buffer, secret = SECRETS[0] ?? "") =>
  createHmac("sha256", secret).update(body).digest("base64");

function send(body: string | Buffer, headers: Record<string, string> = {}, to = target) {
  return fetch(to, {
    method: "POST",
    body: new Uint8Array(Buffer.from(body)),
    headers: {
      "x-shopify-topic": "orders/create",
      "x-shopify-shop-domain": "a.myshopify.com",
      "x-shopify-webhook-id": randomUUID(),
      "x-shopify-event-id": "event-1",
      "x-shopify-triggered-at": "2026-11-20T10:00:00.123456789Z",
      "x-shopify-api-version": "2026-07",
      "x-shopify-hmac-sha256": sign(body),
      ...headers,
    },
  });
}

const stored = async (webhookId: string) =>
  (await db.pool.query("select * from deliveries where webhook_id = $1", [webhookId])).rows;

test("stores the raw bytes with a job before it answers 200", async () => {
  const body = '{"id":1,"name":"Łódź \\u0000 \\"quoted\\""}';
  const webhookId = randomUUID();
  const response = await send(body, { "x-shopify-webhook-id": webhookId });
  expect(response.status).toBe(200);
  const [row] = await stored(webhookId);
  expect(row).toMatchObject({ topic: "orders/create", state: "received", api_version: "2026-07" });
  expect(row.body.toString("utf8")).toBe(body);
  expect(row.triggered_at.toISOString()).toBe("2026-11-20T10:00:00.123Z");
  const jobs = await db.pool.query(
    "select payload from graphile_worker._private_jobs where payload ->> 'webhookId' = $1",
    [webhookId],
  );
  expect(jobs.rows).toEqual([{ payload: { shopId: "1", webhookId } }]);
});

test.each<[string, Buffer]>([
  ["bytes that are not UTF-8", Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
  ["a raw NUL byte", Buffer.from('{"a":"\u0000"}')],
  ["nothing at all", Buffer.alloc(0)],
])("keeps %s exactly as they came", async (_what, body) => {
  const webhookId = randomUUID();
  expect((await send(body, { "x-shopify-webhook-id": webhookId })).status).toBe(200);
  expect((await stored(webhookId))[0].body.equals(body)).toBe(true);
});

test("a delivery sent five times at once is one row and one job", async () => {
  const webhookId = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => send("{}", { "x-shopify-webhook-id": webhookId })),
  );
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
  expect(await stored(webhookId)).toHaveLength(1);
  const jobs = await db.pool.query(
    "select 1 from graphile_worker._private_jobs where payload ->> 'webhookId' = $1",
    [webhookId],
  );
  expect(jobs.rowCount).toBe(1);
});

test("500 concurrent deliveries are all stored", async () => {
  const ids = Array.from({ length: 500 }, () => randomUUID());
  const answers = await Promise.all(
    ids.map((id) =>
      send("{}", { "x-shopify-webhook-id": id, "x-shopify-topic": "refunds/create" }),
    ),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
  const { rows } = await db.pool.query(
    "select count(*)::int as n from deliveries where topic = 'refunds/create' and state = 'received'",
  );
  expect(rows).toEqual([{ n: 500 }]);
});

test(
  "deliveries that are stored together keep each its own bytes",
  { timeout: 60_000 },
  async () => {
    // Three that fill a statement each, small ones of other lengths and letters between them.
    const bodies = Array.from({ length: 60 }, (_, index) =>
      index % 20 === 0
        ? Buffer.alloc(6_000_000, 65 + index / 20)
        : Buffer.from(`{"n":"${"ü".repeat(index)}"}`),
    );
    const ids = bodies.map(() => randomUUID());
    const answers = await Promise.all(
      bodies.map((body, index) => send(body, { "x-shopify-webhook-id": ids[index] ?? "" })),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    for (const [index, id] of ids.entries()) {
      const [row] = await stored(id);
      expect(row.body.equals(bodies[index])).toBe(true);
      expect(row.body_hash.equals(createHash("sha256").update(row.body).digest())).toBe(true);
    }
  },
);

test("accepts the secret before the rotation", async () => {
  const answer = await send("{}", { "x-shopify-hmac-sha256": sign("{}", SECRETS[1]) });
  expect(answer.status).toBe(200);
});

test.each<[string, Record<string, string>]>([
  ["another secret", { "x-shopify-hmac-sha256": sign("{}", "stranger") }],
  ["another body", { "x-shopify-hmac-sha256": sign("{ }") }],
  ["a truncated signature", { "x-shopify-hmac-sha256": sign("{}").slice(0, -4) }],
  ["an empty signature", { "x-shopify-hmac-sha256": "" }],
])("refuses %s with 401 and stores nothing", async (_what, headers) => {
  const webhookId = randomUUID();
  const answer = await send("{}", { ...headers, "x-shopify-webhook-id": webhookId });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ code: "bad_signature" });
  expect(await stored(webhookId)).toEqual([]);
});

test.each([
  ["no topic", { "x-shopify-topic": "" }],
  ["a shop outside myshopify.com", { "x-shopify-shop-domain": "a.example.com" }],
  ["a topic with spaces", { "x-shopify-topic": "orders create" }],
])("refuses %s with 400", async (_what, headers) => {
  expect((await send("{}", headers)).status).toBe(400);
});

test("keeps a delivery of an unknown shop, marked, without a job", async () => {
  const webhookId = randomUUID();
  const answer = await send("{}", {
    "x-shopify-webhook-id": webhookId,
    "x-shopify-shop-domain": "stranger.myshopify.com",
  });
  expect(answer.status).toBe(200);
  expect(await stored(webhookId)).toMatchObject([
    { shop_id: "0", state: "ignored", reason: "unknown_shop" },
  ]);
});

test("refuses 20 MB with 413, announced or not", async () => {
  const large = Buffer.alloc(20 * 1024 * 1024, 0x20);
  const status = await new Promise((resolve, reject) => {
    const outgoing = httpRequest(target, { method: "POST" }, (answer) => {
      resolve(answer.statusCode);
      outgoing.destroy();
    });
    outgoing.on("error", reject);
    outgoing.setHeader("transfer-encoding", "chunked");
    outgoing.end(large);
  });
  expect(status).toBe(413);
});

test("answers 405 to anything but POST", async () => {
  const answer = await fetch(target);
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
});

test("answers 503, never 200, while the database is away", async () => {
  const away = await listen("postgresql://nobody@127.0.0.1:1/none");
  const answer = await send("{}", {}, away);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: "database_unavailable" });
});
