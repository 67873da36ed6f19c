import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { callAdmin, openSandbox, type OpenSandbox } from "./open-sandbox.ts";

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox(["--installed"]);
});
afterAll(() => sandbox.stop());
beforeEach(() => sandbox.control("reset", {}));

const QUERY = "query ShopName { shop { name } }";
const ask = (query = QUERY) => callAdmin(sandbox.web, "shpat_sandbox", query);
const UPDATE = `mutation { tagsAdd(id: "ORDER", tags: ["fault"]) { userErrors { message } } }`;

async function newOrderId(): Promise<string> {
  const { orderId } = await sandbox.control("act", { action: "place_order" });
  return String(orderId);
}

async function readTags(orderId: string): Promise<unknown> {
  const answer = await ask(`{ order(id: "${orderId}") { tags } }`);
  return ((await answer.json()) as { data: { order: { tags: string[] } } }).data.order.tags;
}

test.each([
  ["http_402", 402],
  ["http_403", 403],
  ["http_423", 423],
  ["http_429", 429],
  ["http_430", 430],
  ["500_before", 500],
  ["500_after", 500],
  ["502", 502],
  ["503", 503],
])("answers once with %s, then as always", async (kind, status) => {
  await sandbox.control("fault", { kind });
  expect((await ask()).status).toBe(status);
  expect((await ask()).status).toBe(200);
});

test("says how long to wait at 429 and when throttled", async () => {
  await sandbox.control("fault", { kind: "http_429", ms: 1_500 });
  expect((await ask()).headers.get("retry-after")).toBe("1.5");
  await sandbox.control("fault", { kind: "throttled", ms: 2_000 });
  const throttled = await ask();
  expect(throttled.status).toBe(200);
  expect(await throttled.json()).toMatchObject({
    errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }],
    extensions: { cost: { requestedQueryCost: 200, actualQueryCost: null } },
  });
});

test("strikes the named operation alone, as often as asked", async () => {
  await sandbox.control("fault", { kind: "500_before", operation: "ShopName", count: 2 });
  expect((await ask("{ shop { id } }")).status).toBe(200);
  expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([
    500, 500, 200,
  ]);
});

test.each([
  ["cut_after_commit", true],
  ["500_after", true],
  ["truncated", true],
  ["500_before", false],
  ["cut_before", false],
])("%s: the mutation took effect: %s", async (kind, isCommitted) => {
  const orderId = await newOrderId();
  await sandbox.control("fault", { kind, operation: "tagsAdd" });
  await ask(UPDATE.replace("ORDER", orderId))
    .then((answer) => answer.text())
    .catch(() => "cut");
  expect(await readTags(orderId)).toEqual(
    isCommitted ? expect.arrayContaining(["fault"]) : expect.not.arrayContaining(["fault"]),
  );
});

test("spoils a share of the calls, the same ones for the same seed", async () => {
  const round = async () => {
    await sandbox.control("reset", {});
    await sandbox.control("fault", { kind: "503", rate: 0.3, seed: 5 });
    const statuses: number[] = [];
    for (let index = 0; index < 30; index += 1) statuses.push((await ask()).status);
    return statuses;
  };
  const first = await round();
  expect(first.filter((status) => status === 503).length).toBeGreaterThan(2);
  expect(await round()).toEqual(first);
});

test("counts calls by operation", async () => {
  await ask();
  await ask();
  const { counts } = await sandbox.control("log");
  expect(counts).toMatchObject({ ShopName: 2 });
});

test("names what is wrong with a fault, an action or a body", async () => {
  await expect(sandbox.control("fault", { kind: "nonsense" })).rejects.toThrow(/kind.+is one of/);
  await expect(sandbox.control("act", { action: "nonsense" })).rejects.toThrow(/action.+is one of/);
  const broken = await fetch(`${sandbox.web}/admin/api/2026-07/graphql.json`, {
    method: "POST",
    headers: { "x-shopify-access-token": "shpat_sandbox" },
    body: "{",
  });
  expect(broken.status).toBe(400);
});

test("keeps the store, the mail queue and the tokens across a restart, and stops in time", async () => {
  const directory = mkdtempSync(join(tmpdir(), "sandbox-state-"));
  const state = ["--state", join(directory, "store.bin"), "--installed"];
  const first = await openSandbox(state);
  const { orderId } = await first.control("act", { action: "place_order" });
  await first.control("clock", { advanceMs: 86_400_000 });
  expect(await first.stop()).toBe(0);

  const second = await openSandbox(state);
  const answer = await callAdmin(
    second.web,
    "shpat_sandbox",
    `{ order(id: "${String(orderId)}") { id } }`,
  );
  expect(await answer.json()).toMatchObject({ data: { order: { id: orderId } } });
  const { now } = await second.control("clock");
  expect(Date.parse(String(now))).toBeGreaterThan(Date.now() + 80_000_000);
  await second.stop();

  const fresh = await openSandbox([...state, "--fresh"]);
  const gone = await callAdmin(
    fresh.web,
    "shpat_sandbox",
    `{ order(id: "${String(orderId)}") { id } }`,
  );
  expect(await gone.json()).toMatchObject({ data: { order: null } });
  await fresh.stop();
  rmSync(directory, { recursive: true });
});

test("makes the store anew on a full reset", async () => {
  const orderId = await newOrderId();
  await sandbox.control("reset", { store: true });
  const answer = await ask(`{ order(id: "${orderId}") { id } }`);
  expect(await answer.json()).toMatchObject({ data: { order: null } });
});
