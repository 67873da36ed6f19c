/** Runs a validated document over the store and turns what went wrong into the Admin API's entries. */
import {
  execute,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type OperationDefinitionNode,
} from "graphql";
import { nowMs } from "#sandbox/store/clock.ts";
import { randomUuid } from "#sandbox/store/ids.ts";
import type { Context } from "./context.ts";
import type { ApiErrorEntry } from "./errors.ts";
import { resolveField, resolveType } from "./resolve-field.ts";
import { adminSchema } from "./schema.ts";

/** Executes without cost or bucket; also what bulk operations run on. */
export function perform(
  context: Context,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): { data: unknown; errors?: ApiErrorEntry[] } {
  const result = execute({
    schema: adminSchema().schema,
    document,
    rootValue: {},
    contextValue: context,
    variableValues: variables,
    operationName: operation.name?.value ?? null,
    fieldResolver: resolveField,
    typeResolver: resolveType,
  }) as ExecutionResult; // resolvers are synchronous
  const errors = (result.errors ?? []).map((error) => toEntry(context, error));
  // Observed: an internal error leaves no data at all, and the error has neither a place nor a path.
  const isBroken = errors.some((entry) => entry.extensions?.code === "INTERNAL_SERVER_ERROR");
  return { data: isBroken ? null : result.data, ...(errors.length > 0 ? { errors } : {}) };
}

function toEntry(context: Context, error: GraphQLError): ApiErrorEntry {
  const isOurs = error.originalError === undefined || error.originalError instanceof GraphQLError;
  const isKnown =
    isOurs && error.extensions && (error.extensions.code !== undefined || error.extensions.isPlain);
  const location = error.locations?.[0];
  const where = {
    ...(location ? { locations: [{ line: location.line, column: location.column }] } : {}),
    ...(error.path ? { path: error.path } : {}),
  };
  if (isKnown) {
    const { isPlain, ...extensions } = error.extensions;
    return { message: error.message, ...where, ...(isPlain ? {} : { extensions }) };
  }
  return internalError(context, error);
}

/** Never a stack trace to the client; the console of the sandbox has it. */
function internalError(context: Context, error: GraphQLError): ApiErrorEntry {
  const requestId = `${randomUuid(context.world)}-${Math.floor(nowMs(context.world) / 1000)}`;
  console.error(`[sandbox] ${error.path?.join(".") ?? ""}`, error.originalError ?? error);
  return {
    message: `Internal error. Looks like something went wrong on our end.\nRequest ID: ${requestId} (include this in support requests).`,
    extensions: { requestId, code: "INTERNAL_SERVER_ERROR" },
  };
}
