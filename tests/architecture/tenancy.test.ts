/**
 * The first wall, in the source: every question to a shop's table names the shop, and none is asked outside the helpers
 * that put a transaction into its role. The second wall is in the database: tests/integration/tenancy.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const files = readdirSync("app", { recursive: true, encoding: "utf8" })
  .map((file) => join("app", file))
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("/generated/"));

const schema = readdirSync("prisma/schema")
  .filter((file) => file.endsWith(".prisma"))
  .map((file) => readFileSync(join("prisma/schema", file), "utf8"))
  .join("\n");
const models = [...schema.matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)].map(([, name, body]) => ({
  delegate: `${name?.[0]?.toLowerCase()}${name?.slice(1)}`,
  table: /@@map\("(\w+)"\)/.exec(body ?? "")?.[1] ?? name ?? "",
  hasShop: /@map\("shop_id"\)/.test(body ?? ""),
}));
const shopTables = new Set(models.filter(({ hasShop }) => hasShop).map(({ table }) => table));
const shopDelegates = new Set(models.filter(({ hasShop }) => hasShop).map((one) => one.delegate));

test("the schema's tables are found", () => {
  expect(shopTables.size).toBeGreaterThan(25);
  expect(shopTables).toContain("orders");
});

const nodes = files.flatMap((file) => [...nodesOf(file)]);

function* nodesOf(file: string): Generator<ts.Node> {
  const text = readFileSync(file, "utf8");
  const waiting: ts.Node[] = [ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    yield node;
    node.forEachChild((child) => void waiting.push(child));
  }
}

/** What a string says; the holes of a template become dots. */
function textOf(node: ts.Node): string | null {
  if (ts.isNoSubstitutionTemplateLiteral(node) || ts.isStringLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `\u2022${literal.text}`).join("");
}

const placeOf = (node: ts.Node) => {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return `${source.fileName}:${line + 1}`;
};

const fileOf = (node: ts.Node) => node.getSourceFile().fileName;

// Whole files whose statements do not name the shop themselves, with the reason.
const NAMED_ELSEWHERE: Readonly<Record<string, string>> = {
  "app/ledger/verify-ledger.server.ts": "lists the shops that have a history, as the sweep",
  "app/orders/order-list-sql.ts": "every list of conditions begins with the shop (listConditions)",
};

test("raw SQL that touches a shop's table names the shop", () => {
  const nameless = nodes.flatMap((node) => {
    const text = textOf(node);
    if (!text || NAMED_ELSEWHERE[fileOf(node)]) return [];
    const touched = [...text.matchAll(/\b(?:from|join|into|update)\s+(?:only\s+)?"?(\w+)"?/gi)];
    const isOfShop = touched.some((match) => shopTables.has(match[1] ?? ""));
    return isOfShop && !/shop_id/.test(text) ? [`${placeOf(node)} ${text.trim()}`] : [];
  });
  expect(nameless).toEqual([]);
});

test("queries built by Prisma name the shop", () => {
  const nameless = nodes.flatMap((node) => {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
    const { expression: target, name: verb } = node.expression;
    if (!ts.isPropertyAccessExpression(target) || !shopDelegates.has(target.name.text)) return [];
    // The compiler asks `create` for the shop.
    if (!/^(find|count|aggregate|groupBy|update|upsert|delete)/.test(verb.text)) return [];
    return namesShop(node) ? [] : [`${placeOf(node)} ${node.getText()}`];
  });
  expect(nameless).toEqual([]);
});

/** In its own words, or by a condition that the function around it has built. */
function namesShop(call: ts.CallExpression): boolean {
  const asked = call.arguments.map((argument) => argument.getText()).join();
  if (/shopId/.test(asked)) return true;
  let around: ts.Node = call;
  while (around.parent && !ts.isSourceFile(around.parent)) around = around.parent;
  const built = around.getText().matchAll(/\bconst (\w+) = \{[^;]*shopId/g);
  return [...built].some(([, name]) => new RegExp(`\\b${name}\\b`).test(asked));
}

// Who holds a bare pool or Prisma itself, and what for.
const HOLDS_THE_DATABASE: Readonly<Record<string, string>> = {
  "app/platform/db.server.ts": "the helpers themselves",
  "app/ingest/store-deliveries.server.ts":
    "one statement on the sweep's pool: app.store_deliveries",
  "app/jobs/liveness.server.ts": "the sweep's pool: leases and dead workers",
  "app/shops/compliance/export-shop.server.ts": "a cursor over one snapshot, in the shop's role",
  "app/web-runtime.server.ts": "asks whether the database answers",
  "app/worker.ts": "asks whether the database answers",
};

test("the database is asked only inside a transaction that has taken its role", () => {
  const holders = nodes
    .filter(ts.isPropertyAccessExpression)
    .filter(
      ({ name, expression, parent }) =>
        (name.text === "prisma" && ts.isPropertyAccessExpression(parent)) ||
        (["query", "connect"].includes(name.text) && /\bpool$/i.test(expression.getText())),
    )
    .map(fileOf);
  expect(holders.filter((file) => !HOLDS_THE_DATABASE[file])).toEqual([]);
});
