/** `/admin/internal/*`: what the admin page's own script asks the sandbox for. Not part of Shopify's surface. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { updateScopes } from "#sandbox/auth/install-app.ts";
import { grantedScopes } from "#sandbox/auth/issue-token.ts";
import { signSessionToken } from "#sandbox/auth/session-token.ts";
import { getStaffUser } from "#sandbox/auth/staff.ts";
import { isInstalled } from "#sandbox/auth/token-route.ts";
import { parseFields, readBody, sendJson } from "#sandbox/http/respond.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { ShopState } from "#sandbox/store/types.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import { listPickerProducts } from "./list-picker-products.ts";

export async function answerInternal(
  sandbox: Sandbox,
  shop: ShopState,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isPost = request.method === "POST";
  const fields = isPost ? (parseFields(await readBody(request), "application/json") ?? {}) : {};
  switch (url.pathname) {
    case "/admin/internal/id-token":
      return answerIdToken(sandbox, shop, response);
    case "/admin/internal/user": {
      const { isOwner } = getStaffUser(sandbox.state.auth.staffUserId);
      return sendJson(response, 200, { accountAccess: isOwner ? "Full access" : "Limited access" });
    }
    case "/admin/internal/staff":
      sandbox.state.auth.staffUserId = getStaffUser(String(fields["userId"])).id;
      return sendJson(response, 200, { staffUserId: sandbox.state.auth.staffUserId });
    case "/admin/internal/products":
      return sendJson(response, 200, listPickerProducts(shop, url.searchParams.get("query") ?? ""));
    case "/admin/internal/scopes":
      if (isPost) changeScopes(sandbox, shop, fields);
      return sendJson(response, 200, {
        granted: grantedScopes(shop),
        required: sandbox.app.scopes,
        optional: sandbox.app.optionalScopes,
      });
    default:
      return sendJson(response, 404, { error: `nothing at ${url.pathname}` });
  }
}

function answerIdToken(sandbox: Sandbox, shop: ShopState, response: ServerResponse): void {
  if (!isInstalled(shop)) return sendJson(response, 403, { error: "the app is not installed" });
  const idToken = signSessionToken({
    shopDomain: shop.domain,
    clientId: sandbox.options.clientId,
    clientSecret: sandbox.options.clientSecret,
    userId: sandbox.state.auth.staffUserId,
    sessionId: randomUUID(),
    nowMs: nowMs(sandbox.state.world),
  });
  sendJson(response, 200, { idToken }, { "cache-control": "no-store" });
}

/** Only optional scopes of the toml can be added or given back at run time. */
function changeScopes(sandbox: Sandbox, shop: ShopState, fields: Record<string, unknown>): void {
  const asked = Array.isArray(fields["scopes"]) ? fields["scopes"].map(String) : [];
  const optional = asked.filter((scope) => sandbox.app.optionalScopes.includes(scope));
  const granted = grantedScopes(shop);
  const next =
    fields["action"] === "revoke"
      ? granted.filter((scope) => !optional.includes(scope))
      : [...new Set([...granted, ...optional])];
  updateScopes(sandbox, shop, next);
}
