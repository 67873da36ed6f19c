import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "#tests/support/eventually.ts";
import { callAdmin, openSandbox, type OpenSandbox } from "./open-sandbox.ts";

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.stop());

async function ask(query: string): Promise<Record<string, Record<string, unknown>>> {
  const answer = await callAdmin(sandbox.web, "shpat_sandbox", query);
  return ((await answer.json()) as { data: Record<string, Record<string, unknown>> }).data;
}

/** The address as this test reaches it: the shop's host is the sandbox. */
const local = (url: string) => url.replace("https://harbor-and-pine.myshopify.com", sandbox.web);

async function runBulk(query: string): Promise<string> {
  const started = await ask(
    `mutation { bulkOperationRunQuery(query: ${JSON.stringify(query)}) { bulkOperation { id } userErrors { message } } }`,
  );
  const operation = started["bulkOperationRunQuery"]?.["bulkOperation"] as { id: string };
  let url = "";
  await eventually(async () => {
    const { bulkOperation } = await ask(`{ bulkOperation(id: "${operation.id}") { status url } }`);
    expect(bulkOperation?.["status"]).toBe("COMPLETED");
    url = String(bulkOperation?.["url"]);
  });
  return local(url);
}

test("serves the result without a token, whole and in ranges", async () => {
  const url = await runBulk("{ products { edges { node { id title } } } }");
  const response = await fetch(url);
  const text = await response.text();
  const lines = text.trimEnd().split("\n");
  expect(lines).toHaveLength(60);
  expect(JSON.parse(lines[0] ?? "")).toHaveProperty("title");
  expect(response.headers.get("content-length")).toBe(String(Buffer.byteLength(text)));

  const bytes = Buffer.from(text);
  const rest = await fetch(url, { headers: { range: "bytes=100-" } });
  expect(rest.status).toBe(206);
  expect(Buffer.from(await rest.arrayBuffer())).toEqual(bytes.subarray(100));
  const part = await fetch(url, { headers: { range: "bytes=10-19" } });
  expect(part.headers.get("content-range")).toBe(`bytes 10-19/${bytes.length}`);
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(10, 20));
  expect((await fetch(url, { headers: { range: "bytes=99999999-" } })).status).toBe(416);
});

test("refuses an address whose signature is not its own, and one that has lapsed", async () => {
  const url = await runBulk("{ products { edges { node { id } } } }");
  expect((await fetch(url.replace(/Signature=.{4}/, "Signature=0000"))).status).toBe(403);
  await sandbox.control("clock", { advanceMs: 8 * 86_400_000 });
  expect((await fetch(url)).status).toBe(403);
  await sandbox.control("clock", { reset: true });
});

test("takes a staged upload and runs a bulk mutation over it", async () => {
  const { stagedUploadsCreate } = await ask(
    `mutation { stagedUploadsCreate(input: [{ resource: BULK_MUTATION_VARIABLES, filename: "v.jsonl", mimeType: "text/jsonl", httpMethod: POST }]) { stagedTargets { url parameters { name value } } } }`,
  );
  const [target] = stagedUploadsCreate?.["stagedTargets"] as {
    url: string;
    parameters: { name: string; value: string }[];
  }[];
  const { orderId } = await sandbox.control("act", { action: "place_order" });
  const form = new FormData();
  for (const { name, value } of target?.parameters ?? []) form.append(name, value);
  const line = JSON.stringify({ id: orderId, tags: ["bulk"] });
  form.append("file", new Blob([`${line}\n`]), "v.jsonl");
  const upload = await fetch(local(String(target?.url)), { method: "POST", body: form });
  expect(upload.status).toBe(201);
  const [, key = ""] = /<Key>(.+)<\/Key>/.exec(await upload.text()) ?? [];
  const mutation =
    "mutation t($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { userErrors { message } } }";
  await ask(
    `mutation { bulkOperationRunMutation(mutation: ${JSON.stringify(mutation)}, stagedUploadPath: "${key}") { bulkOperation { id } userErrors { message } } }`,
  );
  await eventually(async () => {
    const { order } = await ask(`{ order(id: "${String(orderId)}") { tags } }`);
    expect(order?.["tags"]).toContain("bulk");
  });
});
