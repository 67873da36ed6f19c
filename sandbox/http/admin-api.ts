/**
 * `POST /admin/api/{version}/graphql.json`: checks the token, applies faults, and hands the body to the executor. The
 * refusals that are not GraphQL (401, 402, 423, 429, 430 …) are worded here.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { isTokenUsable } from "#sandbox/auth/find-token.ts";
import { executeAdmin } from "#sandbox/graphql/execute-admin.ts";
import type { ShopState } from "#sandbox/store/types.ts";
import { nextFault, type Fault, type FaultKind } from "./fault-state.ts";
import { listOperations } from "./list-operations.ts";
import { isRecord, readBody, send, sendJson } from "./respond.ts";
import type { Sandbox } from "./sandbox-context.ts";

export type AdminReply = { status: number; headers: OutgoingHttpHeaders; body: string };
export type CallNotes = { operation: string | null; fault: string | null };

type AdminCall = {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
};

const UNAUTHORIZED = "[API] Invalid API key or access token (unrecognized login or wrong password)";

// Bodies other than 401 and 429 are guesses in their wording; the statuses are documented.
// Source: https://shopify.dev/docs/api/usage/response-codes
const REFUSALS: Partial<Record<FaultKind, { status: number; errors: string }>> = {
  http_401: { status: 401, errors: UNAUTHORIZED },
  http_402: { status: 402, errors: "Unavailable Shop" },
  http_403: { status: 403, errors: "Forbidden" },
  http_404: { status: 404, errors: "Not Found" },
  http_423: { status: 423, errors: "Locked" },
  http_429: {
    status: 429,
    errors: "Exceeded the call limit. Reduce request rates to resume uninterrupted service.",
  },
  http_430: { status: 430, errors: "Shopify Security Rejection" },
  "500_before": { status: 500, errors: "Internal Server Error" },
  "502": { status: 502, errors: "Bad Gateway" },
  "503": { status: 503, errors: "Service Unavailable" },
};

export async function answerAdminApi(
  sandbox: Sandbox,
  shop: ShopState,
  apiVersion: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<CallNotes> {
  const body = await readBody(request);
  const token = String(request.headers["x-shopify-access-token"] ?? "");
  if (!isTokenUsable(sandbox, shop, token)) {
    sendJson(response, 401, { errors: UNAUTHORIZED });
    return { operation: null, fault: null };
  }
  const call = parseCall(body);
  if (!call) {
    // guess: the wording of a body without a query.
    sendJson(response, 400, { errors: { query: "Required parameter missing or invalid" } });
    return { operation: null, fault: null };
  }
  const operations = listOperations(call.query, call.operationName);
  const notes = { operation: operations[0] ?? null, fault: null };
  const execute = () => runCall(sandbox, shop, apiVersion, token, call, request);
  const fault = nextFault(sandbox.faults, {
    path: request.url ?? "/",
    shop: shop.domain,
    operations,
  });
  if (!fault) {
    const reply = execute();
    send(response, reply.status, reply.body, reply.headers);
    return notes;
  }
  await answerWithFault(fault, response, execute);
  return { ...notes, fault: fault.kind };
}

function runCall(
  sandbox: Sandbox,
  shop: ShopState,
  apiVersion: string,
  token: string,
  call: AdminCall,
  request: IncomingMessage,
): AdminReply {
  const answer = executeAdmin(sandbox.state.world, shop, {
    ...call,
    token,
    apiVersion,
    headers: plainHeaders(request),
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: JSON.stringify(answer.body),
  };
}

function plainHeaders(request: IncomingMessage): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
  );
}

/** What goes wrong: before the call takes effect, after it, or on the way back. */
async function answerWithFault(
  fault: Fault,
  response: ServerResponse,
  execute: () => AdminReply,
): Promise<void> {
  const refusal = REFUSALS[fault.kind];
  if (refusal) {
    const wait = { "retry-after": (fault.ms / 1000).toFixed(1) };
    sendJson(
      response,
      refusal.status,
      { errors: refusal.errors },
      refusal.status === 429 ? wait : {},
    );
    return;
  }
  if (fault.kind === "cut_before") return void response.destroy();
  if (fault.kind === "throttled") return sendThrottled(response, fault.ms);
  const reply = execute();
  if (fault.kind === "cut_after_commit") return void response.destroy();
  if (fault.kind === "500_after")
    return sendJson(response, 500, { errors: "Internal Server Error" });
  if (fault.kind === "truncated") return sendTruncated(response, reply);
  if (fault.kind === "slow") await new Promise((resolve) => setTimeout(resolve, fault.ms));
  send(response, reply.status, reply.body, reply.headers);
}

/** As when the bucket is empty: a 200 whose cost block says how long to wait for the points. */
function sendThrottled(response: ServerResponse, waitMs: number): void {
  const restoreRate = 100;
  const requestedQueryCost = Math.max(1, Math.round((waitMs / 1000) * restoreRate));
  sendJson(response, 200, {
    errors: [
      {
        message: "Throttled",
        extensions: {
          code: "THROTTLED",
          documentation: "https://shopify.dev/api/usage/rate-limits",
        },
      },
    ],
    extensions: {
      cost: {
        requestedQueryCost,
        actualQueryCost: null,
        throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 0, restoreRate },
      },
    },
  });
}

/** Half of the body under the full length, then the connection goes. */
function sendTruncated(response: ServerResponse, reply: AdminReply): void {
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, "content-length": bytes.length });
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
}

function parseCall(body: Buffer): AdminCall | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!isRecord(parsed) || typeof parsed["query"] !== "string") return null;
  return {
    query: parsed["query"],
    variables: isRecord(parsed["variables"]) ? parsed["variables"] : {},
    operationName: typeof parsed["operationName"] === "string" ? parsed["operationName"] : null,
  };
}
