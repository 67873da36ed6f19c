/** The sandbox's web port: one table of routes for Shopify's own surface, the admin, the pages and the control API. */
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { answerAsset, type Assets } from "#sandbox/admin-page/serve-assets.ts";
import { answerAdminPage } from "#sandbox/admin-page/admin-routes.ts";
import { answerInternal } from "#sandbox/admin-page/admin-internal.ts";
import { exchangeToken } from "#sandbox/auth/token-route.ts";
import { answerCarrier } from "#sandbox/carrier/carrier-routes.ts";
import { answerDesk } from "#sandbox/desk/desk-routes.ts";
import { answerMailbox } from "#sandbox/mailbox/mailbox-routes.ts";
import { answerStorefront } from "#sandbox/storefront/storefront-routes.ts";
import type { ShopState } from "#sandbox/store/types.ts";
import { answerAdminApi, type CallNotes } from "./admin-api.ts";
import { answerBulkDownload } from "./bulk-download.ts";
import { answerControl } from "./control-routes.ts";
import { nextFault } from "./fault-state.ts";
import { recordRequest } from "./request-log.ts";
import { sendJson } from "./respond.ts";
import { findShop, type Sandbox } from "./sandbox-context.ts";
import { answerStagedUpload } from "./staged-upload.ts";

// Where `stagedUploadsCreate` sends its callers.
const UPLOADS = "/__sandbox/uploads";
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;
const SHOP_HOST = /^[a-z0-9-]+\.myshopify\.com(:\d+)?$/;

type Exchange = {
  sandbox: Sandbox;
  assets: Assets;
  shop: ShopState;
  url: URL;
  request: IncomingMessage;
  response: ServerResponse;
};

export function createWebServer(sandbox: Sandbox, assets: Assets): http.Server {
  return http.createServer((request, response) => void serve(sandbox, assets, request, response));
}

async function serve(
  sandbox: Sandbox,
  assets: Assets,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = Date.now();
  const host = hostOf(request);
  const url = new URL(request.url ?? "/", "http://sandbox.invalid");
  let notes: CallNotes | null = null;
  try {
    const shop = allowHost(host) ? findShop(sandbox, host) : null;
    if (!shop) sendJson(response, 404, { errors: "Not Found" });
    else notes = await dispatch({ sandbox, assets, shop, url, request, response });
  } catch (error) {
    reportBug(error, request, response);
  }
  if (isControl(url.pathname)) return;
  recordRequest(sandbox.log, {
    at: new Date(startedAt).toISOString(),
    method: request.method ?? "GET",
    host,
    path: url.pathname,
    status: response.statusCode,
    ms: Date.now() - startedAt,
    operation: notes?.operation ?? null,
    fault: notes?.fault ?? null,
  });
}

async function dispatch(exchange: Exchange): Promise<CallNotes | null> {
  const { sandbox, assets, shop, url, request, response } = exchange;
  const path = url.pathname;
  const api = /^\/admin\/api\/([\w-]+)\/graphql\.json$/.exec(path);
  if (api && request.method === "POST") {
    return answerAdminApi(sandbox, shop, api[1] ?? "", request, response);
  }
  if (path === "/admin/oauth/access_token" && request.method === "POST") {
    return answerTokenCall(exchange);
  }
  const bulk = /^\/__sandbox\/bulk\/(\d+)\.jsonl$/.exec(path);
  if (bulk) {
    const gid = `gid://shopify/BulkOperation/${bulk[1] ?? ""}`;
    await answerBulkDownload(sandbox, shop, gid, url.searchParams, request, response);
    return null;
  }
  if (path.startsWith(UPLOADS)) {
    await answerStagedUpload(shop, path, request, response);
    return null;
  }
  if (path.startsWith("/tracking/")) {
    await answerCarrier(sandbox, url, request, response);
    return null;
  }
  await dispatchPage(exchange, assets);
  return null;
}

/** Pages and the control API: only for this machine's own browser and tools, never for a foreign page's script. */
async function dispatchPage(exchange: Exchange, assets: Assets): Promise<void> {
  const { sandbox, shop, url, request, response } = exchange;
  const path = url.pathname;
  if (isForeignPost(sandbox, request)) {
    return sendJson(response, 403, { error: "posts from other origins are refused" });
  }
  if (path.startsWith("/__sandbox/")) return answerControl(sandbox, shop, url, request, response);
  if (path.startsWith("/cdn/") || path.startsWith("/admin-page/")) {
    return answerAsset(assets, path, response);
  }
  if (path.startsWith("/admin/internal/")) {
    return answerInternal(sandbox, shop, url, request, response);
  }
  if (path === "/mailbox" || path.startsWith("/mailbox/")) {
    return answerMailbox(sandbox, path, request, response);
  }
  if (path === "/desk" || path.startsWith("/desk/")) {
    return answerDesk(sandbox, path, request, response);
  }
  if (path === "/storefront" || path.startsWith("/storefront/")) {
    return answerStorefront(sandbox, shop, url, request, response);
  }
  return answerAdminPage(sandbox, shop, url, request, response);
}

async function answerTokenCall({
  sandbox,
  shop,
  url,
  request,
  response,
}: Exchange): Promise<CallNotes> {
  const query = { path: url.pathname, shop: shop.domain, operations: ["token"] };
  const fault = nextFault(sandbox.faults, query);
  if (fault?.kind === "slow") await new Promise((resolve) => setTimeout(resolve, fault.ms));
  if (fault?.kind === "cut_before") response.destroy();
  else if (fault && fault.kind !== "slow" && fault.kind !== "cut_after_commit") {
    sendJson(response, statusOf(fault.kind), { error: "sandbox_fault" });
  } else {
    const answer = await exchangeToken(sandbox, shop, request);
    // Cut after commit: the pair is issued, the reply is lost.
    if (fault?.kind === "cut_after_commit") response.destroy();
    else sendJson(response, answer.status, answer.body, { "cache-control": "no-store" });
  }
  return { operation: null, fault: fault?.kind ?? null };
}

function statusOf(kind: string): number {
  return Number(/\d{3}/.exec(kind)?.[0] ?? 500);
}

/** Everything of the control API; the files of bulk operations and uploads are Shopify's surface and are logged. */
function isControl(path: string): boolean {
  return path.startsWith("/__sandbox/") && !/^\/__sandbox\/(bulk|uploads)/.test(path);
}

function hostOf(request: IncomingMessage): string {
  return String(request.headers["x-sandbox-host"] ?? request.headers.host ?? "").toLowerCase();
}

/** Any other name means a browser was led here by a foreign DNS entry. */
function allowHost(host: string): boolean {
  return LOOPBACK_HOST.test(host) || SHOP_HOST.test(host);
}

function isForeignPost(sandbox: Sandbox, request: IncomingMessage): boolean {
  const { origin } = request.headers;
  if (request.method === "GET" || origin === undefined) return false;
  const { port } = new URL(sandbox.urls.web);
  return ![sandbox.urls.web, `http://localhost:${port}`].includes(origin);
}

function reportBug(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`sandbox: ${request.method ?? ""} ${request.url ?? ""}: ${text}\n`);
  if (response.headersSent) response.destroy();
  else sendJson(response, 500, { errors: "Internal Server Error" });
}
