/**
 * Resolves any field: access scopes, protected data and gid types first, then our resolver, then the source's own key.
 * What is neither fails by its name.
 */
import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLResolveInfo,
  type GraphQLTypeResolver,
} from "graphql";
import { gidType } from "#sandbox/store/ids.ts";
import { asOneAction } from "#sandbox/store/events.ts";
import type { Context, Loose } from "./context.ts";
import { accessDenied, invalidId, notApproved, unsupported } from "./errors.ts";
import { onceByKey } from "./idempotency.ts";
import { RESOLVERS } from "./resolvers/index.ts";
import { NOT_MODELLED } from "./resolvers/not-modelled.ts";
import { adminSchema, scopesIn } from "./schema.ts";

export const resolveField: GraphQLFieldResolver<Loose, Context> = (source, args, context, info) => {
  const parent = info.parentType.name;
  checkAccess(context, info);
  const isMutation = parent === "Mutation";
  if (isMutation || parent === "QueryRoot") checkGids(info, args as Record<string, unknown>);
  const resolver = RESOLVERS[parent]?.[info.fieldName];
  if (isMutation) return runMutation(source, args, context, info);
  const value = resolver
    ? resolver(source, args, context, info)
    : readSource(source, args, context, info);
  return withhold(context, info, value);
};

export const resolveType: GraphQLTypeResolver<Loose, Context> = (value) => {
  if (typeof value?.__typename === "string") return value.__typename as string;
  return typeof value?.id === "string" ? (gidType(value.id as string) ?? undefined) : undefined;
};

function readSource(
  source: Loose,
  args: Loose,
  context: Context,
  info: GraphQLResolveInfo,
): unknown {
  const value = source?.[info.fieldName];
  if (typeof value === "function") return value.call(source, args, context, info);
  if (value !== undefined) return value;
  const fallback = NOT_MODELLED[info.parentType.name]?.[info.fieldName];
  if (fallback !== undefined)
    return typeof fallback === "function" ? fallback(context, args) : fallback;
  if (info.parentType.name.endsWith("Payload")) return null;
  if (info.parentType.name.endsWith("Error")) return source?.extra?.[info.fieldName] ?? null;
  throw unsupported(
    info.parentType.name === "QueryRoot"
      ? `the query ${info.fieldName}`
      : `${info.parentType.name}.${info.fieldName}`,
  );
}

function runMutation(
  source: Loose,
  args: Loose,
  context: Context,
  info: GraphQLResolveInfo,
): unknown {
  const resolver = RESOLVERS.Mutation?.[info.fieldName];
  if (!resolver) throw unsupported(`the mutation ${info.fieldName}`);
  const payload = getNamedType(info.returnType);
  const errorFields = isObjectType(payload)
    ? Object.keys(payload.getFields()).filter((name) => name.endsWith("serErrors"))
    : ["userErrors"];
  const typed = errorFields.find((name) => name !== "userErrors") ?? "userErrors";
  const key = idempotencyKey(info);
  return asOneAction(context.world, () => {
    const answer = onceByKey(context, info.fieldName, key, args, typed, () => {
      const made = resolver(source, args, context, info) as Record<string, Loose>;
      return made;
    });
    const errors = (answer[typed] ?? answer.userErrors ?? []) as Loose[];
    return {
      ...answer,
      ...Object.fromEntries(errorFields.map((name) => [name, answer[name] ?? errors])),
    };
  });
}

function idempotencyKey(info: GraphQLResolveInfo): string | null {
  for (const node of info.fieldNodes) {
    const directive = node.directives?.find((entry) => entry.name.value === "idempotent");
    const value = directive?.arguments?.find((entry) => entry.name.value === "key")?.value;
    if (value?.kind === "StringValue") return value.value;
    if (value?.kind === "Variable") return String(info.variableValues[value.name.value] ?? "");
  }
  return null;
}

/** Access of the field itself, and of the object type it gives. Roots of mutations answer through their field text. */
function checkAccess(context: Context, info: GraphQLResolveInfo): void {
  const { requiredAccess } = adminSchema();
  const own = requiredAccess.get(`${info.parentType.name}.${info.fieldName}`);
  if (own && !isAllowed(context, own)) throw accessDenied(info.fieldName, own);
  const type = getNamedType(info.returnType);
  const ofType =
    requiredAccess.get(type.name) ??
    requiredAccess.get(type.name.replace(/(Connection|Edge)$/, ""));
  if (ofType && info.parentType.name !== "Mutation" && !isAllowed(context, ofType)) {
    throw accessDenied(info.fieldName, ofType);
  }
}

/** Any of the scopes named is enough; a write scope brings its read scope. Texts without a scope let everyone in. */
function isAllowed(context: Context, text: string): boolean {
  const wanted = scopesIn(text).filter(
    (word) => !/^(fulfill_and_ship_orders|return_orders|refund_orders)$/.test(word),
  );
  if (wanted.length === 0 || !/access scope/.test(text)) return true;
  return wanted.some(
    (scope) =>
      context.scopes.has(scope) ||
      context.scopes.has(scope.replace(/^read_/, "write_")) ||
      context.scopes.has(`read_${scope}`) ||
      context.scopes.has(`write_${scope}`),
  );
}

/** A gid of another type than the argument takes: RESOURCE_NOT_FOUND. */
function checkGids(info: GraphQLResolveInfo, args: Record<string, unknown>): void {
  const { gidTypes } = adminSchema();
  const field = info.parentType.getFields()[info.fieldName];
  for (const argument of field?.args ?? []) {
    const value = args[argument.name];
    if (value === null || value === undefined) continue;
    const types = gidTypes.get(`${info.parentType.name}.${info.fieldName}(${argument.name})`);
    if (types) checkGid(types, value);
    else checkInput(argument.type, value);
  }
}

function checkInput(type: GraphQLInputType, value: unknown): void {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    for (const item of Array.isArray(value) ? value : [value])
      checkInput(nullable.ofType as GraphQLInputType, item); // items of an input list
    return;
  }
  if (!isInputObjectType(nullable) || typeof value !== "object" || value === null) return;
  const { gidTypes } = adminSchema();
  for (const [name, inner] of Object.entries(value)) {
    const field = nullable.getFields()[name];
    if (!field || inner === null || inner === undefined) continue;
    const types = gidTypes.get(`${nullable.name}.${name}`);
    if (types) checkGid(types, inner);
    else checkInput(field.type, inner);
  }
}

function checkGid(types: readonly string[], value: unknown): void {
  if (types.includes("Node")) return;
  for (const id of Array.isArray(value) ? (value as unknown[]) : [value]) {
    if (typeof id !== "string") continue;
    const type = gidType(id);
    if (!type || !types.includes(type)) throw invalidId(id);
  }
}

/** Personal fields the app may not see: null and an error, as for an app without that approval. */
function withhold(context: Context, info: GraphQLResolveInfo, value: unknown): unknown {
  const kind = adminSchema().protectedFields.get(`${info.parentType.name}.${info.fieldName}`);
  if (!kind || !context.shop.withholdPersonalData[kind] || value === null) return value;
  if (info.parentType.name === "Order" && info.fieldName === "statusPageUrl") return value;
  if (String(info.returnType).endsWith("!"))
    return String(info.returnType).startsWith("[") ? [] : "";
  throw notApproved(info.fieldName);
}
