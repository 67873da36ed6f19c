/** The carrier simulator as an app meets it: its API, its signed posts, and both when something goes wrong. */
import { createHmac } from "node:crypto";
import http, { type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openSandbox, type OpenSandbox } from "#tests/integration/sandbox-http/open-sandbox.ts";
import { eventually } from "#tests/support/eventually.ts";

const HOUR_MS = 3_600_000;
const NUMBER = "1Z5R89390357567127";
type Told = { msg: { tracking_number: string; subtag: string; checkpoints: object[] } };

let app: Server;
let sandbox: OpenSandbox;
let told: { body: string; signature: string }[] = [];
let statuses: number[] = [];

beforeAll(async () => {
  app = http.createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    if (request.url === "/carrier/tracking")
      told.push({ body, signature: String(request.headers["aftership-hmac-sha256"]) });
    response.writeHead(statuses.shift() ?? 200).end();
  });
  app.listen(0, "127.0.0.1");
  await once(app, "listening");
  const { port } = app.address() as AddressInfo;
  sandbox = await openSandbox(["--app-url", `http://127.0.0.1:${port}`, "--seed", "none"]);
});
afterAll(async () => {
  await sandbox.stop();
  app.closeAllConnections();
  app.close();
});
afterEach(async () => {
  told = [];
  statuses = [];
  await sandbox.control("reset", {});
});

async function call(path: string, body?: object, key = "sandbox-carrier-key") {
  const response = await fetch(`${sandbox.web}/tracking/2026-07/${path}`, {
    method: body ? "POST" : "GET",
    headers: { "as-api-key": key, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as { meta: { code: number }; data: any };
  return { status: response.status, ...answer };
}

const register = () =>
  call("trackings", {
    tracking_number: NUMBER,
    slug: "ups",
    custom_fields: { aftercare_shop: "7" },
  });
const lastTold = () => JSON.parse(told.at(-1)?.body ?? "{}") as Told;

test("refuses a wrong key, a number twice, and one of no known carrier", async () => {
  expect(await call("trackings", {}, "another")).toMatchObject({
    status: 401,
    meta: { code: 401 },
  });
  expect(await register()).toMatchObject({ status: 201, data: { tag: "Pending" } });
  expect(await register()).toMatchObject({
    status: 400,
    meta: { code: 4003 },
    data: { id: expect.any(String) as string },
  });
  expect(await call("trackings", { tracking_number: "ABC 12345" })).toMatchObject({
    status: 400,
    meta: { code: 4012 },
  });
});

test("tells of each scan once, signed, and answers the same when asked", async () => {
  await register();
  await sandbox.control("carrier", { number: NUMBER, slug: "ups", from: "US", to: "US" });
  await eventually(() => expect(told).toHaveLength(1));
  expect(lastTold().msg).toMatchObject({ tracking_number: NUMBER, subtag: "InfoReceived_001" });
  const [{ body, signature } = { body: "", signature: "" }] = told;
  const right = createHmac("sha256", "sandbox-carrier-secret").update(body).digest("base64");
  expect(signature).toBe(right);

  await sandbox.control("clock", { advanceMs: 5 * HOUR_MS });
  await eventually(() => expect(told).toHaveLength(2));
  expect(lastTold().msg.subtag).toBe("InTransit_002");
  const { data } = await call(`trackings?tracking_numbers=${NUMBER}&limit=100`);
  expect(data.trackings).toMatchObject([lastTold().msg]);
});

test("tells again what was not taken, and twice what it is told to", async () => {
  statuses = [500];
  await sandbox.control("fault", { kind: "duplicate", path: "carrier", count: 2 });
  await register();
  await sandbox.control("carrier", { number: NUMBER, slug: "ups" });
  await eventually(() => expect(told.length).toBeGreaterThanOrEqual(2));
  expect(told[0]?.body).toBe(told[1]?.body);
});

test("a label alone is never scanned", async () => {
  await register();
  await sandbox.control("carrier", { number: NUMBER, slug: "ups", isLabelOnly: true });
  await sandbox.control("clock", { advanceMs: 500 * HOUR_MS });
  const { data } = await call(`trackings?tracking_numbers=${NUMBER}`);
  expect(data.trackings[0].checkpoints).toHaveLength(1);
  expect(data.trackings[0].tag).toBe("InfoReceived");
});

test("asks to wait, as told", async () => {
  await sandbox.control("fault", { kind: "http_429", path: "/tracking", ms: 4_000 });
  const response = await fetch(`${sandbox.web}/tracking/2026-07/trackings`);
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "4"]);
});
