/** `/__sandbox/*`: what tests and the admin's strip use to move time, spoil calls, act, and look inside. */
import { setTimeout as sleep } from "node:timers/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { formatClock } from "#sandbox/admin-page/control-strip.ts";
import { changeCarrier, describeCarrier } from "#sandbox/carrier/carrier-control.ts";
import { changeDesk, describeDesk } from "#sandbox/desk/describe-desk.ts";
import { emitDueEvents } from "#sandbox/delivery/later-events.ts";
import { addWebhookFault } from "#sandbox/delivery/webhook-faults.ts";
import { answerMailJson } from "#sandbox/mailbox/mailbox-routes.ts";
import { advanceClock, freezeClock, nowMs, parseInstant, setClock } from "#sandbox/store/clock.ts";
import type { ShopState } from "#sandbox/store/types.ts";
import { ActRefused } from "./acts/act-types.ts";
import { runAct } from "./acts/run-act.ts";
import { describeState } from "./describe-state.ts";
import { addFault, emptyFaults } from "./fault-state.ts";
import { resetSandbox } from "./reset-sandbox.ts";
import { parseFields, readBody, sendJson } from "./respond.ts";
import type { Sandbox } from "./sandbox-context.ts";

// Two looks of the app's processes (register.mjs) and their answers.
const FOLLOW_MS = 600;

type Fields = Record<string, unknown>;

export async function answerControl(
  sandbox: Sandbox,
  shop: ShopState,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fields =
    request.method === "POST" ? parseFields(await readBody(request), "application/json") : {};
  if (!fields) return sendJson(response, 400, { error: "the body is not a JSON object" });
  const target = sandbox.state.world.shops.get(String(fields["shop"] ?? "")) ?? shop;
  try {
    await route(sandbox, target, url, request, response, fields);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const status = error instanceof ActRefused ? 422 : 400;
    sendJson(response, status, { error: error.message });
  }
}

async function route(
  sandbox: Sandbox,
  shop: ShopState,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  fields: Fields,
): Promise<void> {
  const isPost = request.method === "POST";
  switch (url.pathname.replace("/__sandbox/", "")) {
    case "health":
      return sendJson(response, 200, { ok: true, urls: sandbox.urls });
    case "state":
      return sendJson(response, 200, describeState(sandbox));
    case "log":
      return sendJson(response, 200, readLog(sandbox, url));
    case "mail":
      if (request.method === "DELETE") sandbox.state.mail.mails = [];
      return answerMailJson(sandbox, url, response);
    case "deliveries":
      return sendJson(response, 200, readDeliveries(sandbox, url));
    case "clock":
      if (!isPost) return sendJson(response, 200, readClock(sandbox, shop));
      moveClock(sandbox, fields);
      // The app's processes ask for the time a few times a second; the caller may rely on theirs from here on.
      await sleep(sandbox.options.hasApp ? FOLLOW_MS : 0);
      return sendJson(response, 200, {
        ...readClock(sandbox, shop),
        message: "The store's time has moved",
      });
    case "fault":
      return sendJson(response, 200, changeFaults(sandbox, request.method ?? "GET", fields));
    case "desk":
      if (isPost) await changeDesk(sandbox, fields);
      return sendJson(response, 200, describeDesk(sandbox));
    case "carrier":
      if (isPost) changeCarrier(sandbox, fields);
      return sendJson(response, 200, describeCarrier(sandbox));
    case "webhooks":
      return sendJson(response, 200, changeWebhooks(sandbox, isPost, fields));
    case "act":
      return sendJson(response, 200, {
        ...runAct(sandbox, shop, fields),
        ...readClock(sandbox, shop),
      });
    case "reset":
      await resetSandbox(sandbox, fields);
      return sendJson(response, 200, { ok: true });
    default:
      return sendJson(response, 404, { error: `there is no ${url.pathname}` });
  }
}

function readLog({ log }: Sandbox, url: URL): object {
  const since = Number(url.searchParams.get("since") ?? 0);
  return { counts: log.counts, entries: log.entries.filter(({ seq }) => seq > since) };
}

/** Deliveries of webhooks, oldest first; `?topic=`, `?state=`, `?since=ID`. Bodies are parsed for convenience. */
function readDeliveries({ state }: Sandbox, url: URL): object {
  const { deliveries } = state;
  const topic = url.searchParams.get("topic");
  const wanted = url.searchParams.get("state");
  const since = Number(url.searchParams.get("since") ?? 0);
  const all = [...deliveries.done, ...deliveries.waiting.values()]
    .filter((one) => one.id > since)
    .filter((one) => (topic ? one.topic === topic : true))
    .filter((one) => (wanted ? one.state === wanted : true))
    .sort((a, b) => a.id - b.id);
  return { waiting: deliveries.waiting.size, later: deliveries.later, deliveries: all };
}

/** `{advanceMs}`, `{set: instant}`, `{freeze: instant}` or `{reset: true}`; what falls due, falls due at once. */
function moveClock(sandbox: Sandbox, fields: Fields): void {
  const { world } = sandbox.state;
  if (typeof fields["advanceMs"] === "number") advanceClock(world, fields["advanceMs"]);
  if (fields["set"] !== undefined) setClock(world, requireInstant(fields["set"]));
  if (fields["freeze"] !== undefined) freezeClock(world, requireInstant(fields["freeze"]));
  if (fields["reset"] === true) world.clock = { offsetMs: 0, frozenAtMs: null };
  emitDueEvents(sandbox);
}

function requireInstant(value: unknown): string {
  const instant = parseInstant(String(value));
  if (!instant) throw new Error(`not an instant: ${String(value)}`);
  return instant;
}

function readClock(sandbox: Sandbox, shop: ShopState): object {
  const time = new Date(nowMs(sandbox.state.world));
  const { offsetMs, frozenAtMs } = sandbox.state.world.clock;
  return {
    now: time.toISOString(),
    offsetMs,
    frozenAtMs,
    isFrozen: sandbox.state.world.clock.frozenAtMs !== null,
    shown: formatClock(time, shop.ianaTimezone),
  };
}

/** POST adds one fault, GET lists them, DELETE clears them. */
function changeFaults(sandbox: Sandbox, method: string, fields: Fields): object {
  if (method === "POST") return { fault: addFault(sandbox.faults, fields) };
  if (method === "DELETE") Object.assign(sandbox.faults, emptyFaults());
  return { faults: sandbox.faults.active };
}

/** `{fault: {…}}`, `{clear: true}`, `{paused: bool}`, `{retryScheduleMs: [...] | null}`. */
function changeWebhooks(sandbox: Sandbox, isPost: boolean, fields: Fields): object {
  const { deliveries } = sandbox.state;
  if (isPost) {
    const schedule = fields["retryScheduleMs"];
    if (fields["clear"] === true) deliveries.faults = [];
    if (typeof fields["paused"] === "boolean") deliveries.isPaused = fields["paused"];
    if (schedule === null || Array.isArray(schedule)) {
      deliveries.retryScheduleMs = schedule?.map(Number) ?? null;
    }
    if (fields["fault"] !== undefined) addWebhookFault(deliveries, fields["fault"]);
  }
  const { faults, isPaused, retryScheduleMs } = deliveries;
  return { faults, isPaused, retryScheduleMs, waiting: deliveries.waiting.size };
}
