/** The Admin API alone over HTTP, on the small built-in shop: `node --import tsx sandbox/graphql/serve-admin.ts --port 4500`. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pathToFileURL } from "node:url";
import { minimalWorld, SANDBOX_TOKEN } from "#sandbox/store/minimal-seed.ts";
import { executeAdmin } from "./execute-admin.ts";

const ROUTE = /^\/admin\/api\/([\w-]+)\/graphql\.json$/;

/** Starts on `port` (0: any) and answers with the address and a way to stop. */
export async function serveAdmin(port: number) {
  const { world, shop } = minimalWorld();
  const server = createServer((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const version = ROUTE.exec(new URL(request.url ?? "/", "http://localhost").pathname)?.[1];
    if (!version || request.method !== "POST") return send(response, 404, { errors: "Not Found" });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // node gives buffers without an encoding
    const body = parseBody(Buffer.concat(chunks).toString("utf8"));
    if (!body)
      return send(response, 400, { errors: { query: "Required parameter missing or invalid" } });
    const reply = executeAdmin(world, shop, {
      query: body.query,
      variables: body.variables,
      operationName: body.operationName,
      token: String(request.headers["x-shopify-access-token"] ?? ""),
      apiVersion: version,
      headers: request.headers as Record<string, string | undefined>,
    });
    send(response, reply.status, reply.body, reply.headers);
  }
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  const actual = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${actual}/admin/api/2026-07/graphql.json`,
    token: SANDBOX_TOKEN,
    world,
    shop,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function parseBody(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value && typeof value === "object" ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const at = process.argv.indexOf("--port");
  const { url, token } = await serveAdmin(at > 0 ? Number(process.argv[at + 1]) : 4500);
  console.info(`Admin API: ${url}\nToken: ${token}`);
}
