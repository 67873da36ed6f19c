/** The mailbox as a page: the list with physical repeats, and one mail with its HTML in a frame that runs nothing. */
import { html, type Html } from "#sandbox/http/html.ts";
import { renderPage } from "#sandbox/http/page-shell.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { replyAddress } from "./answer-mail.ts";
import { listRepeats, type StoredMail } from "./mail-state.ts";

export function renderMailbox(sandbox: Sandbox, notice: string | null = null): string {
  const { mail } = sandbox.state;
  const repeats = listRepeats(mail);
  const newest = [...mail.mails].reverse().slice(0, 200);
  return renderPage({
    title: "Mailbox",
    current: "mailbox",
    body: html`
      <h1>Mailbox</h1>
      <p class="muted">
        Every mail sent to 127.0.0.1:${sandbox.urls.smtpPort} ends here. Nothing leaves this
        machine. <a href="/mailbox/dns">DNS records of your domains</a>
      </p>
      ${notice && html`<p class="notice">${notice}</p>`}
      ${
        repeats.length > 0 &&
        html`<p class="notice">
          Sent more than once: ${repeats.map(({ messageId, count }) => `${messageId} (${count}×) `)}
        </p>`
      }
      ${
        newest.length === 0
          ? html`<p class="empty">
              No mail yet. A mail appears here as soon as the app sends one.
            </p>`
          : html`<ul class="rows">
              ${newest.map((one) => renderRow(one, mail.arrivals[one.messageId ?? ""] ?? 1))}
            </ul>`
      }
      ${
        mail.mails.length > newest.length &&
        html`<p class="muted">The newest ${newest.length} of ${mail.mails.length} are shown.</p>`
      }
    `,
  });
}

/** `typed`: an answer that was not taken. */
export function renderMail(
  sandbox: Sandbox,
  mail: StoredMail,
  answered: { notice: string; typed: string } | null = null,
): string {
  const count = sandbox.state.mail.arrivals[mail.messageId ?? ""] ?? 1;
  return renderPage({
    title: mail.subject || "Mail",
    current: "mailbox",
    body: html`
      <p><a href="/mailbox">All mails</a></p>
      <h1>${mail.subject || "(no subject)"}</h1>
      ${answered && html`<p class="notice">${answered.notice}</p>`}
      <dl class="facts">
        <dt>From</dt>
        <dd>${mail.from}</dd>
        <dt>To</dt>
        <dd>${mail.to.join(", ")}</dd>
        <dt>Delivered to</dt>
        <dd>${mail.envelopeTo.join(", ")}</dd>
        <dt>Received</dt>
        <dd><time datetime="${mail.receivedAt}">${mail.receivedAt}</time></dd>
        <dt>Message-ID</dt>
        <dd>
          ${mail.messageId ?? "none"}${count > 1 && html` <strong>arrived ${count}×</strong>`}
        </dd>
      </dl>
      ${mail.attachments.length > 0 && renderAttachments(mail)}
      ${
        mail.html !== null &&
        html`<iframe
          class="mail-body"
          sandbox="allow-popups"
          title="HTML of this mail"
          src="/mailbox/${mail.id}/body"
        ></iframe>`
      }
      ${
        mail.text !== null &&
        html`<details ${mail.html === null && "open"}>
          <summary>Plain text</summary>
          <pre>${mail.text}</pre>
        </details>`
      }
      ${sandbox.options.inboundPort !== null && renderAnswer(mail, answered?.typed ?? "")}
      <details>
        <summary>Headers</summary>
        <pre>${mail.headers.map(({ key, value }) => `${key}: ${value}\n`)}</pre>
      </details>
    `,
  });
}

function renderRow(mail: StoredMail, count: number): Html {
  return html`<li>
    <a href="/mailbox/${mail.id}">
      <span class="row-title">${mail.subject || "(no subject)"}</span>
      <span class="muted">${mail.envelopeTo.join(", ")}</span>
      <span class="muted"><time datetime="${mail.receivedAt}">${mail.receivedAt}</time></span>
      ${mail.attachments.length > 0 && html`<span class="tag">${mail.attachments.length} file(s)</span>`}
      ${count > 1 && html`<span class="tag warn">${count}×</span>`}
    </a>
  </li>`;
}

/** Answers as the reader of the mail, to the address it names for that. */
function renderAnswer(mail: StoredMail, typed: string): Html {
  return html`<form method="post" action="/mailbox/${mail.id}/reply">
    <h2>Reply</h2>
    <p class="muted">
      From ${mail.envelopeTo[0] ?? "its reader"} to ${replyAddress(mail)}, with this mail quoted.
    </p>
    <label for="text">Text</label>
    <textarea id="text" name="text" rows="4" style="width:100%" required>${typed}</textarea>
    <p>
      <label><input type="checkbox" name="automatic" /> as an automatic answer</label>
    </p>
    <p><button type="submit">Reply</button></p>
  </form>`;
}

function renderAttachments(mail: StoredMail): Html {
  return html`<ul class="rows">
    ${mail.attachments.map(
      (file, index) =>
        html`<li>
          <a href="/mailbox/${mail.id}/attachments/${index}">
            <span class="row-title">${file.filename}</span>
            <span class="muted">${file.mimeType}, ${file.bytes} bytes</span>
          </a>
        </li>`,
    )}
  </ul>`;
}
