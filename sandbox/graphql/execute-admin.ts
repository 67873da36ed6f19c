/**
 * One Admin API request: token, version, parse, validate, cost, bucket, execute, cost again. Answers what the HTTP layer
 * sends; never throws for anything a client can send.
 */
import {
  GraphQLError,
  Kind,
  parse,
  type DocumentNode,
  type OperationDefinitionNode,
} from "graphql";
import { nowMs } from "#sandbox/store/clock.ts";
import { randomUuid } from "#sandbox/store/ids.ts";
import type { AccessToken, AppInstallation, ShopState, World } from "#sandbox/store/types.ts";
import { resolveVersion } from "./api-version.ts";
import { QUERY_MAX, refill, status } from "./bucket.ts";
import type { Context } from "./context.ts";
import { checkVariables } from "./coerce-variables.ts";
import { actualCost, requestedCost } from "./cost.ts";
import type { ApiErrorEntry } from "./errors.ts";
import { perform } from "./perform.ts";
import { adminSchema } from "./schema.ts";
import { syntaxMessage } from "./syntax-message.ts";
import { validateDocument } from "./validate-document.ts";

export type AdminRequest = {
  query: unknown;
  variables?: unknown;
  operationName?: unknown;
  /** Value of `X-Shopify-Access-Token`; null when missing. */
  token: string | null;
  /** From the URL, e.g. `2026-07`. */
  apiVersion: string;
  headers?: Record<string, string | undefined>;
};
export type AdminReply = { status: number; headers: Record<string, string>; body: unknown };

const UNAUTHORIZED = "[API] Invalid API key or access token (unrecognized login or wrong password)";

/** The reply to one request. */
export function executeAdmin(world: World, shop: ShopState, request: AdminRequest): AdminReply {
  const version = resolveVersion(request.apiVersion);
  const headers = {
    "content-type": "application/json; charset=utf-8",
    "x-shopify-api-version": version.answered,
    "x-request-id": randomUuid(world),
  };
  if (!version.isKnown) return { status: 404, headers, body: { errors: "Not Found" } };
  const caller = findCaller(world, shop, request.token);
  if (!caller) return { status: 401, headers, body: { errors: UNAUTHORIZED } };
  if (typeof request.query !== "string") {
    return {
      status: 400,
      headers,
      body: { errors: { query: "Required parameter missing or invalid" } },
    };
  }
  const context: Context = {
    world,
    shop,
    installation: caller.installation,
    scopes: new Set(caller.scopes),
    apiVersion: version.answered,
    operationName: typeof request.operationName === "string" ? request.operationName : null,
    searchNotes: [],
    afterwards: [],
    isBulk: false,
    perform,
  };
  const variables =
    request.variables && typeof request.variables === "object"
      ? (request.variables as Record<string, unknown>) // JSON object: keys are strings
      : {};
  const body = run(context, request.query, variables, request.headers ?? {});
  for (const task of context.afterwards) task();
  return { status: 200, headers, body };
}

/** Who the token belongs to, with its scopes; null when it is unknown, revoked or expired. */
export function findCaller(world: World, shop: ShopState, token: string | null) {
  if (!token) return null;
  for (const installation of shop.installations.values()) {
    const entry = installation.tokens.get(token);
    if (!entry || installation.uninstalledAt || !isAlive(world, entry)) continue;
    return { installation, scopes: grantedScopes(installation, entry) };
  }
  return null;
}

function isAlive(world: World, token: AccessToken): boolean {
  return !token.revoked && (token.expiresAt === null || Date.parse(token.expiresAt) > nowMs(world));
}

/** `*` stands for every scope an ordinary app can have. */
function grantedScopes(installation: AppInstallation, token: AccessToken): string[] {
  const scopes = token.scopes ?? installation.scopes;
  return scopes.includes("*") ? adminSchema().allScopes : scopes;
}

function run(
  context: Context,
  query: string,
  variables: Record<string, unknown>,
  headers: Record<string, string | undefined>,
): unknown {
  const { schema } = adminSchema();
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return { errors: [syntaxError(query, error)] };
  }
  const invalid = validateDocument(schema, document);
  if (invalid.length > 0) return { errors: invalid };
  const operation = pickOperation(document, context.operationName);
  if (typeof operation === "string") return { errors: [{ message: operation }] };
  const badVariables = checkVariables(schema, operation, variables);
  if (badVariables.length > 0) return { errors: badVariables };
  const withDefaults = { ...defaultsOf(operation), ...variables };
  const requested = requestedCost(schema, document, operation, withDefaults);
  const bucket = refill(context.shop, context.installation.appId, Date.now());
  if (requested > QUERY_MAX) return tooDear(requested, status(context.shop, bucket));
  if (requested > bucket.available) return throttled(requested, status(context.shop, bucket));
  bucket.available -= requested;
  const result = perform(context, document, operation, variables);
  const actual = actualCost(schema, document, operation, withDefaults, result.data ?? null);
  bucket.available += Math.max(0, requested - actual);
  const cost: Record<string, unknown> = {
    requestedQueryCost: requested,
    actualQueryCost: Math.min(actual, requested),
    throttleStatus: status(context.shop, bucket),
  };
  if (headers["shopify-graphql-cost-debug"] === "1") cost.fields = [];
  return {
    ...(result.errors ? { errors: result.errors } : {}),
    data: result.data ?? null,
    extensions: {
      cost,
      ...(context.searchNotes.length > 0 ? { search: context.searchNotes } : {}),
    },
  };
}

function pickOperation(
  document: DocumentNode,
  name: string | null,
): OperationDefinitionNode | string {
  const operations = document.definitions.flatMap((entry) =>
    entry.kind === Kind.OPERATION_DEFINITION ? [entry] : [],
  );
  if (name)
    return operations.find((entry) => entry.name?.value === name) ?? `No operation named "${name}"`;
  if (operations.length > 1) return "An operation name is required";
  return operations[0] ?? "Document does not contain any operations";
}

function defaultsOf(operation: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap((entry) =>
      entry.defaultValue && "value" in entry.defaultValue
        ? [
            [
              entry.variable.name.value,
              entry.defaultValue.kind === Kind.INT
                ? Number(entry.defaultValue.value)
                : entry.defaultValue.value,
            ],
          ]
        : [],
    ),
  );
}

function syntaxError(query: string, error: unknown): ApiErrorEntry {
  const location = error instanceof GraphQLError ? error.locations?.[0] : undefined;
  return {
    message: syntaxMessage(query, error),
    locations: [{ line: location?.line ?? 1, column: location?.column ?? 1 }],
  };
}

function throttled(requested: number, throttleStatus: unknown): unknown {
  return {
    errors: [
      {
        message: "Throttled",
        extensions: {
          code: "THROTTLED",
          documentation: "https://shopify.dev/api/usage/rate-limits",
        },
      },
    ],
    extensions: { cost: { requestedQueryCost: requested, actualQueryCost: null, throttleStatus } },
  };
}

function tooDear(requested: number, throttleStatus: unknown): unknown {
  return {
    errors: [
      {
        message: `Query cost is ${requested}, which exceeds the single query max cost limit (${QUERY_MAX})`,
        extensions: {
          code: "MAX_COST_EXCEEDED",
          cost: requested,
          maxCost: QUERY_MAX,
          documentation: "https://shopify.dev/api/usage/rate-limits",
        },
      },
    ],
    extensions: { cost: { requestedQueryCost: requested, actualQueryCost: null, throttleStatus } },
  };
}
