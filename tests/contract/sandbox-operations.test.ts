/** Every reference document runs on a filled store without an internal error; the one for a later version is refused. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findNode } from "#sandbox/graphql/find-node.ts";
import { anyId, fillScene, openScene, variablesFor } from "./sandbox-scene.ts";

const FOLDER = new URL("../../../shared/reference/operations/", import.meta.url);
const isThere = existsSync(FOLDER);
const files = isThere
  ? readdirSync(FOLDER).filter((name) => name.endsWith(".graphql"))
  : ["(reference documents)"];
const LATER = "order-cancel.only-2026-10.graphql";

test.skipIf(!isThere).each(files.filter((name) => name !== LATER))(
  "%s runs without an internal error",
  (name) => {
    const scene = openScene();
    fillScene(scene);
    const query = readFileSync(new URL(name, FOLDER), "utf8");
    const answer = name.startsWith("bulk-inner-")
      ? scene.call(
          "mutation ($q: String!) { bulkOperationRunQuery(query: $q) { bulkOperation { id status } userErrors { field message } } }",
          { q: query },
        )
      : scene.call(
          query,
          variablesFor(query, (type) => anyId(scene, type)),
        );
    expect(answer.status).toBe(200);
    expect(answer.errors.filter((error) => isOurFault(error))).toEqual([]);
    expect(answer.extensions.cost.requestedQueryCost).toBeLessThan(1000);
    if (name.startsWith("bulk-inner-"))
      expect(answer.data?.bulkOperationRunQuery.userErrors).toEqual([]);
  },
);

test.skipIf(!isThere)("a document of a later version is refused by the field's name", () => {
  const scene = openScene();
  const query = readFileSync(new URL(LATER, FOLDER), "utf8");
  const answer = scene.call(query, {});
  expect(answer.errors.map((error) => error.extensions?.code)).toContain("undefinedField");
});

const isOurFault = (error: { extensions?: Record<string, unknown> }) =>
  ["INTERNAL_SERVER_ERROR", "SANDBOX_UNSUPPORTED", "undefinedField", "INVALID_VARIABLE"].includes(
    String(error.extensions?.code),
  );

test("finds nothing for an id of nothing", () => {
  const scene = openScene();
  expect(scene.call('{ node(id: "gid://shopify/Order/4242") { id } }').data).toEqual({
    node: null,
  });
  expect(findNode).toBeTypeOf("function");
});
