import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CLIENT_SECRET, openSandbox, SHOP, type OpenSandbox } from "./open-sandbox.ts";

const STORE = "/store/harbor-and-pine";
let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.stop());

const read = async (path: string) => (await fetch(sandbox.web + path)).text();

test("lists what the app asks for, installs it, and opens it", async () => {
  expect(await read("/")).toContain("Install Aftercare");
  const response = await fetch(`${sandbox.web}${STORE}/install`, { method: "POST" });
  expect(response.url).toBe(`${sandbox.web}${STORE}/apps/aftercare`);
  expect(await response.text()).toContain('id="app-frame"');
  const { shops } = await sandbox.control("state");
  expect(shops).toMatchObject([{ domain: SHOP, uninstalledAt: null }]);
});

test("opens the wanted page of the app with the parameters Shopify adds, and a true hmac", async () => {
  const page = await read(`${STORE}/apps/aftercare/app/orders?view=late`);
  const [, src = ""] = /<iframe[^>]*src="([^"]+)"/.exec(page) ?? [];
  const url = new URL(src.replaceAll("&amp;", "&"));
  expect(url.origin + url.pathname).toBe(`${sandbox.tunnel}/app/orders`);
  const { hmac, view, ...params } = Object.fromEntries(url.searchParams);
  expect(view).toBe("late");
  expect(Object.keys(params).sort()).toEqual(
    ["embedded", "host", "id_token", "locale", "session", "shop", "timestamp"].sort(),
  );
  const message = Object.keys(params)
    .sort()
    .map((name) => `${name}=${params[name]}`);
  expect(hmac).toBe(createHmac("sha256", CLIENT_SECRET).update(message.join("&")).digest("hex"));
  expect(Buffer.from(String(params["host"]), "base64").toString()).toBe(
    "admin.shopify.com/store/harbor-and-pine",
  );
});

test("shows the store's own records where the app links to them", async () => {
  const list = await read(`${STORE}/orders`);
  const [, href = "", name = ""] =
    /<a href="(\/store\/[^"]+\/orders\/\d+)">(#\d+)<\/a>/.exec(list) ?? [];
  expect(await read(href)).toContain(name);
  expect((await fetch(`${sandbox.web}${STORE}/orders/1`)).status).toBe(404);
});

test("sells on the storefront: the order is in the store", async () => {
  const shelf = await read("/storefront");
  const [, href = ""] = /href="(\/storefront\/products\/[^"]+)"/.exec(shelf) ?? [];
  const [, variant = ""] = /<option value="([^"]+)"/.exec(await read(href)) ?? [];
  const response = await fetch(`${sandbox.web}/storefront/buy`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      variant,
      quantity: "2",
      email: "zoë@example.com",
      lastName: "<b>",
    }),
  });
  const thanks = await response.text();
  expect(thanks).toContain("Thank you");
  const [, number = ""] = /Order (#\d+)/.exec(thanks) ?? [];
  expect(await read(`${STORE}/orders`)).toContain(number);
});

test("writes every stored value as text, never as markup", async () => {
  await sandbox.control("act", {
    action: "place_order",
    buyer: { firstName: "<img src=x onerror=alert(1)>", lastName: "O'Brien & Sons" },
  });
  const page = await read(`${STORE}/customers`);
  expect(page).not.toContain("<img src=x");
});

test("refuses posts that another site's page sends, and names that are not this machine's", async () => {
  const foreign = await fetch(`${sandbox.web}/__sandbox/act`, {
    method: "POST",
    headers: { origin: "https://example.com" },
    body: JSON.stringify({ action: "uninstall" }),
  });
  expect(foreign.status).toBe(403);
  const rebound = await fetch(`${sandbox.web}/__sandbox/state`, {
    headers: { "x-sandbox-host": "example.com" },
  });
  expect(rebound.status).toBe(404);
});

test("acts as another member of staff", async () => {
  await fetch(`${sandbox.web}/admin/internal/staff`, {
    method: "POST",
    body: JSON.stringify({ userId: "100003" }),
  });
  const { idToken } = JSON.parse(await read("/admin/internal/id-token")) as { idToken: string };
  const claims = Buffer.from(String(idToken.split(".")[1]), "base64url").toString();
  expect(JSON.parse(claims)).toMatchObject({ sub: "100003" });
});
