/** The mails the sandbox has accepted, newest last, and the mail records of its domains, as plain data. */
import type { DnsZone } from "#sandbox/dns/dns-zone.ts";

export type MailAttachment = { filename: string; mimeType: string; base64: string; bytes: number };

export type StoredMail = {
  id: number;
  receivedAt: string;
  envelopeFrom: string;
  envelopeTo: string[];
  /** Null: the mail had none. */
  messageId: string | null;
  from: string;
  to: string[];
  subject: string;
  text: string | null;
  html: string | null;
  headers: { key: string; value: string }[];
  attachments: MailAttachment[];
  bytes: number;
};

export type MailState = {
  nextId: number;
  mails: StoredMail[];
  /** How often each Message-ID has arrived physically, kept when old mails are dropped. */
  arrivals: Record<string, number>;
  /** What the DNS server answers. Absent in states of before it: nothing. */
  zone?: DnsZone;
};

// 2,000 mails of about 30 kB are 60 MB: more than a demo writes, bounded for a load test.
const MAX_MAILS = 2_000;

export function emptyMail(): MailState {
  return { nextId: 1, mails: [], arrivals: {}, zone: [] };
}

export function storeMail(state: MailState, mail: Omit<StoredMail, "id">): StoredMail {
  const stored = { id: state.nextId, ...mail };
  state.nextId += 1;
  state.mails.push(stored);
  if (mail.messageId !== null) {
    state.arrivals[mail.messageId] = (state.arrivals[mail.messageId] ?? 0) + 1;
  }
  if (state.mails.length > MAX_MAILS) state.mails.splice(0, state.mails.length - MAX_MAILS);
  return stored;
}

/** Message-IDs that arrived more than once: the same mail was physically sent again. */
export function listRepeats(state: MailState): { messageId: string; count: number }[] {
  return Object.entries(state.arrivals)
    .filter(([, count]) => count > 1)
    .map(([messageId, count]) => ({ messageId, count }));
}
