/**
 * The address an admin opens in its iframe: the app's path with `embedded`, `shop`, `host`, `id_token`, `session`,
 * `timestamp`, `locale` and the `hmac` over all of them.
 * Source: https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/authorization-code-grant
 */
import { createHmac } from "node:crypto";
import { signSessionToken } from "./session-token.ts";

export type LaunchInput = {
  tunnelOrigin: string;
  /** Path and query inside the app, starting with "/". */
  path: string;
  shopDomain: string;
  clientId: string;
  clientSecret: string;
  userId: string;
  locale: string;
  sessionId: string;
  nowMs: number;
};

export function buildLaunchUrl(input: LaunchInput): string {
  const url = new URL(input.path, input.tunnelOrigin);
  const params: Record<string, string> = {
    embedded: "1",
    host: buildHostParam(input.shopDomain),
    id_token: signSessionToken(input),
    locale: input.locale,
    session: createHmac("sha256", input.clientSecret).update(input.sessionId).digest("hex"),
    shop: input.shopDomain,
    timestamp: String(Math.floor(input.nowMs / 1000)),
  };
  params["hmac"] = signParams(params, input.clientSecret);
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  return url.href;
}

/** What App Bridge reads from `?host=`: the admin's address without scheme, base64 without padding. */
export function buildHostParam(shopDomain: string): string {
  const handle = shopDomain.replace(".myshopify.com", "");
  return Buffer.from(`admin.shopify.com/store/${handle}`).toString("base64").replace(/=+$/, "");
}

function signParams(params: Record<string, string>, secret: string): string {
  const message = Object.keys(params)
    .sort()
    .map((name) => `${name}=${params[name] ?? ""}`)
    .join("&");
  return createHmac("sha256", secret).update(message).digest("hex");
}
