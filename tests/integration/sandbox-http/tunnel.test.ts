import { once } from "node:events";
import net from "node:net";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { replaceInStream } from "#sandbox/http/replace-stream.ts";
import { allowFraming } from "#sandbox/http/tunnel.ts";
import { openFakeApp, type FakeApp } from "./fake-app.ts";
import { openSandbox, type OpenSandbox } from "./open-sandbox.ts";

const CDN = "https://cdn.shopify.com/";
let app: FakeApp;
let sandbox: OpenSandbox;
beforeAll(async () => {
  app = await openFakeApp();
  sandbox = await openSandbox(["--app-url", app.url, "--seed", "none"]);
});
afterAll(async () => {
  await sandbox.stop();
  await app.stop();
});

test("points the CDN at the sandbox in HTML and Link headers, also across chunks", async () => {
  app.page = {
    headers: {
      "content-type": "text/html; charset=utf-8",
      link: `<${CDN}shopifycloud/app-bridge.js>; rel="preload"; as="script"`,
      "content-security-policy":
        "frame-ancestors https://x.myshopify.com https://admin.shopify.com;",
    },
    chunks: ["<script src='https://cdn.sho", "pify.com/shopifycloud/app-bridge.js'></script>"],
  };
  const response = await fetch(`${sandbox.tunnel}/app`);
  expect(await response.text()).toBe(
    `<script src='${sandbox.web}/cdn/shopifycloud/app-bridge.js'></script>`,
  );
  expect(response.headers.get("link")).toContain(`<${sandbox.web}/cdn/shopifycloud/`);
  expect(response.headers.get("content-security-policy")).toContain(` ${sandbox.web} `);
  expect(response.headers.get("x-seen-host")).toBe(new URL(sandbox.tunnel).host);
});

test("leaves other content as it is", async () => {
  app.page = { headers: { "content-type": "application/json" }, chunks: [`"${CDN}x"`] };
  expect(await (await fetch(`${sandbox.tunnel}/data`)).json()).toBe(`${CDN}x`);
});

test("speaks of localhost when it is called so", async () => {
  app.page = { headers: { "content-type": "text/html" }, chunks: [CDN] };
  const { port } = new URL(sandbox.tunnel);
  const body = await (await fetch(`http://localhost:${port}/`)).text();
  expect(body).toBe(`http://localhost:${new URL(sandbox.web).port}/cdn/`);
});

test("serves the App Bridge script and an empty font style sheet", async () => {
  const script = await fetch(`${sandbox.web}/cdn/shopifycloud/app-bridge.js`);
  expect(script.headers.get("content-type")).toContain("javascript");
  const font = await fetch(`${sandbox.web}/cdn/static/fonts/inter/v4/styles.css`);
  expect([font.status, await font.text()]).toEqual([200, ""]);
});

test("passes websockets through", async () => {
  const { port } = new URL(sandbox.tunnel);
  const socket = net.connect(Number(port), "127.0.0.1");
  socket.write("GET /hmr HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
  const [head] = (await once(socket, "data")) as [Buffer];
  expect(head.toString()).toMatch(/101 Switching Protocols[\s\S]*x-path: \/hmr/);
  socket.write("ping");
  const [echo] = (await once(socket, "data")) as [Buffer];
  expect(echo.toString()).toBe("ping");
  socket.destroy();
});

test("shows a page that tries again while the app is not there", async () => {
  const alone = await openSandbox(["--seed", "none"]);
  const response = await fetch(`${alone.tunnel}/app`);
  expect(response.status).toBe(502);
  expect(await response.text()).toContain('http-equiv="refresh"');
  await alone.stop();
});

test.each([1, 2, 3, 7, 24, 25, 1000])("replaces in chunks of %i bytes", async (size) => {
  const input = `${CDN}a ${CDN}${CDN}b https://cdn.shopify.co ${CDN.slice(0, -1)}`;
  const chunks = input.match(new RegExp(`.{1,${size}}`, "gs")) ?? [];
  const output = await text(
    Readable.from(chunks.map(Buffer.from)).pipe(replaceInStream(CDN, "/cdn/")),
  );
  expect(output).toBe(input.replaceAll(CDN, "/cdn/"));
});

test("never makes a page frameable that forbids it", () => {
  const policy = "default-src 'self'; frame-ancestors 'none'";
  expect(allowFraming(policy, "http://127.0.0.1:4400")).toBe(policy);
});
