/**
 * A stand-in for Shopify's token endpoint and Admin API on loopback, scripted per test. For the answers the sandbox
 * cannot be asked for one by one; `https://*.myshopify.com` is sent here for the whole test process.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { afterAll } from "vitest";
import { redirectShopsTo } from "./redirect-shops.ts";

export type DoubleRequest = {
  readonly path: string;
  readonly shop: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Record<string, unknown>;
};

export type DoubleAnswer = {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** Destroys the socket instead of answering. */
  readonly cut?: boolean;
  /** Resolves when the answer may go out. */
  readonly after?: Promise<unknown>;
};

export type ShopifyDouble = {
  readonly url: string;
  readonly tokenCalls: DoubleRequest[];
  readonly graphqlCalls: DoubleRequest[];
  onToken: (request: DoubleRequest, index: number) => DoubleAnswer | Promise<DoubleAnswer>;
  onGraphql: (request: DoubleRequest, index: number) => DoubleAnswer | Promise<DoubleAnswer>;
  reset: () => void;
};

/** Starts the double, points this process at it, and stops it after the file's tests. */
export async function startShopifyDouble(): Promise<ShopifyDouble> {
  const double: ShopifyDouble = {
    url: "",
    tokenCalls: [],
    graphqlCalls: [],
    onToken: (_request, index) => ({ body: issueToken(index) }),
    onGraphql: () => ({ body: { data: {} } }),
    reset: () => {
      double.tokenCalls.length = 0;
      double.graphqlCalls.length = 0;
      double.onToken = (_request, index) => ({ body: issueToken(index) });
      double.onGraphql = () => ({ body: { data: {} } });
    },
  };
  const server = createServer((request, response) => void respond(double, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  Object.assign(double, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const before = getGlobalDispatcher();
  redirectShopsTo(double.url);
  afterAll(async () => {
    setGlobalDispatcher(before);
    await stop(server);
  });
  return double;
}

/** A token reply as Shopify sends it; the index makes each one different. */
export const issueToken = (index: number, changes: Record<string, unknown> = {}) => ({
  access_token: `shpat_${index}`,
  scope: "read_orders,read_customers",
  expires_in: 3600,
  refresh_token: `shprt_${index}`,
  refresh_token_expires_in: 7_776_000,
  ...changes,
});

async function respond(double: ShopifyDouble, request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const received: DoubleRequest = {
    path: request.url ?? "",
    shop: String(request.headers["x-test-shop"] ?? ""),
    headers: request.headers,
    body: JSON.parse(Buffer.concat(chunks).toString() || "{}") as Record<string, unknown>,
  };
  const isToken = received.path === "/admin/oauth/access_token";
  const calls = isToken ? double.tokenCalls : double.graphqlCalls;
  calls.push(received);
  const answer = await (isToken ? double.onToken : double.onGraphql)(received, calls.length);
  await answer.after;
  if (answer.cut) {
    request.socket.destroy();
    return;
  }
  response.writeHead(answer.status ?? 200, {
    "content-type": "application/json",
    "x-shopify-api-version": "2026-07",
    ...answer.headers,
  });
  response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {}));
}

const stop = (server: Server) =>
  new Promise<void>((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

/** A promise to be kept by hand. */
export function defer(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
