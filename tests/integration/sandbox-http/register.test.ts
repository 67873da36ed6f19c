import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  CLIENT_ID,
  CLIENT_SECRET,
  openSandbox,
  sessionToken,
  type OpenSandbox,
} from "./open-sandbox.ts";

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox(["--installed"]);
});
afterAll(() => sandbox.stop());

/** Runs a module behind the dispatcher and gives what it printed as JSON. */
async function runBehindSeam(code: string): Promise<unknown> {
  const child = spawn(
    process.execPath,
    ["--import", "./sandbox/register.mjs", "--input-type=module", "--eval", code],
    { env: { ...process.env, SANDBOX_URL: sandbox.web }, stdio: ["ignore", "pipe", "pipe"] },
  );
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (child.exitCode === null) await once(child, "exit");
  if (child.exitCode !== 0) throw new Error(errors);
  return JSON.parse(output);
}

const CLIENT = `
  import "@shopify/shopify-api/adapters/node";
  import { ApiVersion, RequestedTokenType, Session, shopifyApi } from "@shopify/shopify-api";
  const api = shopifyApi({
    apiKey: "${CLIENT_ID}", apiSecretKey: "${CLIENT_SECRET}", apiVersion: ApiVersion.July26,
    hostName: "app.example", isEmbeddedApp: true, isTesting: true, logger: { level: 0 },
  });
`;

test("carries the stock library's token exchange, refresh and Admin client", async () => {
  const answer = await runBehindSeam(`${CLIENT}
    const { session } = await api.auth.tokenExchange({
      shop: "harbor-and-pine.myshopify.com", sessionToken: "${sessionToken()}",
      requestedTokenType: RequestedTokenType.OfflineAccessToken, expiring: true,
    });
    const renewed = await api.auth.refreshToken({ shop: session.shop, refreshToken: session.refreshToken });
    const client = new api.clients.Graphql({ session: renewed.session });
    const { data } = await client.request("{ shop { name myshopifyDomain } }");
    console.log(JSON.stringify({ id: session.id, hasExpiry: Boolean(session.expires), data }));
  `);
  expect(answer).toEqual({
    id: "offline_harbor-and-pine.myshopify.com",
    hasExpiry: true,
    data: { shop: { name: "Harbor & Pine", myshopifyDomain: "harbor-and-pine.myshopify.com" } },
  });
});

test("keeps the host for the built-in fetch and for undici, and leaves loopback alone", async () => {
  const answer = await runBehindSeam(`
    import { fetch as undiciFetch, request } from "undici";
    const url = "https://unknown-shop.myshopify.com/admin/oauth/access_token";
    const statuses = [
      (await fetch(url, { method: "POST", body: "{}" })).status,
      (await undiciFetch(url, { method: "POST", body: "{}" })).status,
      (await request(url, { method: "POST", body: "{}" })).statusCode,
      (await fetch("${sandbox.web}/__sandbox/health")).status,
    ];
    console.log(JSON.stringify(statuses));
  `);
  expect(answer).toEqual([404, 404, 404, 200]);
});

test.each([
  ["the built-in fetch", `await fetch("https://example.com/")`],
  ["undici", `await (await import("undici")).request("https://example.com/")`],
  ["a host that only looks like a shop", `await fetch("https://a.myshopify.com.example.com/")`],
  [
    "node:https",
    `await new Promise((resolve, reject) => import("node:https").then((https) => https.get("https://example.com/", resolve).on("error", reject)))`,
  ],
  [
    "a plain socket",
    `await new Promise((resolve, reject) => import("node:net").then((net) => net.connect(80, "192.0.2.1", resolve).on("error", reject)).catch(reject))`,
  ],
])("refuses to leave the machine: %s", async (_what, call) => {
  const answer = await runBehindSeam(`
    try { ${call}; console.log(JSON.stringify("left")); }
    catch (error) { console.log(JSON.stringify([error.message, error.cause?.message].join(" "))); }
  `);
  expect(answer).toContain("The sandbox refused a connection to");
});
