/**
 * Shopify's published Admin schema, made executable once per process, with what graphql-js does not keep: access texts,
 * accepted gid types, protected fields and the documented search filters.
 */
import { readFileSync } from "node:fs";
import {
  buildClientSchema,
  isAbstractType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from "graphql";

import { inDeclaredOrder } from "./declared-order.ts";

export const SCHEMA_VERSION = "2026-07";
const FILE = new URL(`../../.aftercare/schema/admin_${SCHEMA_VERSION}.json`, import.meta.url);

export type Protected = "name" | "email" | "phone" | "address";
export type AdminSchema = {
  schema: GraphQLSchema;
  /** `Type` or `Type.field` → access text, e.g. "`read_orders` access scope." */
  requiredAccess: Map<string, string>;
  /** `Type.field` → which personal data it shows. */
  protectedFields: Map<string, Protected>;
  /** `Type.field(arg)` or `Input.field` → gid types it takes. */
  gidTypes: Map<string, string[]>;
  /** `Type.field` → filter name → its type word (`time`, `id`, `string` …). */
  searchFilters: Map<string, Map<string, string>>;
  /** Every scope an ordinary app can be granted. */
  allScopes: string[];
};

type RawArg = { name: string; description: string | null; gidTypes?: string[] | null };
type RawField = {
  name: string;
  args: RawArg[];
  requiredAccess?: string | null;
  isProtected?: boolean;
  protectedContent?: string | null;
};
type RawType = {
  name: string;
  kind: string;
  requiredAccess?: string | null;
  fields: RawField[] | null;
  inputFields: RawArg[] | null;
  enumValues: { name: string }[] | null;
};

/** Granted by Shopify to few apps only; an ordinary app's token never carries it (observed). */
const UNGRANTABLE = new Set(["read_apps", "write_apps"]);

let cached: AdminSchema | undefined;

/** Throws when set-up has not fetched the schema file yet. */
export function adminSchema(): AdminSchema {
  cached ??= load();
  return cached;
}

function load(): AdminSchema {
  const raw = JSON.parse(readFileSync(FILE, "utf8")) as { data: IntrospectionQuery };
  const types = raw.data.__schema.types as unknown as RawType[]; // the file carries more keys than graphql-js knows
  for (const type of types) {
    if (type.inputFields) type.inputFields = inDeclaredOrder(type.name, type.inputFields);
    if (type.enumValues) type.enumValues = inDeclaredOrder(type.name, type.enumValues);
  }
  const result: AdminSchema = {
    schema: buildClientSchema(raw.data, { assumeValid: true }),
    requiredAccess: new Map(),
    protectedFields: new Map(),
    gidTypes: new Map(),
    searchFilters: new Map(),
    allScopes: [],
  };
  for (const type of types) readType(result, type);
  for (const [key, names] of result.gidTypes) {
    result.gidTypes.set(
      key,
      names.flatMap((name) => withImplementers(result.schema, name)),
    );
  }
  const words = new Set([...result.requiredAccess.values()].flatMap(scopesIn));
  for (const extra of ["read_all_orders", "read_store_credit_account_transactions"])
    words.add(extra);
  result.allScopes = [...words]
    .filter((word) => /^(read|write)_/.test(word) && !UNGRANTABLE.has(word))
    .sort();
  return result;
}

/** An argument that takes an interface (`HasStoreCreditAccounts`) takes what implements it. `Node` stays: it is anything. */
function withImplementers(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name);
  if (name === "Node" || !isAbstractType(type)) return [name];
  return schema.getPossibleTypes(type).map((entry) => entry.name);
}

function readType(result: AdminSchema, type: RawType): void {
  if (type.requiredAccess) result.requiredAccess.set(type.name, type.requiredAccess);
  for (const field of type.fields ?? []) {
    const key = `${type.name}.${field.name}`;
    if (field.requiredAccess) result.requiredAccess.set(key, field.requiredAccess);
    if (field.isProtected && field.protectedContent) {
      result.protectedFields.set(key, field.protectedContent as Protected); // the file knows these four words only
    }
    for (const arg of field.args) {
      if (arg.gidTypes) result.gidTypes.set(`${key}(${arg.name})`, arg.gidTypes);
      if (arg.name === "query" && arg.description) {
        result.searchFilters.set(key, readFilters(arg.description));
      }
    }
  }
  for (const field of type.inputFields ?? []) {
    if (field.gidTypes) result.gidTypes.set(`${type.name}.${field.name}`, field.gidTypes);
  }
}

/** Rows of the table in a `query` argument's description: `| name | type | …`. */
function readFilters(description: string): Map<string, string> {
  const filters = new Map<string, string>();
  for (const line of description.split("\n")) {
    const match = /^\|\s*([a-z_][\w.]*)\s*\|\s*(\w+)\s*\|/.exec(line);
    if (match?.[1] && match[2] && match[1] !== "name") filters.set(match[1], match[2]);
  }
  return filters;
}

/** Scope words of an access text, before any "Also:" sentence. */
export function scopesIn(text: string): string[] {
  const head = text.split("Also:")[0] ?? "";
  return [...head.matchAll(/`([a-z_]+)`/g)].map((match) => match[1] ?? "");
}
