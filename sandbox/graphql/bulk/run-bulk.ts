/** `bulkOperationRunQuery`, `bulkOperationRunMutation`, `bulkOperationCancel`, and reading a finished result. */
import { now } from "#sandbox/store/clock.ts";
import { newGid, numericId } from "#sandbox/store/ids.ts";
import type { BulkOperation, ShopState, World } from "#sandbox/store/types.ts";
import { parse, Kind, type OperationDefinitionNode } from "graphql";
import type { Context, Loose } from "#sandbox/graphql/context.ts";
import { adminSchema } from "#sandbox/graphql/schema.ts";
import { checkVariables } from "#sandbox/graphql/coerce-variables.ts";
import { validateDocument } from "#sandbox/graphql/validate-document.ts";
import { checkBulkQuery } from "./check-query.ts";
import { startLater } from "./life-cycle.ts";

/** Since 2026-01; one before. */
const CONCURRENT_MAX = 5;
const RUNNING = new Set(["CREATED", "RUNNING", "CANCELING"]);

export function runBulkQuery(context: Context, query: string, groupObjects: boolean) {
  const checked = checkBulkQuery(query);
  if (!checked.ok) {
    return {
      bulkOperation: null,
      userErrors: checked.messages.map((message) => ({
        field: ["query"],
        message,
        code: "INVALID",
      })),
    };
  }
  const busy = runningOf(context, "QUERY");
  if (busy.length >= CONCURRENT_MAX) return inProgress("query", busy);
  const operation = makeOperation(context, "QUERY", query, groupObjects, null);
  startLater(context, operation);
  return { bulkOperation: operation, userErrors: [] };
}

function inProgress(kind: string, busy: BulkOperation[]) {
  const ids = busy.map((entry) => entry.id).join(", ");
  return {
    bulkOperation: null,
    userErrors: [
      {
        field: null,
        message: `A bulk ${kind} operation for this app and shop is already in progress: ${ids}.`,
        code: "OPERATION_IN_PROGRESS",
      },
    ],
  };
}

function runningOf(context: Context, type: BulkOperation["type"]): BulkOperation[] {
  return [...context.shop.bulkOperations.values()].filter(
    (entry) =>
      entry.type === type &&
      entry.appId === context.installation.appId &&
      RUNNING.has(entry.status),
  );
}

function makeOperation(
  context: Context,
  type: BulkOperation["type"],
  query: string,
  groupObjects: boolean,
  stagedUploadPath: string | null,
): BulkOperation {
  const operation: BulkOperation = {
    id: newGid(context.shop, "BulkOperation"),
    type,
    status: "CREATED",
    errorCode: null,
    query,
    groupObjects,
    createdAt: now(context.world),
    completedAt: null,
    objectCount: 0,
    rootObjectCount: 0,
    fileSize: null,
    result: null,
    apiVersion: context.apiVersion,
    appId: context.installation.appId,
    scopes: [...context.scopes],
    stagedUploadPath,
    reads: 0,
  };
  context.shop.bulkOperations.set(operation.id, operation);
  return operation;
}

/** One mutation for each line of the uploaded file. */
export function runBulkMutation(context: Context, mutation: string, path: string) {
  const refusal = (message: string, code: string, field: string[] | null = ["mutation"]) => ({
    bulkOperation: null,
    userErrors: [{ field, message, code }],
  });
  let operation: OperationDefinitionNode | undefined;
  try {
    const found = parse(mutation).definitions.find(
      (entry) => entry.kind === Kind.OPERATION_DEFINITION,
    );
    operation = found?.kind === Kind.OPERATION_DEFINITION ? found : undefined;
  } catch {
    return refusal(
      "Failed to parse the mutation - syntax error, unexpected end of file",
      "INVALID_MUTATION",
    );
  }
  if (operation?.operation !== "mutation" || operation.selectionSet.selections.length !== 1) {
    return refusal("You must specify a single top level mutation.", "INVALID_MUTATION");
  }
  const upload = context.shop.stagedUploads.get(path);
  if (!upload)
    return refusal(
      "The JSONL file could not be found. Try uploading the file again, and check that you've entered the URL correctly for the stagedUploadPath mutation argument.",
      "NO_SUCH_FILE",
      null,
    );
  if (!upload.body?.trim())
    return refusal("The input file is empty.", "INVALID_STAGED_UPLOAD_FILE", ["stagedUploadPath"]);
  const busy = runningOf(context, "MUTATION");
  if (busy.length >= CONCURRENT_MAX) return inProgress("mutation", busy);
  const made = makeOperation(context, "MUTATION", mutation, true, path);
  runRows(context, made, mutation, operation, upload.body);
  startLater(context, made);
  return { bulkOperation: made, userErrors: [] };
}

function runRows(
  context: Context,
  made: BulkOperation,
  mutation: string,
  operation: OperationDefinitionNode,
  body: string,
): void {
  const { schema } = adminSchema();
  const document = parse(mutation);
  const invalid = validateDocument(schema, document);
  const lines = body.split("\n").filter((line) => line.trim());
  const out = lines.map((line, at) => {
    let variables: Record<string, unknown> = {};
    try {
      variables = JSON.parse(line) as Record<string, unknown>;
    } catch {
      return { errors: [{ message: "Invalid JSON" }], __lineNumber: at };
    }
    const errors = [
      ...invalid,
      ...(invalid.length > 0 ? [] : checkVariables(schema, operation, variables)),
    ];
    const result =
      errors.length > 0
        ? { errors }
        : (context.perform(context, document, operation, variables) as Loose);
    return { ...result, __lineNumber: at };
  });
  made.result = out.map((row) => `${JSON.stringify(row).replaceAll("/", "\\/")}\n`).join("");
  made.objectCount = out.length;
  made.rootObjectCount = out.length;
  made.fileSize = Buffer.byteLength(made.result);
}

/** CANCELING, then CANCELED. Counts of what was done stay visible, the file does not. */
export function cancelBulk(context: Context, id: string) {
  const operation = context.shop.bulkOperations.get(id);
  if (!operation || operation.appId !== context.installation.appId) {
    return {
      bulkOperation: null,
      userErrors: [{ field: ["id"], message: "Bulk operation does not exist" }],
    };
  }
  if (!RUNNING.has(operation.status)) {
    const message = `A bulk operation cannot be canceled when it is ${operation.status.toLowerCase()}`;
    return { bulkOperation: operation, userErrors: [{ field: null, message }] };
  }
  operation.status = "CANCELING";
  operation.reads = 0;
  startLater(context, operation);
  return { bulkOperation: operation, userErrors: [] };
}

/** Lines of a finished operation's result, each with its line break; null when there is no file. */
export function readBulkResult(
  _world: World,
  shop: ShopState,
  operationGid: string,
): Iterable<string> | null {
  const operation =
    shop.bulkOperations.get(operationGid) ??
    [...shop.bulkOperations.values()].find((entry) => numericId(entry.id) === operationGid);
  if (!operation || operation.status !== "COMPLETED" || !operation.result) return null;
  return linesOf(operation.result);
}

function* linesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    const to = text.indexOf("\n", from) + 1 || text.length;
    yield text.slice(from, to);
    from = to;
  }
}
