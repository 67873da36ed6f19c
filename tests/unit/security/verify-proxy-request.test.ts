import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { signedText, verifyProxyRequest } from "#app/shopify/verify-proxy-request.server.ts";

const SECRET = "hush";
const NOW = new Date("2026-11-22T12:00:00Z");
const NOW_S = NOW.getTime() / 1_000;
const ADDRESS = "https://aftercare.example/proxy/returns";

const honest = {
  shop: "harbor-and-pine.myshopify.com",
  logged_in_customer_id: "207119551",
  path_prefix: "/apps/returns",
  timestamp: String(NOW_S - 3),
};

const sign = (params: URLSearchParams, secret = SECRET) =>
  createHmac("sha256", secret).update(signedText(params)).digest("hex");

/** A signed address; `extra` may repeat names. */
function signed(changes: Record<string, string> = {}, extra: [string, string][] = []): URL {
  const url = new URL(ADDRESS);
  for (const [name, value] of [...Object.entries({ ...honest, ...changes }), ...extra])
    url.searchParams.append(name, value);
  url.searchParams.set("signature", sign(url.searchParams));
  return url;
}

const verify = (url: URL) => verifyProxyRequest(url, { secrets: [SECRET], now: NOW });
const codeOf = (url: URL) => {
  const verdict = verify(url);
  return verdict.ok ? "accepted" : verdict.refusal.code;
};

test.each([
  ["1", "4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb"],
  ["", "e072b6d7e6622d85912a5214b860d3100dc1e73d9bc29f43796ac8c9ff8093cb"],
])("accepts Shopify's own example, customer %j, at its time only", (customer, signature) => {
  const url = new URL(
    `${ADDRESS}?extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=${customer}` +
      `&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555&signature=${signature}`,
  );
  expect(
    verifyProxyRequest(url, { secrets: ["hush"], now: new Date(1_317_327_555_000) }),
  ).toMatchObject({ ok: true, value: { customerId: customer || null } });
  expect(codeOf(url)).toBe("proxy_expired");
});

test("tells shop, customer and prefix of an honest visit", () => {
  expect(verify(signed({}, [["order", "#1001 & co"]]))).toEqual({
    ok: true,
    value: {
      shopDomain: "harbor-and-pine.myshopify.com",
      customerId: "207119551",
      pathPrefix: "/apps/returns",
    },
  });
});

test("accepts the secret before the rotation, and nothing signed by a third", () => {
  const rules = { secrets: ["new", SECRET], now: NOW };
  expect(verifyProxyRequest(signed(), rules).ok).toBe(true);
  const url = signed();
  url.searchParams.set("signature", sign(url.searchParams, "another app's secret"));
  expect(verifyProxyRequest(url, rules)).toMatchObject({ refusal: { code: "proxy_signature" } });
});

test.each(["shop", "timestamp", "logged_in_customer_id", "path_prefix"] as const)(
  "refuses a repeated %s, whichever of the two was signed",
  (name) => {
    const repeated = signed({}, [[name, honest[name]]]);
    expect(codeOf(repeated)).toBe("proxy_repeated_parameter");
    const appended = signed();
    appended.searchParams.append(name, "other.myshopify.com");
    expect(codeOf(appended)).toBe("proxy_repeated_parameter");
  },
);

test.each(["signature", "hmac"])("refuses a repeated %s", (name) => {
  const url = signed();
  url.searchParams.append(name, "0".repeat(64));
  url.searchParams.append(name, "0".repeat(64));
  expect(codeOf(url)).toBe("proxy_repeated_parameter");
});

test.each([
  [{ shop: "evil.example" }, "proxy_malformed_parameter"],
  [{ shop: "a.myshopify.com.evil.example" }, "proxy_malformed_parameter"],
  [{ shop: "A.MYSHOPIFY.COM" }, "proxy_malformed_parameter"],
  [{ timestamp: "1.5e9" }, "proxy_malformed_parameter"],
  [{ timestamp: ` ${NOW_S}` }, "proxy_malformed_parameter"],
  [{ timestamp: "" }, "proxy_malformed_parameter"],
  [{ logged_in_customer_id: "7 or 1=1" }, "proxy_malformed_parameter"],
  [{ logged_in_customer_id: "-7" }, "proxy_malformed_parameter"],
  [{ path_prefix: "/apps/../admin" }, "proxy_malformed_parameter"],
  [{ path_prefix: "//evil.example" }, "proxy_malformed_parameter"],
  [{ timestamp: String(NOW_S - 90) }, "accepted"],
  [{ timestamp: String(NOW_S - 91) }, "proxy_expired"],
  [{ timestamp: String(NOW_S + 90) }, "accepted"],
  [{ timestamp: String(NOW_S + 91) }, "proxy_expired"],
  [{ logged_in_customer_id: "" }, "accepted"],
])("judges %j, though signed, as %s", (changes, code) => {
  expect(codeOf(signed(changes))).toBe(code);
});

test.each(Object.keys(honest))("refuses a signed address without %s", (name) => {
  const url = signed();
  url.searchParams.delete(name);
  url.searchParams.set("signature", sign(url.searchParams));
  expect(codeOf(url)).toBe("proxy_missing_parameter");
});

test.each([
  ["missing", null, "proxy_missing_parameter"],
  ["empty", "", "proxy_malformed_parameter"],
  ["in base64", "TGjIYk1zcRLJGBjBEBfSTTNLUky1wrj=", "proxy_malformed_parameter"],
  ["of another request", "0".repeat(64), "proxy_signature"],
])("refuses a signature that is %s", (_what, signature, code) => {
  const url = signed();
  if (signature === null) url.searchParams.delete("signature");
  else url.searchParams.set("signature", signature);
  expect(codeOf(url)).toBe(code);
});

test.each([
  ["shop", "other.myshopify.com"],
  ["logged_in_customer_id", "1"],
  ["path_prefix", "/apps/other"],
  ["timestamp", String(NOW_S)],
])("refuses %s changed under the signature of another visit", (name, value) => {
  const url = signed();
  url.searchParams.set(name, value);
  expect(codeOf(url)).toBe("proxy_signature");
});

test("refuses an honest signature cut up into another shop and customer", () => {
  // A visitor of the attacker's own shop chooses `a`; Shopify signs it along with the rest.
  const victim = `logged_in_customer_id=42path_prefix=/apps/returnsshop=victim.myshopify.comtimestamp=${NOW_S}`;
  const visit = signed({ shop: "attacker.myshopify.com" }, [["a", `1${victim}zz=`]]);
  const signature = visit.searchParams.get("signature")!;
  const rest = signedText(visit.searchParams).split("zz=")[1]!;
  const forged = new URL(ADDRESS);
  for (const [name, value] of Object.entries({
    a: "1",
    logged_in_customer_id: "42",
    path_prefix: "/apps/returns",
    shop: "victim.myshopify.com",
    timestamp: String(NOW_S),
    zz: rest,
    signature,
  }))
    forged.searchParams.set(name, value);
  expect(signedText(forged.searchParams)).toBe(signedText(visit.searchParams));
  expect(codeOf(forged)).toBe("proxy_ambiguous");
  expect(codeOf(visit)).toBe("proxy_ambiguous");
});

test("refuses an endless address before it computes anything", () => {
  expect(codeOf(signed({}, [["x", "y".repeat(9_000)]]))).toBe("proxy_too_long");
});
