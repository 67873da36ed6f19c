/** `/mailbox` and `/__sandbox/mail`: what the SMTP sink has received, for people and for tests. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { parseZone } from "#sandbox/dns/dns-zone.ts";
import {
  parseFields,
  readBody,
  redirect,
  send,
  sendHtml,
  sendJson,
} from "#sandbox/http/respond.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { listRepeats, type StoredMail } from "./mail-state.ts";
import { answerMail } from "./answer-mail.ts";
import { renderDns } from "./dns-page.ts";
import { renderMailbox, renderMail } from "./mailbox-page.ts";

/** `GET /__sandbox/mail?to=…&subject=…&since=ID`: newest last, with the repeats counted. */
export function answerMailJson(sandbox: Sandbox, url: URL, response: ServerResponse): void {
  const { mail } = sandbox.state;
  const to = url.searchParams.get("to")?.toLowerCase();
  const subject = url.searchParams.get("subject")?.toLowerCase();
  const since = Number(url.searchParams.get("since") ?? 0);
  const mails = mail.mails.filter(
    (one) =>
      one.id > since &&
      (!to || one.envelopeTo.some((address) => address.toLowerCase() === to)) &&
      (!subject || one.subject.toLowerCase().includes(subject)),
  );
  sendJson(response, 200, {
    total: mail.mails.length,
    distinctMessageIds: Object.keys(mail.arrivals).length,
    repeats: listRepeats(mail),
    mails: mails.map(withoutContent),
  });
}

/** `/mailbox`, `/mailbox/dns`, `/mailbox/12`, `/mailbox/12/body`, `/mailbox/12/reply`, `/mailbox/12/attachments/0`. */
export async function answerMailbox(
  sandbox: Sandbox,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, id, part, index] = path.split("/").filter((piece) => piece !== "");
  if (id === "dns") return answerDns(sandbox, request, response);
  if (id === undefined) {
    sendHtml(response, 200, renderMailbox(sandbox));
    return;
  }
  const mail = sandbox.state.mail.mails.find((one) => one.id === Number(id));
  if (!mail) sendHtml(response, 404, renderMailbox(sandbox, "This mail is no longer here."));
  else if (part === undefined) sendHtml(response, 200, renderMail(sandbox, mail));
  else if (part === "body") sendBody(response, mail);
  else if (part === "reply") await answerReply(sandbox, mail, request, response);
  else sendAttachment(response, mail, Number(index));
}

/** A person answers the mail; what the app's mail server said is shown with it. */
async function answerReply(
  sandbox: Sandbox,
  mail: StoredMail,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST") return redirect(response, `/mailbox/${mail.id}`);
  const fields = parseFields(await readBody(request), request.headers["content-type"] ?? "");
  const text = String(fields?.["text"] ?? "");
  const isAutomatic = fields?.["automatic"] === "on";
  const { isTaken, said } = await answerMail(sandbox, mail, { text, isAutomatic });
  const notice = `${isTaken ? "Sent" : "Not taken"}: ${said}`;
  sendHtml(
    response,
    isTaken ? 200 : 502,
    renderMail(sandbox, mail, { notice, typed: isTaken ? "" : text }),
  );
}

/** The DNS records of the store's domains: shown, and with a POST replaced. */
async function answerDns(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== "POST") return sendHtml(response, 200, renderDns(sandbox));
  const type = request.headers["content-type"] ?? "";
  const typed = String(parseFields(await readBody(request), type)?.["records"] ?? "");
  const { zone, faults } = parseZone(typed);
  if (faults.length > 0) return sendHtml(response, 422, renderDns(sandbox, { typed, faults }));
  sandbox.state.mail.zone = zone;
  return redirect(response, "/mailbox/dns");
}

/** The mail's HTML, alone in a document that may run and load nothing. */
function sendBody(response: ServerResponse, mail: StoredMail): void {
  sendHtml(response, 200, mail.html ?? "", {
    "content-security-policy":
      "sandbox allow-popups; default-src 'none'; img-src data:; style-src 'unsafe-inline'",
  });
}

function sendAttachment(response: ServerResponse, mail: StoredMail, index: number): void {
  const attachment = mail.attachments[index];
  if (!attachment) return send(response, 404, "no such attachment");
  const filename = encodeURIComponent(attachment.filename);
  send(response, 200, Buffer.from(attachment.base64, "base64"), {
    "content-type": attachment.mimeType,
    "content-disposition": `attachment; filename*=UTF-8''${filename}`,
    "x-content-type-options": "nosniff",
  });
}

function withoutContent(mail: StoredMail): object {
  const attachments = mail.attachments.map(({ filename, mimeType, bytes }) => ({
    filename,
    mimeType,
    bytes,
  }));
  return { ...mail, attachments };
}
