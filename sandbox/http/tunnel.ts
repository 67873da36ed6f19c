/**
 * The tunnel: a reverse proxy that stands where the Shopify CLI's tunnel stands in front of the app's web. It lets the
 * sandbox frame the app (`frame-ancestors`) and points `https://cdn.shopify.com/` in HTML, JavaScript and `Link`
 * headers at the sandbox, so that the app is served as it is and nothing is fetched from outside.
 */
import http, {
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";
import net from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream";
import { sendHtml } from "./respond.ts";
import { replaceInStream } from "./replace-stream.ts";
import { sameName, type Sandbox } from "./sandbox-context.ts";

const CDN = "https://cdn.shopify.com/";
// JavaScript too: React writes the same address again when it hydrates, and must not see a difference.
const REWRITTEN_TYPES = /^(text\/html|text\/javascript|application\/javascript)/;
const WAITING_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="2">
<title>The app is starting</title><style>body{font:15px/1.5 system-ui,sans-serif;color:#1f2124;display:grid;place-items:center;min-height:80vh;margin:0;padding:1rem;text-align:center}</style>
</head><body><main><h1 style="font-size:1.2rem">The app is starting</h1><p>It does not answer yet. This page tries again every two seconds.</p></main></body></html>`;

export function createTunnel(sandbox: Sandbox): http.Server {
  // One agent per tunnel, so that stopping the sandbox also closes its connections to the app.
  const agent = new http.Agent({ keepAlive: true });
  const server = http.createServer((request, response) =>
    forward(sandbox, agent, request, response),
  );
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    forwardUpgrade(sandbox, request, socket, head),
  );
  server.on("close", () => agent.destroy());
  return server;
}

function forward(
  sandbox: Sandbox,
  agent: http.Agent,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const target = new URL(sandbox.urls.app);
  const upstream = http.request({
    agent,
    host: target.hostname,
    port: target.port,
    method: request.method,
    path: request.url,
    headers: requestHeaders(request),
  });
  const webOrigin = sameName(sandbox.urls.web, request.headers.host);
  upstream.on("response", (answer) => answerWith(webOrigin, answer, response));
  upstream.on("error", () => {
    if (response.headersSent) response.destroy();
    else sendHtml(response, 502, WAITING_PAGE, { "retry-after": "2" });
  });
  response.on("close", () => upstream.destroy());
  request.pipe(upstream);
}

/** The host stays the tunnel's; compression is switched off, since rewriting needs the plain text. */
function requestHeaders(request: IncomingMessage): OutgoingHttpHeaders {
  const { host, connection: _connection, ...headers } = request.headers;
  return {
    ...headers,
    ...(host === undefined ? {} : { host, "x-forwarded-host": host }),
    "x-forwarded-proto": "http",
    "x-forwarded-for": request.socket.remoteAddress ?? "127.0.0.1",
    "accept-encoding": "identity",
  };
}

function answerWith(webOrigin: string, answer: IncomingMessage, response: ServerResponse): void {
  const headers = rewriteHeaders(answer.headers, webOrigin);
  const type = String(answer.headers["content-type"] ?? "");
  const isRewritten = REWRITTEN_TYPES.test(type) && !answer.headers["content-encoding"];
  if (isRewritten) delete headers["content-length"];
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
  const done = () => undefined; // an aborted transfer closes both sides; there is no one left to tell
  if (isRewritten) {
    pipeline(answer, replaceInStream(CDN, `${webOrigin}/cdn/`), response, done);
  } else {
    pipeline(answer, response, done);
  }
}

export function rewriteHeaders(
  headers: IncomingMessage["headers"],
  webOrigin: string,
): OutgoingHttpHeaders {
  const { connection: _connection, "keep-alive": _keepAlive, ...rest } = headers;
  const rewritten: OutgoingHttpHeaders = { ...rest };
  const policy = headers["content-security-policy"];
  if (typeof policy === "string") {
    rewritten["content-security-policy"] = allowFraming(policy, webOrigin);
  }
  if (typeof headers.link === "string") {
    rewritten["link"] = headers.link.replaceAll(CDN, `${webOrigin}/cdn/`);
  }
  return rewritten;
}

/** Adds the sandbox to `frame-ancestors`, unless the page forbids framing altogether. */
export function allowFraming(policy: string, webOrigin: string): string {
  const { port } = new URL(webOrigin);
  return policy.replace(/frame-ancestors\s+([^;]*)/i, (whole, sources: string) =>
    sources.trim() === "'none'"
      ? whole
      : `frame-ancestors ${sources.trim()} http://127.0.0.1:${port} http://localhost:${port}`,
  );
}

/** Websockets (hot reload): the handshake is passed on as it came, then bytes both ways. */
function forwardUpgrade(
  sandbox: Sandbox,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const target = new URL(sandbox.urls.app);
  const upstream = net.connect(Number(target.port), target.hostname, () => {
    const lines = [`${request.method ?? "GET"} ${request.url ?? "/"} HTTP/1.1`];
    for (let index = 0; index < request.rawHeaders.length; index += 2) {
      lines.push(`${request.rawHeaders[index] ?? ""}: ${request.rawHeaders[index + 1] ?? ""}`);
    }
    upstream.write(`${lines.join("\r\n")}\r\n\r\n`);
    if (head.length > 0) upstream.write(head);
    socket.pipe(upstream).pipe(socket);
  });
  upstream.on("error", () => socket.destroy());
  socket.on("error", () => upstream.destroy());
  socket.on("close", () => upstream.destroy());
}
