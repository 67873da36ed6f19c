/** The App Bridge stand-in in a real browser, with a page of plain elements where the app would be. */
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Browser, type FrameLocator, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { browserPath } from "#tests/e2e/find-browser.ts";
import { openSandbox, type OpenSandbox } from "./open-sandbox.ts";

const APP = "/store/harbor-and-pine/apps/aftercare";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
const SCRIPT = `<script src="https://cdn.shopify.com/shopifycloud/app-bridge.js" data-api-key="key"></script>`;

const PAGE = `<!doctype html><html><head><title>App</title>${SCRIPT}</head><body>
<ui-nav-menu><a href="/app" rel="home">Home</a><a href="/app/orders">Orders</a></ui-nav-menu>
<ui-title-bar title="Orders to look at"><button variant="primary" onclick="say('primary')">Export</button></ui-title-bar>
<ui-save-bar id="bar"><button variant="primary" onclick="say('saved')">Save</button><button onclick="say('discarded')">Discard</button></ui-save-bar>
<ui-modal id="sure"><p>Are you sure?</p><ui-title-bar title="Cancel the order"><button variant="primary" onclick="say('confirmed');shopify.modal.hide('sure')">Cancel it</button></ui-title-bar></ui-modal>
<h1></h1><p id="out"></p>
<form data-save-bar onsubmit="event.preventDefault();say('submitted '+this.city.value)"><input name="city" aria-label="City" value="Portland"></form>
<a href="shopify://admin/products" target="_top">Products in the admin</a>
<script>
  const say = (text) => { document.getElementById("out").textContent = text; };
  const show = () => { document.querySelector("h1").textContent = location.pathname; };
  addEventListener("shopify:navigate", (event) => { history.pushState({}, "", event.target.getAttribute("href")); show(); });
  show();
</script></body></html>`;

describe.skipIf(!browserPath)("App Bridge in a browser (needs Chromium or Chrome)", () => {
  let sandbox: OpenSandbox;
  let server: http.Server;
  let browser: Browser;
  let page: Page;
  let app: FrameLocator;
  const outside: string[] = [];

  beforeAll(async () => {
    server = await openApp();
    const appUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    sandbox = await openSandbox(["--installed", "--app-url", appUrl]);
    browser = await chromium.launch({ executablePath: browserPath ?? "", args: FLAGS });
    page = await browser.newPage();
    page.on("request", (request) => {
      if (!/^(http:\/\/127\.0\.0\.1[:/]|data:)/.test(request.url())) outside.push(request.url());
    });
  });
  afterAll(async () => {
    await browser.close();
    await sandbox.stop();
    server.closeAllConnections();
    server.close();
  });
  beforeEach(async () => {
    await page.goto(`${sandbox.web}${APP}/app`);
    app = page.frameLocator("#app-frame");
    await app.locator("h1", { hasText: "/app" }).waitFor();
  });

  const says = (text: string) => app.locator("#out", { hasText: text }).waitFor();
  const run = (code: string) => app.locator("body").evaluate((_body, source) => eval(source), code);

  test("draws the menu and lets the app's router go there, with the address mirrored", async () => {
    await page.locator("#app-nav a", { hasText: "Orders" }).click();
    await app.locator("h1", { hasText: "/app/orders" }).waitFor();
    await page.waitForURL(`**${APP}/app/orders`);
    expect(await page.locator("#app-nav a[aria-current]").textContent()).toBe("Orders");
    await page.reload();
    await app.locator("h1", { hasText: "/app/orders" }).waitFor();
  });

  test("draws the title bar and presses the app's own buttons", async () => {
    await page.locator("#app-title", { hasText: "Orders to look at" }).waitFor();
    await page.locator("#app-actions button", { hasText: "Export" }).click();
    await says("primary");
  });

  test("adds a fresh session token to calls of the app, and repeats once when asked", async () => {
    await run(`fetch("/api/who").then((answer) => answer.text()).then(say)`);
    await says("100001 on call 2");
  });

  test("leaves calls to other origins alone", async () => {
    await run(`fetch("${sandbox.web}/cdn/x.css").then((answer) => say("got " + answer.status))`);
    await says("got 200");
  });

  test("brings an address without a token back through the bounce page", async () => {
    await run(`location.assign("/app/settings?embedded=1&shop=harbor-and-pine.myshopify.com")`);
    await app.locator("h1", { hasText: "/app/settings" }).waitFor();
  });

  test("shows and hides toasts", async () => {
    await run(
      `void (window.toast = shopify.toast.show("Order exported", { onDismiss: () => say("gone") }))`,
    );
    await page.locator(".toast", { hasText: "Order exported" }).waitFor();
    await run(`shopify.toast.hide(window.toast)`);
    await says("gone");
  });

  test("shows the save bar of an element and presses its buttons", async () => {
    await run(`shopify.saveBar.show("bar")`);
    await page.locator("#save-bar-save").click();
    await says("saved");
    await page.locator("#save-bar-discard").click();
    await says("discarded");
    await run(`shopify.saveBar.hide("bar")`);
    await page.locator("#save-bar").waitFor({ state: "hidden" });
  });

  test("shows the save bar while a form differs from what it was", async () => {
    const city = app.getByLabel("City");
    await city.fill("Bangor");
    await page.locator("#save-bar").waitFor({ state: "visible" });
    await page.locator("#save-bar-discard").click();
    await page.locator("#save-bar").waitFor({ state: "hidden" });
    expect(await city.inputValue()).toBe("Portland");
    await city.fill("Bath");
    await page.locator("#save-bar-save").click();
    await says("submitted Bath");
  });

  test("lets someone stay who has unsaved changes", async () => {
    await run(`shopify.saveBar.show("bar")`);
    page.once("dialog", (dialog) => void dialog.accept());
    await run(`void shopify.saveBar.leaveConfirmation().then(() => say("left"))`);
    await says("left");
    await run(`shopify.saveBar.hide("bar")`);
  });

  test("opens a modal that keeps the focus and closes on Escape", async () => {
    await run(`shopify.modal.show("sure")`);
    const dialog = app.getByRole("dialog", { name: "Cancel the order" });
    await dialog.waitFor();
    await dialog.getByRole("button", { name: "Cancel it" }).click();
    await says("confirmed");
    await dialog.waitFor({ state: "hidden" });
    await run(`shopify.modal.show("sure")`);
    await dialog.getByRole("button", { name: "Close" }).focus();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
  });

  test("answers the picked resources, or nothing", async () => {
    const pick = `void shopify.resourcePicker({ type: "variant" }).then((all) => say(all ? all[0].id : "none"))`;
    await run(pick);
    await page.locator("dialog.sheet input[type=radio]").first().check();
    await page.locator("dialog.sheet .primary").click();
    await says("gid://shopify/ProductVariant/");
    await run(pick);
    await page.locator("dialog.sheet button", { hasText: "Cancel" }).click();
    await says("none");
  });

  test("opens the admin's own pages from links", async () => {
    await app.locator("a", { hasText: "Products in the admin" }).click();
    await page.waitForURL("**/store/harbor-and-pine/products");
  });

  test("asks nothing of any other machine", () => {
    expect(outside).toEqual([]);
  });
});

async function openApp(): Promise<http.Server> {
  let calls = 0;
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://app");
    const html = (body: string) => response.setHeader("content-type", "text/html").end(body);
    if (url.pathname === "/auth/session-token") return html(SCRIPT);
    if (url.pathname === "/api/who") {
      calls += 1;
      if (calls === 1) {
        response.writeHead(401, { "x-shopify-retry-invalid-session-request": "1" });
        return response.end();
      }
      return response.end(`${readSubject(request)} on call ${calls}`);
    }
    if (url.searchParams.has("embedded") && !url.searchParams.has("id_token")) {
      url.searchParams.set("shopify-reload", `http://app.example${url.pathname}${url.search}`);
      return response.writeHead(302, { location: `/auth/session-token${url.search}` }).end();
    }
    return html(PAGE);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function readSubject(request: http.IncomingMessage): string {
  const [, claims = "e30"] = (request.headers.authorization ?? "").split(".");
  return (JSON.parse(Buffer.from(claims, "base64url").toString()) as { sub: string }).sub;
}
