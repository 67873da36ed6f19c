import { beforeEach, expect, test } from "vitest";
import { createAdminClient } from "#app/shopify/admin-client.server.ts";
import {
  ShopifyRefused,
  ShopifyThrottled,
  ShopifyUnavailable,
  ShopifyUserErrors,
  ShopUnavailable,
  TokenRefused,
} from "#app/shopify/errors.ts";
import {
  FindBulkOperationDocument,
  ListRunningBulkOperationsDocument,
  StartBulkQueryDocument,
} from "#app/shopify/generated/operations.ts";
import { createDb, closeDb } from "#app/platform/db.server.ts";
import { requireAdmin } from "#app/shopify/authenticate.server.ts";
import { createTestDatabase } from "#tests/support/database.ts";
import { createTestDeps, fetchFrom, signSessionToken, thrownBy } from "./auth-deps.ts";
import { createLeakyBucket } from "./leaky-bucket.ts";
import { issueToken, startShopifyDouble, type DoubleAnswer } from "./shopify-double.ts";

const { db, url, keepOnFailure } = await createTestDatabase();
const double = await startShopifyDouble();
const deps = createTestDeps(db);
const admin = createAdminClient(deps);

let shopCount = 0;
let shopId = 0n;
beforeEach(async () => {
  double.reset();
  deps.observed.length = 0;
  shopCount += 1;
  const token = await signSessionToken(`shop-${shopCount}.myshopify.com`);
  shopId = (await requireAdmin(deps, fetchFrom(token))).shopId;
  double.tokenCalls.length = 0;
});

const find = (options = {}) =>
  admin.run(shopId, FindBulkOperationDocument, { id: "gid://shopify/BulkOperation/1" }, options);
const start = (options = {}) =>
  admin.run(shopId, StartBulkQueryDocument, { document: "{ shop }" }, options);
const FOUND = { body: { data: { bulkOperation: null } } } as const;
const STARTED = {
  body: {
    data: {
      bulkOperationRunQuery: {
        bulkOperation: { id: "gid://shopify/BulkOperation/1" },
        userErrors: [],
      },
    },
  },
} as const;
/** Answers in turn; the last one stays. */
function answerInTurn(...answers: DoubleAnswer[]) {
  double.onGraphql = (_request, index) => answers[Math.min(index, answers.length) - 1] ?? {};
}

test("sends the typed document to the version we speak, with the shop's token", async () => {
  answerInTurn(FOUND);
  expect(await find()).toEqual({ bulkOperation: null });
  const [call] = double.graphqlCalls;
  expect(call?.path).toBe("/admin/api/2026-07/graphql.json");
  expect(call?.headers["x-shopify-access-token"]).toBe("shpat_1");
  expect(call?.body).toMatchObject({
    operationName: "findBulkOperation",
    variables: { id: "gid://shopify/BulkOperation/1" },
  });
});

test.each<[string, DoubleAnswer]>([
  ["a 500", { status: 500, body: "<html>" }],
  ["a 503", { status: 503, headers: { "retry-after": "0.01" } }],
  ["a cut connection", { cut: true }],
  ["half an answer", { body: '{"data":{"bulkOp' }],
  [
    "an internal error",
    { body: { errors: [{ message: "x", extensions: { code: "INTERNAL_SERVER_ERROR" } }] } },
  ],
  ["a 423", { status: 423, headers: { "retry-after": "0.01" } }],
  ["a 430", { status: 430, headers: { "retry-after": "0.01" } }],
])("a query is asked again after %s", async (_what, answer) => {
  keepOnFailure();
  answerInTurn(answer, FOUND);
  expect(await find()).toEqual({ bulkOperation: null });
  expect(double.graphqlCalls).toHaveLength(2);
});

test("a query is given up after three tries", async () => {
  answerInTurn({ status: 502 });
  const error = await thrownBy(find());
  expect(error).toBeInstanceOf(ShopifyUnavailable);
  expect(error).toMatchObject({ retry: "later", isOutcomeUnknown: true });
  expect(double.graphqlCalls).toHaveLength(3);
});

test.each<[string, DoubleAnswer]>([
  ["a 500", { status: 500 }],
  ["a cut connection", { cut: true }],
  ["half an answer", { body: '{"data":{"bulkOp' }],
  [
    "an internal error",
    { body: { errors: [{ message: "x", extensions: { code: "INTERNAL_SERVER_ERROR" } }] } },
  ],
])("a mutation is never sent again after %s", async (_what, answer) => {
  answerInTurn(answer, STARTED);
  expect(await thrownBy(start())).toMatchObject({
    name: "ShopifyUnavailable",
    isOutcomeUnknown: true,
  });
  expect(double.graphqlCalls).toHaveLength(1);
});

test.each<[string, DoubleAnswer]>([
  [
    "THROTTLED",
    { body: { errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] } },
  ],
  ["a 429", { status: 429, headers: { "retry-after": "0.05" } }],
  [
    "a 429 with a date",
    { status: 429, headers: { "retry-after": new Date(Date.now() - 1).toUTCString() } },
  ],
  ["a 423", { status: 423, headers: { "retry-after": "0.01" } }],
])("a mutation is sent again after %s: it was not carried out", async (_what, answer) => {
  answerInTurn(answer, STARTED);
  await start();
  expect(double.graphqlCalls).toHaveLength(2);
});

test("a deadline ends a call that hangs", async () => {
  double.onGraphql = () => ({ after: new Promise(() => undefined) });
  expect(await thrownBy(start({ deadlineMs: 50 }))).toBeInstanceOf(ShopifyUnavailable);
});

test("a 429 silences every caller of the shop for as long as it says", async () => {
  answerInTurn({ status: 429, headers: { "retry-after": "3600" } }, FOUND);
  const first = await thrownBy(find());
  expect(first).toBeInstanceOf(ShopifyThrottled);
  expect(await thrownBy(find())).toBeInstanceOf(ShopifyThrottled);
  expect(double.graphqlCalls).toHaveLength(1);
});

test.each<[number, object]>([
  [402, { code: "frozen", retry: "later" }],
  [403, { code: "forbidden", retry: "never" }],
  [404, { code: "gone", retry: "never" }],
])("a %d says that the shop is not to be had", async (status, facts) => {
  answerInTurn({ status });
  const error = await thrownBy(find());
  expect(error).toBeInstanceOf(ShopUnavailable);
  expect(error).toMatchObject(facts);
});

test("a 401 renews the token once and goes on", async () => {
  answerInTurn({ status: 401 }, FOUND);
  double.onToken = () => ({ body: issueToken(7) });
  await find();
  expect(double.tokenCalls.map(({ body }) => body["grant_type"])).toEqual(["refresh_token"]);
  const tokens = double.graphqlCalls.map(({ headers }) => headers["x-shopify-access-token"]);
  expect(tokens).toEqual(["shpat_1", "shpat_7"]);
});

test("a 401 for ten callers at once is one refresh", async () => {
  double.onGraphql = ({ headers }) =>
    headers["x-shopify-access-token"] === "shpat_1" && double.tokenCalls.length === 0
      ? { status: 401 }
      : FOUND;
  await Promise.all(Array.from({ length: 10 }, () => find()));
  expect(double.tokenCalls).toHaveLength(1);
});

test("a revoked token is noted for the banner", async () => {
  answerInTurn({ status: 401 });
  double.onToken = () => ({ status: 401, body: { error: "invalid_request" } });
  expect(await thrownBy(find())).toBeInstanceOf(TokenRefused);
  const shop = await db.prisma.shop.findUniqueOrThrow({ where: { id: shopId } });
  expect(shop.tokenRefusedAt).toBeInstanceOf(Date);
});

test("user errors of a mutation are thrown", async () => {
  answerInTurn({
    body: {
      data: {
        bulkOperationRunQuery: {
          userErrors: [{ field: null, message: "Busy.", code: "OPERATION_IN_PROGRESS" }],
        },
      },
    },
  });
  const error = await thrownBy(start());
  expect(error).toBeInstanceOf(ShopifyUserErrors);
  expect((error as ShopifyUserErrors).isOnly("OPERATION_IN_PROGRESS")).toBe(true);
});

test("a search warning is an error", async () => {
  answerInTurn({
    body: {
      data: { bulkOperations: { nodes: [] } },
      extensions: {
        search: [
          {
            path: ["bulkOperations"],
            warnings: [{ field: "type", message: "Invalid search field." }],
          },
        ],
      },
    },
  });
  const error = await thrownBy(admin.run(shopId, ListRunningBulkOperationsDocument, { first: 5 }));
  expect(error).toBeInstanceOf(ShopifyRefused);
  expect((error as ShopifyRefused).code).toBe("SEARCH_WARNING");
});

test("an answer of another API version is reported", async () => {
  answerInTurn({ ...FOUND, headers: { "x-shopify-api-version": "2026-10" } });
  await find();
  expect(deps.observed).toMatchObject([
    { operation: "findBulkOperation", verdict: "data", otherApiVersion: "2026-10" },
  ]);
});

test("two processes share one budget: no call comes too early, everybody is served", async () => {
  keepOnFailure();
  const bucket = createLeakyBucket({ max: 1000, rate: 1000 });
  double.onGraphql = () => bucket.answer(100, 60, { bulkOperation: null });
  // A second client with pools of its own stands for the second process.
  const otherDb = createDb({ url, poolMax: 6 });
  const other = createAdminClient(createTestDeps(otherDb));
  await find();
  const ask = (client: typeof admin) =>
    client.run(shopId, FindBulkOperationDocument, { id: "gid://shopify/BulkOperation/1" });
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_none, index) => ask(index % 2 ? admin : other)),
  );
  await closeDb(otherDb);
  expect(answers).toHaveLength(40);
  // Exact: what is refused costs nothing, and nothing is carried out twice.
  expect(bucket.counts.spent).toBe(41 * 60);
  expect(bucket.counts.throttled).toBe(0);
});

test("learns the price of a document and the size of the bucket", async () => {
  const bucket = createLeakyBucket({ max: 2000, rate: 100 });
  double.onGraphql = () => bucket.answer(320, 40, { bulkOperations: { nodes: [] } });
  await admin.run(shopId, ListRunningBulkOperationsDocument, { first: 250 });
  const [price, stored] = await Promise.all([
    db.prisma.adminDocumentCost.findUnique({
      where: { document: "listRunningBulkOperations(first=250)" },
    }),
    db.prisma.adminCostBucket.findUniqueOrThrow({ where: { shopId } }),
  ]);
  expect(price?.requestedCost).toBe(320);
  expect(stored).toMatchObject({ maximumAvailable: 2000, restoreRate: 100 });
  expect(stored.available).toBe(1960);
});

test("a storm of every fault loses no query, and says so for each mutation", async () => {
  keepOnFailure();
  const faults: DoubleAnswer[] = [
    { body: { errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] } },
    { status: 429, headers: { "retry-after": "0.01" } },
    { status: 423, headers: { "retry-after": "0.01" } },
    { status: 430, headers: { "retry-after": "0.01" } },
    { status: 500 },
    { cut: true },
  ];
  let index = 0;
  const bucket = createLeakyBucket({ max: 2000, rate: 2000 });
  double.onGraphql = ({ body }) => {
    index += 1;
    // Three answers in ten are faults, each kind in turn.
    if (index % 10 < 3) return faults[index % faults.length] ?? {};
    const isStart = body["operationName"] === "startBulkQuery";
    return bucket.answer(10, 10, isStart ? STARTED.body.data : FOUND.body.data);
  };
  // The first answer tells size and rate.
  await find();
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 60 }, () => find()),
    ...Array.from({ length: 30 }, () => start()),
  ]);
  const refused = outcomes.flatMap((outcome, at) =>
    outcome.status === "rejected" ? [{ at, error: outcome.reason as unknown }] : [],
  );
  // A query meets three hard faults in a row about once in a hundred times; a mutation is given up at the first.
  expect(refused.filter(({ error }) => !(error instanceof ShopifyUnavailable))).toEqual([]);
  expect(refused.filter(({ at }) => at < 60).length).toBeLessThan(5);
});
