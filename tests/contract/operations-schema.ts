/** Shopify's published schema as the contract tests need it: executable, and with the access text graphql-js drops. */
import { readFileSync } from "node:fs";
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from "graphql";

export const SCHEMA_FILE = ".aftercare/schema/admin_2026-07.json";

type RawType = {
  name: string;
  requiredAccess?: string | null;
  fields?: { name: string; requiredAccess?: string | null }[] | null;
};

export type AdminSchema = {
  readonly schema: GraphQLSchema;
  /** Access text by `Type` and `Type.field`. */
  readonly access: ReadonlyMap<string, string>;
};

export function readAdminSchema(): AdminSchema {
  const raw = JSON.parse(readFileSync(SCHEMA_FILE, "utf8")) as {
    data?: IntrospectionQuery;
  } & IntrospectionQuery;
  const introspection = raw.data ?? raw;
  const access = new Map<string, string>();
  for (const type of introspection.__schema.types as unknown as RawType[]) {
    if (type.requiredAccess) access.set(type.name, type.requiredAccess);
    for (const field of type.fields ?? [])
      if (field.requiredAccess) access.set(`${type.name}.${field.name}`, field.requiredAccess);
  }
  return { schema: buildClientSchema(introspection), access };
}

/**
 * The scopes of an access text, any one of which is enough; empty when it names none. A few texts name a scope without
 * its verb: it is the writing one for a mutation.
 */
export const scopesOf = (text: string, key: string): string[] =>
  [...text.matchAll(/`([a-z_]+)` access scope/g)].flatMap(([, scope = ""]) => {
    // "… to assign events to another staff member": a scope for one argument that we do not send.
    if (scope === "write_pos_staff_member_event_attribution_overrides") return [];
    if (/^(read|write)_/.test(scope)) return scope;
    return `${key.startsWith("Mutation.") ? "write" : "read"}_${scope}`;
  });
