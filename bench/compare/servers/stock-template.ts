/**
 * The stock Remix template's webhook route, which only verifies: remix-serve's express stack, the library's
 * `authenticate.webhook`, and a session storage in memory (kinder to it than the template's database). Argument: secret.
 */
import type { AddressInfo } from "node:net";
import "@shopify/shopify-app-remix/adapters/node";
import { createRequestHandler } from "@remix-run/express";
import { installGlobals, type ActionFunctionArgs, type ServerBuild } from "@remix-run/node";
import { ApiVersion, LogSeverity, type Session } from "@shopify/shopify-api";
import { AppDistribution, shopifyApp } from "@shopify/shopify-app-remix/server";
import compression from "compression";
import express from "express";

installGlobals({ nativeFetch: true });
const [secret = ""] = process.argv.slice(2);
const sessions = new Map<string, Session>();
const shopify = shopifyApp({
  apiKey: "bench",
  apiSecretKey: secret,
  apiVersion: ApiVersion.July26,
  appUrl: "http://localhost",
  scopes: ["read_orders"],
  distribution: AppDistribution.AppStore,
  sessionStorage: {
    storeSession: async (session) => Boolean(sessions.set(session.id, session)),
    loadSession: async (id) => sessions.get(id),
    deleteSession: async (id) => sessions.delete(id),
    deleteSessions: async () => true,
    findSessionsByShop: async () => [],
  },
  future: { unstable_newEmbeddedAuthStrategy: true },
  logger: { level: LogSeverity.Error, log: () => undefined },
});

const build = {
  entry: { module: { default: () => new Response(null, { status: 500 }) } },
  routes: {
    root: { id: "root", path: "", module: { default: () => null } },
    "routes/webhooks": {
      id: "routes/webhooks",
      parentId: "root",
      path: "webhooks",
      module: {
        action: async ({ request }: ActionFunctionArgs) => {
          await shopify.authenticate.webhook(request);
          return new Response();
        },
      },
    },
  },
  assets: { entry: { imports: [], module: "" }, routes: {}, url: "", version: "1" },
  publicPath: "/",
  assetsBuildDirectory: "",
  future: {},
  isSpaMode: false,
} as unknown as ServerBuild;

const app = express();
app.disable("x-powered-by");
app.use(compression());
app.all("*", createRequestHandler({ build, mode: "production" }));
const server = app.listen(0, "127.0.0.1", () =>
  process.send?.((server.address() as AddressInfo).port),
);
process.on("disconnect", () => process.exit(0));
