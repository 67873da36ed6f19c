/**
 * The web process: webhooks first, then static files, then Remix. It holds no code of app/ itself: that comes with
 * Remix's bundle (or Vite's, while developing), so that nothing exists twice. See docs/architecture.md.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import { installGlobals, type ServerBuild } from "@remix-run/node";
import compression from "compression";
import express from "express";
import type { WebRuntime } from "#app/web-runtime.server.ts";

// Shopify's frames, proxies and webhooks answer within seconds; a request this old holds a socket for nothing.
const REQUEST_TIMEOUT_MS = 30_000;
// Longer than a load balancer's usual 60 s, so that it never reuses a connection we are closing.
const KEEP_ALIVE_MS = 65_000;
const STOP_WITHIN_MS = 6_000;

installGlobals({ nativeFetch: true });

// Vite instead of the built bundles: hot reload while developing.
const isDevelopment = process.argv.includes("--dev");
const vite = isDevelopment ? await startVite() : null;

async function startVite() {
  const { createServer: createViteServer } = await import("vite");
  return createViteServer({ server: { middlewareMode: true } });
}

async function loadBuild(): Promise<ServerBuild> {
  // Vite's virtual module and the built file have this shape by Remix's contract.
  if (vite) return (await vite.ssrLoadModule("virtual:remix/server-build")) as ServerBuild;
  const here = dirname(fileURLToPath(import.meta.url));
  return (await import(pathToFileURL(join(here, "server", "index.js")).href)) as ServerBuild;
}

const build = await loadBuild();
// entry.server.tsx exports it beside what Remix asks for.
const entry = build.entry.module as unknown as { createWebRuntime: () => WebRuntime };
const runtime = entry.createWebRuntime();
const { env, logger, metrics } = runtime.deps;

const app = express();
app.disable("x-powered-by");
app.set("trust proxy", true);
app.get("/healthz", (_request, response) => void response.type("text").send("ok"));
if (vite) app.use(vite.middlewares);
else {
  app.use(compression());
  const client = join(dirname(fileURLToPath(import.meta.url)), "client");
  app.use("/assets", express.static(join(client, "assets"), { immutable: true, maxAge: "1y" }));
  app.use(express.static(client, { maxAge: "1h", index: false }));
}
app.use((_request, response, next) => {
  const end = metrics.requests.startTimer();
  response.once("finish", () => end({ status: `${Math.floor(response.statusCode / 100)}xx` }));
  next();
});
app.all(
  "*",
  createRequestHandler({
    build: vite ? loadBuild : build,
    mode: isDevelopment ? "development" : "production",
    getLoadContext: () => ({ deps: runtime.deps }),
  }),
);

function answer(request: IncomingMessage, response: ServerResponse): void {
  // Before express, Remix and any body parser: the signature covers the raw bytes.
  if (request.url === "/webhooks" || request.url?.startsWith("/webhooks?"))
    void runtime.receiveWebhook(request, response);
  else app(request, response);
}

const server = createServer(
  { requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS },
  answer,
);
await runtime.proveWall();
await runtime.startMetrics();
await new Promise<void>((resolve, reject) => {
  server.once("error", reject);
  server.listen(env.PORT, env.HOST, resolve);
});
logger.info({ port: env.PORT }, "web is ready");

let isStopping = false;
async function stop(signal: string): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  logger.info({ signal }, "web stops");
  setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
  server.closeIdleConnections();
  await new Promise((resolve) => server.close(resolve));
  await vite?.close();
  await runtime.close();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void stop(signal));
