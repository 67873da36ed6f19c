/**
 * `/tracking/{version}/trackings`: the part of a multi-carrier tracking API (AfterShip's) that an app needs to follow parcels:
 * register a number, read some. Source: https://www.aftership.com/docs/tracking
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { nextFault, type Fault } from "#sandbox/http/fault-state.ts";
import { isRecord, parseFields, readBody, sendJson } from "#sandbox/http/respond.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import { CARRIER_API_KEY, keepParcel, normaliseNumber, openCarrier } from "./carrier-state.ts";
import { showTracking } from "./show-tracking.ts";

const MAX_NUMBERS = 50;

type Answer = { status: number; body: object };

export async function answerCarrier(
  sandbox: Sandbox,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const fault = nextFault(sandbox.faults, { path: url.pathname, shop: null, operations: [] });
  if (fault?.kind === "cut_before") return void response.destroy();
  if (fault?.kind === "slow") await sleep(fault.ms);
  const refusal = fault && refusalOf(fault);
  if (refusal) {
    sendJson(response, refusal.status, refusal.body, {
      ...(refusal.status === 429 ? { "retry-after": String(Math.ceil(fault.ms / 1000)) } : {}),
    });
    return;
  }
  const answer = route(sandbox, url, request, body);
  if (fault?.kind === "cut_after_commit") return void response.destroy();
  if (fault?.kind === "500_after") return sendJson(response, 500, problem(500, "Internal error."));
  sendJson(response, answer.status, answer.body);
}

function route(sandbox: Sandbox, url: URL, request: IncomingMessage, body: Buffer): Answer {
  if (request.headers["as-api-key"] !== CARRIER_API_KEY)
    return { status: 401, body: problem(401, "Invalid API key.", "Unauthorized") };
  if (!/^\/tracking\/[\w-]+\/trackings$/.test(url.pathname))
    return { status: 404, body: problem(404, "The URI requested is invalid.", "NotFound") };
  if (request.method === "POST") return register(sandbox, parseFields(body, "application/json"));
  return read(sandbox, url);
}

function register(sandbox: Sandbox, fields: Record<string, unknown> | null): Answer {
  const number = normaliseNumber(String(fields?.["tracking_number"] ?? ""));
  const slug = typeof fields?.["slug"] === "string" ? fields["slug"] : null;
  // guess: which numbers are refused; the codes are those of the documentation.
  if (!/^[A-Z0-9]{4,60}$/.test(number))
    return { status: 400, body: problem(4005, "The value of `tracking_number` is invalid.") };
  const parcel = keepParcel(openCarrier(sandbox), number, slug);
  if (slug === null && parcel.labelledAtMs === null)
    return { status: 400, body: problem(4012, "Cannot detect courier.") };
  if (parcel.customFields !== null) {
    const known = problem(4003, "Tracking already exists.");
    return { status: 400, body: { ...known, data: { id: parcel.id } } };
  }
  parcel.slug ??= slug;
  parcel.customFields = readCustomFields(fields?.["custom_fields"]);
  const data = showTracking(parcel, nowMs(sandbox.state.world));
  return { status: 201, body: { meta: { code: 201 }, data } };
}

function read(sandbox: Sandbox, url: URL): Answer {
  const { parcels } = openCarrier(sandbox);
  const asked = (url.searchParams.get("tracking_numbers") ?? "").split(",").filter(Boolean);
  if (asked.length > MAX_NUMBERS)
    return { status: 400, body: problem(4004, "Too many tracking numbers.") };
  const trackings = asked
    .map((number) => parcels[normaliseNumber(number)])
    .filter((parcel) => parcel !== undefined && parcel.customFields !== null)
    .map((parcel) => parcel && showTracking(parcel, nowMs(sandbox.state.world)));
  const pagination = { total: trackings.length, next_cursor: "", has_next_page: false };
  return { status: 200, body: { meta: { code: 200 }, data: { pagination, trackings } } };
}

function refusalOf({ kind }: Fault): Answer | null {
  if (kind === "500_before") return { status: 500, body: problem(500, "Internal error.") };
  if (kind === "502" || kind === "503" || kind.startsWith("http_")) {
    const status = Number(kind.replace("http_", ""));
    return { status, body: problem(status, "Refused on request.") };
  }
  return null;
}

function problem(code: number, message: string, type = "BadRequest"): object {
  return { meta: { code, message, type }, data: {} };
}

function readCustomFields(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}
