/**
 * The suppliers' own HTTP endpoint, a port of its own: `POST /orders/{supplier}` takes a purchase order, `GET /feeds/{supplier}`
 * gives the price list. A repeated idempotency key gets the first answer again and orders nothing.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { nextFault } from "#sandbox/http/fault-state.ts";
import { parseFields, readBody, send, sendJson } from "#sandbox/http/respond.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { openDesk, receivePaper } from "./desk-state.ts";
import { findDeskSupplier, getSigningSecret } from "./desk-suppliers.ts";
import type { DeskSupplier } from "./desk-types.ts";
import { makeFeed } from "./feeds/make-feed.ts";
import { readJson } from "./read-paper.ts";

type Answer = { status: number; body: string };

export function createDeskServer(sandbox: Sandbox): http.Server {
  return http.createServer((request, response) => {
    serve(sandbox, request, response).catch((error: unknown) => {
      process.stderr.write(`sandbox: desk: ${String(error)}\n`);
      response.destroy();
    });
  });
}

async function serve(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", "http://desk.invalid");
  const [, kind, code = ""] = /^\/(orders|feeds)\/(\w+)/.exec(pathname) ?? [];
  const supplier = findDeskSupplier(code);
  const body = await readBody(request);
  if (!supplier) return sendJson(response, 404, { error: `there is no ${pathname}` });
  if (kind === "feeds") {
    const feed = await makeFeed(sandbox, supplier.code);
    return send(response, 200, feed.bytes, { "content-type": feed.mimeType });
  }
  if (request.method !== "POST") return sendJson(response, 405, { error: "POST an order here" });
  await takeOrder(sandbox, supplier, { pathname, request, response, body });
}

async function takeOrder(
  sandbox: Sandbox,
  supplier: DeskSupplier,
  call: { pathname: string; request: IncomingMessage; response: ServerResponse; body: Buffer },
): Promise<void> {
  const { pathname, request, response, body } = call;
  const fault = nextFault(sandbox.faults, { path: pathname, shop: null, operations: [] });
  if (fault?.kind === "cut_before") return void response.destroy();
  if (fault && /^(500_before|50[23]|http_\d+)$/.test(fault.kind)) {
    const status = Number(/\d{3}/.exec(fault.kind)?.[0]);
    return sendJson(response, status, { error: "refused on request" });
  }
  if (fault?.kind === "slow") await sleep(fault.ms);
  const answer = readCall(sandbox, supplier, request, body);
  if (fault?.kind === "cut_after_commit") return void response.destroy();
  if (fault?.kind === "500_after") return sendJson(response, 500, { error: "lost after commit" });
  send(response, answer.status, answer.body, { "content-type": "application/json" });
}

function readCall(
  sandbox: Sandbox,
  supplier: DeskSupplier,
  request: IncomingMessage,
  body: Buffer,
): Answer {
  const desk = openDesk(sandbox);
  const refused = checkSignature(getSigningSecret(desk, supplier.code), request, body);
  if (refused) return toAnswer(401, { error: refused });
  const key = String(request.headers["idempotency-key"] ?? "");
  if (key === "") return toAnswer(400, { error: "an Idempotency-Key is asked for" });
  const paper = readJson(parseFields(body, "application/json"));
  if (!paper) return toAnswer(422, { error: "the order has no number" });

  const answerKey = `${supplier.code}/${key}`;
  const known = desk.answers[answerKey];
  const from = { supplier: supplier.code, channel: "https" as const, id: key };
  receivePaper(sandbox, { ...from, isKnown: known !== undefined }, paper);
  const answer = known ?? toAnswer(200, { received: paper.number });
  desk.answers[answerKey] = answer;
  return answer;
}

/** Null when the body is signed with the secret; else what is wrong. Time is not looked at: the store's clock may be moved. */
function checkSignature(secret: string, request: IncomingMessage, body: Buffer): string | null {
  const timestamp = String(request.headers["aftercare-timestamp"] ?? "");
  if (timestamp === "") return "the call has no timestamp";
  const right = createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");
  const given = Buffer.from(String(request.headers["aftercare-signature"] ?? ""));
  const wanted = Buffer.from(`v1=${right}`);
  const isSame = given.length === wanted.length && timingSafeEqual(given, wanted);
  return isSame ? null : "the signature does not fit the body";
}

const toAnswer = (status: number, body: object): Answer => ({
  status,
  body: JSON.stringify(body),
});
