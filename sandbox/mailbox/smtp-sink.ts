/**
 * A real SMTP server on loopback that accepts every mail, with or without sign-in, and delivers it to the mailbox. The same
 * port over UDP is the DNS server that checks of a sender's domain ask.
 */
import PostalMime, { type Address, type Email } from "postal-mime";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { startDnsServer } from "#sandbox/dns/dns-server.ts";
import { nextFault, type FaultKind } from "#sandbox/http/fault-state.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { storeMail, type StoredMail } from "./mail-state.ts";

export type SmtpSink = { port: number; stop: () => Promise<void> };

// 30 MB: above what mail providers accept, so that a mail that is too big is the sender's own finding.
const MAX_MAIL_BYTES = 30 * 1024 * 1024;

const REPLIES: Partial<Record<FaultKind, { code: number; text: string }>> = {
  smtp_421: { code: 421, text: "Service not available, closing transmission channel" },
  smtp_451: { code: 451, text: "Requested action aborted: try again later" },
  smtp_550: { code: 550, text: "No such user here" },
};

export async function startSmtpSink(sandbox: Sandbox, port: number): Promise<SmtpSink> {
  const server = new SMTPServer({
    name: "mailbox.sandbox",
    size: MAX_MAIL_BYTES,
    authOptional: true,
    allowInsecureAuth: true,
    // TLS is not offered: everything stays on loopback, and a self-made certificate would only be refused.
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? "anyone" }),
    onData: (stream, session, done) =>
      // A sender that dies in the middle of a mail leaves a stream that fails: what came is no mail.
      void receiveMail(sandbox, stream, session, done).catch(() =>
        done(Object.assign(new Error("The mail could not be read"), { responseCode: 451 })),
      ),
  });
  server.on("error", (error: NodeJS.ErrnoException) => {
    // A client that drops its connection is everyday life; a port that cannot be opened rejects below.
    if (error.syscall === "listen") return;
  });
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.server.address();
  const smtpPort = typeof address === "object" && address !== null ? address.port : port;
  const dns = await startDnsServer(() => sandbox.state.mail.zone ?? [], smtpPort);
  return {
    port: smtpPort,
    stop: async () => {
      await dns.stop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function receiveMail(
  sandbox: Sandbox,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  done: (error?: Error | null, message?: string) => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  const fault = nextFault(sandbox.faults, { path: "smtp", shop: null, operations: [] });
  const refusal = fault ? REPLIES[fault.kind] : undefined;
  if (refusal) {
    done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
    return;
  }
  if (fault?.kind === "slow") await new Promise((resolve) => setTimeout(resolve, fault.ms));
  const raw = Buffer.concat(chunks);
  const mail = storeMail(sandbox.state.mail, toMail(await PostalMime.parse(raw), session, raw));
  if (fault?.kind === "smtp_cut_after_accept") {
    // The mail is in; the sender never hears so.
    done(Object.assign(new Error("connection lost"), { responseCode: 421 }));
    return;
  }
  done(null, `queued as ${mail.id}`);
}

function toMail(email: Email, session: SMTPServerSession, raw: Buffer): Omit<StoredMail, "id"> {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    receivedAt: new Date().toISOString(),
    envelopeFrom: mailFrom === false ? "" : mailFrom.address,
    envelopeTo: rcptTo.map((recipient) => recipient.address),
    messageId: email.messageId ?? null,
    from: email.from ? showAddress(email.from) : "",
    to: (email.to ?? []).map(showAddress),
    subject: email.subject ?? "",
    text: email.text ?? null,
    html: email.html ?? null,
    headers: email.headers.map(({ key, value }) => ({ key, value })),
    attachments: email.attachments.map(({ filename, mimeType, content }) => {
      const bytes = Buffer.from(content as ArrayBuffer); // postal-mime gives an ArrayBuffer by default
      return {
        filename: filename ?? "attachment",
        mimeType,
        base64: bytes.toString("base64"),
        bytes: bytes.length,
      };
    }),
    bytes: raw.length,
  };
}

function showAddress({ name, address }: Address): string {
  return name ? `${name} <${address ?? ""}>` : (address ?? "");
}
