import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  askToken,
  callAdmin,
  CLIENT_ID,
  CLIENT_SECRET,
  exchangeFields,
  openSandbox,
  sessionToken,
  type OpenSandbox,
} from "./open-sandbox.ts";

let sandbox: OpenSandbox;
beforeAll(async () => {
  sandbox = await openSandbox(["--installed"]);
});
afterAll(() => sandbox.stop());

const exchange = (kind: "offline" | "online" = "offline", expiring = 1) =>
  askToken(sandbox.web, exchangeFields(sessionToken(), kind, expiring));
const refresh = (token: unknown) =>
  askToken(sandbox.web, { grant_type: "refresh_token", refresh_token: token });
const countCalls = async () =>
  (await sandbox.control("state"))["tokenCalls"] as Record<string, number>;

test("gives an expiring offline token with its refresh token", async () => {
  const { status, body } = await exchange();
  expect(status).toBe(200);
  expect(body).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7_776_000 });
  expect(body["access_token"]).toMatch(/^shpat_[0-9a-f]{32}$/);
  expect(body["refresh_token"]).toMatch(/^shprt_[0-9a-f]{32}$/);
  expect(body["scope"]).toContain("read_orders");
  const answer = await callAdmin(sandbox.web, String(body["access_token"]), "{ shop { name } }");
  expect(await answer.json()).toMatchObject({ data: { shop: { name: "Harbor & Pine" } } });
});

test("gives the same non-expiring token each time, and converts it once", async () => {
  const first = await exchange("offline", 0);
  const second = await exchange("offline", 0);
  expect(first.body).not.toHaveProperty("refresh_token");
  expect(second.body["access_token"]).toBe(first.body["access_token"]);
  const converted = await askToken(sandbox.web, {
    ...exchangeFields(String(first.body["access_token"]), "offline"),
    subject_token_type: "urn:shopify:params:oauth:token-type:offline-access-token",
  });
  expect(converted.body).toHaveProperty("refresh_token");
  const old = await callAdmin(sandbox.web, String(first.body["access_token"]), "{ shop { id } }");
  expect(old.status).toBe(401);
});

test("gives an online token with the person behind it", async () => {
  const { body } = await exchange("online");
  expect(body["associated_user"]).toMatchObject({ id: 100001, account_owner: true });
  expect(body["expires_in"]).toBe(86_399);
  expect(body["associated_user_scope"]).toBe(body["scope"]);
});

test("rotates refresh tokens, and lets the old one work until the new one is used", async () => {
  const first = await exchange();
  const lost = await refresh(first.body["refresh_token"]);
  const again = await refresh(first.body["refresh_token"]);
  expect(again.status).toBe(200);
  expect(again.body["refresh_token"]).not.toBe(lost.body["refresh_token"]);
  expect((await refresh(again.body["refresh_token"])).status).toBe(200);
  const late = await refresh(first.body["refresh_token"]);
  expect(late).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
});

test("keeps the old access token usable after a refresh", async () => {
  const first = await exchange();
  await refresh(first.body["refresh_token"]);
  const answer = await callAdmin(
    sandbox.web,
    String(first.body["access_token"]),
    "{ shop { id } }",
  );
  expect(answer.status).toBe(200);
});

test("counts the calls of the token endpoint", async () => {
  const before = await countCalls();
  const { body } = await exchange();
  await refresh(body["refresh_token"]);
  await refresh("shprt_nothing");
  const after = await countCalls();
  expect(after["tokenExchange"]).toBe((before["tokenExchange"] ?? 0) + 1);
  expect(after["refresh"]).toBe((before["refresh"] ?? 0) + 1);
  expect(after["refused"]).toBe((before["refused"] ?? 0) + 1);
});

test("answers 401 for tokens that lapsed, were revoked, or never were", async () => {
  const { body } = await exchange();
  const token = String(body["access_token"]);
  await sandbox.control("act", { action: "expire_tokens" });
  const lapsed = await callAdmin(sandbox.web, token, "{ shop { id } }");
  expect(lapsed.status).toBe(401);
  expect(await lapsed.json()).toEqual({
    errors: "[API] Invalid API key or access token (unrecognized login or wrong password)",
  });
  const renewed = await refresh(body["refresh_token"]);
  await sandbox.control("act", { action: "revoke_tokens" });
  const revoked = await callAdmin(
    sandbox.web,
    String(renewed.body["access_token"]),
    "{ shop { id } }",
  );
  expect(revoked.status).toBe(401);
  expect((await refresh(renewed.body["refresh_token"])).status).toBe(400);
  expect((await callAdmin(sandbox.web, "shpat_unknown", "{ shop { id } }")).status).toBe(401);
});

const minutesAgo = (minutes: number) => Date.now() - minutes * 60_000;

test.each<[string, () => string]>([
  ["an expired one", () => sessionToken({ nowMs: minutesAgo(2) })],
  ["one from the future", () => sessionToken({ nowMs: minutesAgo(-2) })],
  ["one for another app", () => sessionToken({ clientId: "f".repeat(32) })],
  ["one for another shop", () => sessionToken({ shopDomain: "other.myshopify.com" })],
  ["one signed with another secret", () => sessionToken({ clientSecret: "guess" })],
  ["one that claims no algorithm", () => unsigned()],
  ["text that is no token", () => "abc"],
])("refuses a session token: %s", async (_what, make) => {
  const { status, body } = await askToken(sandbox.web, exchangeFields(make(), "offline"));
  expect(status).toBe(400);
  expect(body["error"]).toBe("invalid_subject_token");
});

test("refuses a wrong client id and a wrong client secret", async () => {
  const fields = exchangeFields(sessionToken(), "offline");
  expect((await askToken(sandbox.web, { ...fields, client_id: "x" })).status).toBe(400);
  expect((await askToken(sandbox.web, { ...fields, client_secret: "x" })).status).toBe(401);
});

test("signs session tokens as the admin does", async () => {
  const { idToken } = (await (await fetch(`${sandbox.web}/admin/internal/id-token`)).json()) as {
    idToken: string;
  };
  const [head, claims, signature] = idToken.split(".");
  const expected = createHmac("sha256", CLIENT_SECRET)
    .update(`${head}.${claims}`)
    .digest("base64url");
  expect(signature).toBe(expected);
  const read = JSON.parse(Buffer.from(String(claims), "base64url").toString()) as Record<
    string,
    unknown
  >;
  expect(read).toMatchObject({
    iss: "https://harbor-and-pine.myshopify.com/admin",
    dest: "https://harbor-and-pine.myshopify.com",
    aud: CLIENT_ID,
    sub: "100001",
  });
  expect(Number(read["exp"]) - Number(read["iat"])).toBe(60);
  expect(Object.keys(read).sort()).toEqual(
    ["aud", "dest", "exp", "iat", "iss", "jti", "nbf", "sid", "sig", "sub"].sort(),
  );
});

function unsigned(): string {
  const [, claims] = sessionToken().split(".");
  const head = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
  return `${head}.${claims}.e30`;
}
