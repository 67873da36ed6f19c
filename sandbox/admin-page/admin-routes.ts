/** The admin's addresses: the app, its installation, and the store's own records. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { installOnShop, updateScopes } from "#sandbox/auth/install-app.ts";
import { grantedScopes } from "#sandbox/auth/issue-token.ts";
import { isInstalled } from "#sandbox/auth/token-route.ts";
import { splitScopes } from "#sandbox/http/app-config.ts";
import { parseFields, readBody, redirect, sendHtml } from "#sandbox/http/respond.ts";
import { sameName, shopHandle, type Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { ShopState } from "#sandbox/store/types.ts";
import { renderAppPage, renderInstallPage } from "./app-page.ts";
import { renderNotFound, renderRecords } from "./records-page.ts";

export async function answerAdminPage(
  sandbox: Sandbox,
  shop: ShopState,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const store = `/store/${shopHandle(shop)}`;
  const home = sandbox.options.hasApp ? `${store}/apps/${sandbox.app.handle}` : `${store}/orders`;
  const path = url.pathname.replace(/\/+$/, "") || "/";
  if (path === "/" || path === "/admin" || path === store) return redirect(response, home);
  if (path === "/admin/oauth/install") {
    const optional = splitScopes(url.searchParams.get("optional_scopes") ?? "");
    return sendHtml(response, 200, renderInstallPage(sandbox, shop, optional));
  }
  if (path === `${store}/install` && request.method === "POST") {
    return install(sandbox, shop, home, request, response);
  }
  const app = /^\/store\/[^/]+\/apps\/([^/]+)(\/.*)?$/.exec(url.pathname);
  if (path.startsWith(`${store}/apps/`) && app && isThisApp(sandbox, app[1] ?? "")) {
    if (!isInstalled(shop)) return sendHtml(response, 200, renderInstallPage(sandbox, shop, []));
    const appPath = (app[2] ?? "/") + url.search;
    const tunnelOrigin = sameName(sandbox.urls.tunnel, request.headers.host);
    return sendHtml(response, 200, renderAppPage(sandbox, shop, appPath, tunnelOrigin));
  }
  const page = path.startsWith(`${store}/`)
    ? renderRecords(sandbox, shop, path.slice(store.length), url.searchParams)
    : null;
  if (page !== null) return sendHtml(response, 200, page);
  sendHtml(response, 404, renderNotFound(sandbox, shop));
}

/** The app's handle and its client id both name it, as in Shopify's admin. */
function isThisApp({ app, options }: Sandbox, name: string): boolean {
  return name === app.handle || name === options.clientId;
}

async function install(
  sandbox: Sandbox,
  shop: ShopState,
  home: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fields = parseFields(await readBody(request), request.headers["content-type"] ?? "") ?? {};
  const asked = splitScopes(String(fields["optional_scopes"] ?? ""));
  const optional = asked.filter((scope) => sandbox.app.optionalScopes.includes(scope));
  installOnShop(sandbox, shop);
  if (optional.length > 0) {
    updateScopes(sandbox, shop, [...new Set([...grantedScopes(shop), ...optional])]);
  }
  redirect(response, home);
}
