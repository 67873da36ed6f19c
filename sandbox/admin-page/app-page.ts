/** The page that holds the app: its iframe when it is installed, the install screen when it is not. */
import { randomUUID } from "node:crypto";
import { buildLaunchUrl } from "#sandbox/auth/launch-url.ts";
import { getStaffUser } from "#sandbox/auth/staff.ts";
import { html, jsonScript, raw } from "#sandbox/http/html.ts";
import { shopHandle, type Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { ShopState } from "#sandbox/store/types.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import { renderAdmin } from "./admin-layout.ts";
import { describeScopes } from "./describe-scopes.ts";

/** `path` is the app's own path and query, starting with "/"; `tunnelOrigin` is where the browser finds the app. */
export function renderAppPage(
  sandbox: Sandbox,
  shop: ShopState,
  path: string,
  tunnelOrigin: string,
): string {
  const { app, options } = sandbox;
  const user = getStaffUser(sandbox.state.auth.staffUserId);
  const src = buildLaunchUrl({
    tunnelOrigin,
    path,
    shopDomain: shop.domain,
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    userId: user.id,
    locale: user.locale,
    sessionId: randomUUID(),
    nowMs: nowMs(sandbox.state.world),
  });
  const store = `/store/${shopHandle(shop)}`;
  return renderAdmin(sandbox, shop, {
    title: app.name,
    section: "app",
    isFrame: true,
    head: jsonScript("frame-config", {
      appOrigin: tunnelOrigin,
      appBase: `${store}/apps/${app.handle}`,
      store,
      shop: shop.domain,
    }),
    body: html`
      <div class="app-bar">
        <h1 id="app-title">${app.name}</h1>
        <div class="app-actions" id="app-actions"></div>
      </div>
      <div class="save-bar" id="save-bar" role="region" aria-label="Unsaved changes" hidden>
        <span>Unsaved changes</span>
        <button type="button" id="save-bar-discard">Discard</button>
        <button type="button" id="save-bar-save" class="primary">Save</button>
      </div>
      <div class="progress" id="progress" role="progressbar" aria-label="Loading" hidden></div>
      <iframe
        id="app-frame"
        name="app-iframe"
        title="${app.name}"
        src="${src}"
        allow="clipboard-write"
      ></iframe>
    `,
  });
}

export function renderInstallPage(
  sandbox: Sandbox,
  shop: ShopState,
  optionalScopes: string[],
): string {
  const { app } = sandbox;
  const scopes = [...app.scopes, ...optionalScopes];
  return renderAdmin(sandbox, shop, {
    title: `Install ${app.name}`,
    section: "app",
    isFrame: false,
    body: html`
      <div class="install">
        <h1>Install ${app.name}</h1>
        <p>${app.name} will be able to do this in ${shop.name}:</p>
        ${
          scopes.length === 0
            ? html`<p class="muted">shopify.app.toml asks for no access scopes yet.</p>`
            : html`<ul class="scopes">
                ${describeScopes(scopes).map(
                  ({ what, verbs }) => html`<li><strong>${verbs}</strong> ${what}</li>`,
                )}
              </ul>`
        }
        <form method="post" action="/store/${shopHandle(shop)}/install">
          <input type="hidden" name="optional_scopes" value="${optionalScopes.join(",")}" />
          <button class="primary" type="submit">Install</button>
        </form>
        <details>
          <summary>Scopes by name (${scopes.length})</summary>
          <p class="muted">${raw(scopes.join("<br>"))}</p>
        </details>
      </div>
    `,
  });
}
