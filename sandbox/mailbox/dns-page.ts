/** The DNS records as a page: one text, a record a line, that can be typed over. */
import { showZone } from "#sandbox/dns/dns-zone.ts";
import { html } from "#sandbox/http/html.ts";
import { renderPage } from "#sandbox/http/page-shell.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";

/** `typed` and `faults` are of a text that was not taken. */
export function renderDns(
  sandbox: Sandbox,
  refused: { typed: string; faults: string[] } | null = null,
): string {
  const records = refused?.typed ?? showZone(sandbox.state.mail.zone ?? []);
  return renderPage({
    title: "DNS",
    current: "mailbox",
    body: html`
      <p><a href="/mailbox">All mails</a></p>
      <h1>DNS records</h1>
      <p class="muted">
        Answered over UDP at 127.0.0.1:${sandbox.urls.smtpPort}. One record a line: the host, then
        its text. Other names do not exist here.
      </p>
      ${
        refused &&
        html`<p class="notice">
          These lines are not a host and its text: ${refused.faults.join(" · ")}
        </p>`
      }
      <form method="post" action="/mailbox/dns">
        <label for="records">Records</label>
        <textarea id="records" name="records" rows="12" style="width:100%;font-family:monospace">
${records}</textarea>
        <p><button type="submit">Save</button></p>
      </form>
    `,
  });
}
