/**
 * Types and typed documents for every operation in app/shopify/operations/, made from Shopify's published schema
 * into app/shopify/generated/ (committed, never edited). `npm run codegen` writes; `--check` only compares.
 * bulk-*.graphql are the inner documents of bulk exports: Shopify takes them as text, so they are written as text.
 */
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import {
  buildClientSchema,
  parse,
  print,
  Source,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureSchema } from "./setup-schema.mjs";

const OPERATIONS = "app/shopify/operations";
const GENERATED = "app/shopify/generated";
const HEADER =
  "/* eslint-disable */\n// Made by scripts/codegen.mjs from app/shopify/operations/*.graphql. Do not edit.\n";

// Decimal, Money and 64-bit integers stay the strings Shopify sends; a float would round them.
const STRING_SCALARS =
  "ARN BigInt Color Date DateTime Decimal FormattedString HTML Money StorefrontID URL UnsignedInt64 UtcOffset".split(
    " ",
  );
const CONFIG = {
  useTypeImports: true,
  enumsAsTypes: true,
  enumType: "string-literal",
  // 2026-10 adds values to enums this version already reads; consumers must have a default branch anyway.
  futureProofEnums: false,
  skipTypename: true,
  strictScalars: true,
  disableDescriptions: true,
  scalars: {
    ...Object.fromEntries(STRING_SCALARS.map((name) => [name, "string"])),
    ID: "string",
    JSON: "unknown",
  },
};

function readDocuments() {
  return readdirSync(OPERATIONS)
    .filter((name) => name.endsWith(".graphql"))
    .sort()
    .map((name) => {
      const location = join(OPERATIONS, name);
      return {
        location,
        name,
        document: parse(new Source(readFileSync(location, "utf8"), location), { noLocation: true }),
      };
    });
}

const fragmentsOf = (documents) =>
  new Map(
    documents.flatMap(({ document }) =>
      document.definitions
        .filter((definition) => definition.kind === "FragmentDefinition")
        .map((definition) => [definition.name.value, definition]),
    ),
  );

/**
 * The operation with its fragments written out. Shopify's check of bulk documents looks for `id` in the node itself.
 * A fragment on the node's own type is spliced in, one on a narrower type stays as `... on Type`.
 */
function withoutFragments(schema, operation, fragments) {
  const expanded = visit(operation, {
    FragmentSpread({ name, directives }) {
      const fragment = fragments.get(name.value);
      if (!fragment) throw new Error(`There is no fragment ${name.value}.`);
      const { typeCondition, selectionSet } = withoutFragments(schema, fragment, fragments);
      return { kind: "InlineFragment", typeCondition, directives, selectionSet };
    },
  });
  const typeInfo = new TypeInfo(schema);
  return visit(
    expanded,
    visitWithTypeInfo(typeInfo, {
      SelectionSet: {
        leave: (set) => ({ ...set, selections: splice(set.selections, typeInfo.getParentType()) }),
      },
    }),
  );
}

const splice = (selections, parent) =>
  selections.flatMap((selection) =>
    selection.kind === "InlineFragment" &&
    selection.directives?.length === 0 &&
    selection.typeCondition?.name.value === parent?.name
      ? selection.selectionSet.selections
      : [selection],
  );

const isBulk = ({ name }) => name.startsWith("bulk-");

function bulkTexts(schema, documents) {
  const fragments = fragmentsOf(documents);
  const operations = documents
    .filter(isBulk)
    .flatMap(({ document }) => document.definitions)
    .filter(({ kind }) => kind === "OperationDefinition")
    .map((operation) => withoutFragments(schema, operation, fragments));
  const constants = operations.map(
    (operation) =>
      `export const ${operation.name.value}Text = ${JSON.stringify(print(operation))};`,
  );
  return [HEADER, ...constants].join("\n");
}

export async function buildGenerated() {
  const introspection = JSON.parse(readFileSync(ensureSchema(), "utf8"));
  const schema = buildClientSchema(introspection.data ?? introspection);
  const documents = readDocuments();
  const shared = { schema: parse("scalar Unused"), schemaAst: schema, config: CONFIG };
  const types = await codegen({
    ...shared,
    filename: "types.ts",
    documents,
    plugins: [{ "typescript-operations": {} }],
    pluginMap: { "typescript-operations": typescriptOperations },
  });
  const fragmentsOnly = ({ document }) =>
    document.definitions.every(({ kind }) => kind === "FragmentDefinition");
  const nodes = await codegen({
    ...shared,
    filename: "documents.ts",
    documents: documents.filter((file) => !isBulk(file) || fragmentsOnly(file)),
    plugins: [{ "typed-document-node": { optimizeDocumentNode: true } }],
    pluginMap: { "typed-document-node": typedDocumentNode },
  });
  const files = {
    "operations.ts": `${HEADER}${nodes}\n${types}`,
    "bulk-documents.ts": bulkTexts(schema, documents),
  };
  return Object.entries(files).map(([name, text]) => ({
    path: join(GENERATED, name),
    text: `${text.trim()}\n`,
  }));
}

async function main() {
  const isCheck = process.argv.includes("--check");
  const files = await buildGenerated();
  mkdirSync(GENERATED, { recursive: true });
  for (const { path, text } of files) {
    if (!isCheck) writeFileSync(path, text);
    else if (readFileSync(path, "utf8") !== text)
      throw new Error(`${path} is stale. Run npm run codegen.`);
    console.log(`${isCheck ? "Checked" : "Wrote"} ${path} (${text.length} characters)`);
  }
}

if (process.argv[1]?.endsWith("codegen.mjs")) await main();
