/** The strip at the foot of the admin: what a real store's day would do, as buttons. Each posts to the control API. */
import { isInstalled } from "#sandbox/auth/token-route.ts";
import { html, raw, type Html } from "#sandbox/http/html.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import type { ShopState } from "#sandbox/store/types.ts";

export function renderControls(sandbox: Sandbox, shop: ShopState): Html {
  const isWithheld = Object.values(shop.withholdPersonalData).some(Boolean);
  const time = new Date(nowMs(sandbox.state.world));
  return html`<aside class="controls" aria-label="Sandbox">
    <details id="controls">
      <summary>
        <span class="controls-title">Sandbox</span>
        <span class="controls-clock"
          >Store time
          <time id="clock" datetime="${time.toISOString()}" data-zone="${shop.ianaTimezone}"
            >${formatClock(time, shop.ianaTimezone)}</time
          ></span
        >
      </summary>
      <div class="controls-body">
        <fieldset>
          <legend>Move time</legend>
          ${renderAdvance("+1 hour", 3_600_000)} ${renderAdvance("+1 day", 86_400_000)}
          ${renderAdvance("+1 week", 604_800_000)}
        </fieldset>
        <fieldset>
          <legend>Orders</legend>
          ${renderAct("New order", { action: "place_order" })}
          ${renderAct("Fulfil one", { action: "fulfil_order" })}
          ${renderAct("Cancel the newest", { action: "cancel_order" })}
        </fieldset>
        <fieldset>
          <legend>Permissions</legend>
          <button
            type="button"
            aria-pressed="${String(isWithheld)}"
            data-act="${JSON.stringify({ action: "withhold_personal_data", value: !isWithheld })}"
            data-reload
          >
            Withhold personal data
          </button>
          ${
            sandbox.options.hasApp &&
            isInstalled(shop) &&
            html`<button
              type="button"
              data-act="${JSON.stringify({ action: "uninstall" })}"
              data-confirm="Uninstall ${sandbox.app.name} from this store?"
              data-reload
            >
              Uninstall the app
            </button>`
          }
        </fieldset>
        <p class="controls-links">
          <a href="/mailbox" target="_blank" rel="noopener">Mailbox</a>
          <a href="/storefront" target="_blank" rel="noopener">Storefront</a>
          <a href="/desk" target="_blank" rel="noopener">Suppliers</a>
          <a href="/__sandbox/state" target="_blank" rel="noopener">State</a>
        </p>
      </div>
    </details>
  </aside>`;
}

export function formatClock(time: Date, timeZone: string): string {
  return time.toLocaleString("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
}

function renderAdvance(label: string, ms: number): Html {
  return html`<button type="button" data-advance="${ms}">${label}</button>`;
}

function renderAct(label: string, body: object): Html {
  return html`<button type="button" data-act="${JSON.stringify(body)}">${raw(label)}</button>`;
}
