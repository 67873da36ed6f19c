/** The desk's mail round: mails to a supplier's address that it has not read yet. */
import readXlsxFile from "read-excel-file/node";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import type { StoredMail } from "#sandbox/mailbox/mail-state.ts";
import { openDesk, receivePaper } from "./desk-state.ts";
import { DESK_SUPPLIERS } from "./desk-suppliers.ts";
import { readPurpose, readRows, readTable, type Paper } from "./read-paper.ts";

export async function readMails(sandbox: Sandbox): Promise<void> {
  const desk = openDesk(sandbox);
  const { mails, nextId } = sandbox.state.mail;
  // The mailbox was emptied and counts from one again.
  if (desk.lastMailId >= nextId) desk.lastMailId = 0;
  for (const mail of mails.filter(({ id }) => id > desk.lastMailId)) {
    desk.lastMailId = mail.id;
    for (const supplier of DESK_SUPPLIERS) {
      if (!mail.envelopeTo.some((address) => address.toLowerCase() === supplier.email)) continue;
      const paper = await readMail(mail);
      const id = mail.messageId ?? `mail ${mail.id}`;
      if (paper) receivePaper(sandbox, { supplier: supplier.code, channel: "mail", id }, paper);
    }
  }
}

/** Null: a mail about something else. */
async function readMail(mail: StoredMail): Promise<Paper | null> {
  const header = (name: string) => mail.headers.find(({ key }) => key === name)?.value;
  const number = header("x-purchase-order");
  if (!number) return null;
  const table = await readAttachment(mail);
  return {
    number,
    purpose: readPurpose(header("x-purchase-order-purpose")),
    revision: Number(header("x-purchase-order-revision") ?? 1),
    isMarkedCopy: table?.isMarkedCopy ?? false,
    lines: table?.lines ?? [],
    country: table?.country ?? null,
    link: table?.link ?? findLink(mail.text ?? mail.html ?? ""),
  };
}

async function readAttachment(mail: StoredMail): Promise<Paper | null> {
  for (const { filename, base64 } of mail.attachments) {
    const bytes = Buffer.from(base64, "base64");
    if (/\.csv$/i.test(filename)) return readTable(bytes.toString("utf8"));
    if (/\.xlsx$/i.test(filename)) return readWorkbook(bytes);
  }
  return null;
}

async function readWorkbook(bytes: Buffer): Promise<Paper | null> {
  const [sheet] = await readXlsxFile(bytes);
  const [header = [], ...rows] = sheet?.data ?? [];
  const names = header.map((name) => String(name).trim().toLowerCase());
  return readRows(
    rows.map((cells) =>
      Object.fromEntries(names.map((name, index) => [name, String(cells[index] ?? "")])),
    ),
  );
}

/** The address of the page to answer on, wherever in the text it stands. */
function findLink(text: string): string | null {
  return /https?:\/\/[^\s"'<>,;]+\/supplier\/[^\s"'<>,;)]+/.exec(text)?.[0] ?? null;
}
