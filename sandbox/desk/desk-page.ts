/** The suppliers' desk: who they are, how they are reached, what they received and did. */
import { html, type Html } from "#sandbox/http/html.ts";
import { renderPage } from "#sandbox/http/page-shell.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { countRepeats, describeSupplier } from "./describe-desk.ts";
import { openDesk } from "./desk-state.ts";
import { DESK_SUPPLIERS, TEMPER_WORDS } from "./desk-suppliers.ts";
import type { DeskOrder, DeskSupplier } from "./desk-types.ts";
import { describeFeed } from "./feeds/make-feed.ts";
import { DOLLAR_RATES } from "./feeds/price-list.ts";

const SHOWN_ORDERS = 50;

export function renderDesk(sandbox: Sandbox, problem: string | null = null): string {
  return renderPage({
    title: "Suppliers",
    current: "desk",
    body: html`
      <h1>Suppliers</h1>
      <p class="muted">
        Eight suppliers who answer purchase orders by themselves, on the store's clock. Move time in
        the admin to see them act.
      </p>
      ${problem && html`<p class="notice" role="alert">${problem}</p>`}
      ${DESK_SUPPLIERS.map((supplier) => renderSupplier(sandbox, supplier))}
    `,
  });
}

function renderSupplier(sandbox: Sandbox, supplier: DeskSupplier): Html {
  const { code, name, currency } = supplier;
  const orders = openDesk(sandbox).orders.filter((order) => order.supplier === code);
  const { sftp, https, feed } = describeSupplier(sandbox, supplier);
  const rate = DOLLAR_RATES[currency] ?? 1;
  return html`<section class="panel" id="${code}" aria-labelledby="${code}-name">
    <h2 id="${code}-name">${name}</h2>
    <p>${TEMPER_WORDS[supplier.temper]}</p>
    <p><a href="${feed}">Price list</a> <span class="muted">${describeFeed(code)}</span></p>
    <details>
      <summary>How to reach ${supplier.person}</summary>
      <dl class="facts">
        <dt>E-mail</dt>
        <dd>${supplier.email}</dd>
        <dt>Currency</dt>
        <dd>${currency}${rate !== 1 && html` (1 ${currency} = ${(1 / rate).toFixed(6)} USD)`}</dd>
        <dt>Time zone</dt>
        <dd>${supplier.timeZone}</dd>
        <dt>SFTP</dt>
        <dd>${sftp.host}, port ${sftp.port}, user ${sftp.username}, password ${sftp.password}</dd>
        <dt>SFTP folders</dt>
        <dd>${sftp.directory} for purchase orders, ${sftp.feed} with the price list</dd>
        <dt>HTTP</dt>
        <dd>${https.url}</dd>
        <dt>Signing secret</dt>
        <dd>${https.secret}</dd>
        <dt>Price list to fetch</dt>
        <dd>${https.feed}</dd>
      </dl>
    </details>
    ${
      orders.length === 0
        ? html`<p class="muted">No purchase orders yet.</p>`
        : html`<ul class="rows">
            ${orders.slice(-SHOWN_ORDERS).reverse().map(renderOrder)}
          </ul>`
    }
  </section>`;
}

function renderOrder(order: DeskOrder): Html {
  const repeats = countRepeats(order);
  return html`<li style="padding:.7rem .9rem">
    <strong>${order.number}</strong> ${order.revision > 1 && html`R${order.revision} `}
    <span class="tag">${order.state}</span>
    ${repeats > 0 && html`<span class="tag warn">arrived ${repeats + 1} times</span>`}
    <span class="muted">by ${order.arrivals.at(-1)?.channel}, ${order.receivedAt}</span>
    <ul>
      ${order.lines.map(({ units, title, sku }) => html`<li>${units} × ${title} (${sku})</li>`)}
      ${order.deeds.map(({ at, what, ok }) => html`<li>${at}: ${what}${!ok && " (not taken)"}</li>`)}
    </ul>
    <form method="post" action="/desk" style="display:flex;flex-wrap:wrap;gap:.5rem">
      <input type="hidden" name="supplier" value="${order.supplier}" />
      <input type="hidden" name="number" value="${order.number}" />
      <button name="act" value="accept">Accept</button>
      <button name="act" value="decline">Decline</button>
      <button name="act" value="ship">Ship</button>
      <button name="act" value="nothing">Do nothing</button>
    </form>
  </li>`;
}
