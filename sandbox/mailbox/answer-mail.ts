/** Answers a mail of the mailbox as its reader would: a real mail over SMTP to the address its Reply-To names. */
import nodemailer from "nodemailer";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { StoredMail } from "./mail-state.ts";

export type Answer = {
  text: string;
  /** a holiday notice instead of a person */
  isAutomatic: boolean;
};

/** What the other server said, taken or not. */
export async function answerMail(
  { options }: Pick<Sandbox, "options">,
  mail: StoredMail,
  { text, isAutomatic }: Answer,
): Promise<{ isTaken: boolean; said: string }> {
  if (options.inboundPort === null)
    return { isTaken: false, said: "No mail server of the app is known here (--inbound-port)." };
  const from = mail.envelopeTo[0] ?? "reader@shopper.example";
  const transport = nodemailer.createTransport({
    host: "127.0.0.1",
    port: options.inboundPort,
    ignoreTLS: true,
    name: "mailbox.sandbox",
  });
  try {
    const sent = await transport.sendMail({
      from,
      to: replyAddress(mail),
      subject: mail.subject.startsWith("Re:") ? mail.subject : `Re: ${mail.subject}`,
      text: `${text}\n\n${quote(mail)}`,
      ...(mail.messageId ? { inReplyTo: mail.messageId, references: mail.messageId } : {}),
      ...(isAutomatic ? { headers: { "Auto-Submitted": "auto-replied" } } : {}),
    });
    return { isTaken: true, said: sent.response };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { isTaken: false, said };
  } finally {
    transport.close();
  }
}

/** Reply-To where there is one, otherwise whoever it came from. */
export function replyAddress({ headers, from }: StoredMail): string {
  const named = headers.find(({ key }) => key.toLowerCase() === "reply-to")?.value ?? from;
  return /<([^>]+)>/.exec(named)?.[1] ?? named.trim();
}

function quote({ receivedAt, from, text }: StoredMail): string {
  const lines = (text ?? "").trim().split("\n");
  return `On ${receivedAt}, ${from} wrote:\n${lines.map((line) => `> ${line}`).join("\n")}`;
}
