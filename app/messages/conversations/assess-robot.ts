/**
 * Whether a mail was written by a person: what robots and loops are put aside for a person to look at, never answered and
 * never thrown away. Pure. Source: RFC 3834 (Auto-Submitted), RFC 2076 (Precedence), RFC 2919 (List-Id).
 */

export type MailHeaders = readonly { readonly key: string; readonly value: string }[];

export const PARK_WORDS = {
  auto_reply: "An automatic answer, such as a holiday notice.",
  mailing_robot: "Sent by a mailing list or a bulk sender, not by a person.",
  loop: "This mail went in a circle: it carries our own marks.",
  too_many: "More than 20 mails within an hour came from this sender.",
  bounce: "A mail server's report about a mail of ours.",
} as const satisfies Record<string, string>;

export type ParkCode = keyof typeof PARK_WORDS;

export const isParkCode = (text: string): text is ParkCode => Object.hasOwn(PARK_WORDS, text);

// A person sends no more within an hour; a program that answers each of our mails does.
const MOST_AN_HOUR = 20;
// Each server on the way adds one; 30 is what mail servers themselves take for a circle at the latest.
const MOST_HOPS = 30;

export type RobotQuestion = {
  /** names in lower case */
  readonly headers: MailHeaders;
  /** empty: the null sender, as reports and notices have */
  readonly envelopeFrom: string;
  readonly from: string;
  readonly mailDomain: string;
  /** mails that came in from the same sender within the last hour */
  readonly lastHour: number;
};

/** Why it is put aside; null: it is shown. */
export function assessRobot(asked: RobotQuestion): ParkCode | null {
  if (isLoop(asked)) return "loop";
  if (isAutoReply(asked)) return "auto_reply";
  if (isBulk(asked.headers)) return "mailing_robot";
  return asked.lastHour >= MOST_AN_HOUR ? "too_many" : null;
}

function isLoop({ headers, from, envelopeFrom, mailDomain }: RobotQuestion): boolean {
  const isOurs = (address: string) => address.toLowerCase().endsWith(`@${mailDomain}`);
  if (isOurs(from) || isOurs(envelopeFrom)) return true;
  if (valuesOf(headers, "x-loop").some((value) => value.toLowerCase().includes(mailDomain)))
    return true;
  if (valuesOf(headers, "x-message-number").length > 0) return true;
  return valuesOf(headers, "received").length > MOST_HOPS;
}

function isAutoReply({ headers, envelopeFrom, from }: RobotQuestion): boolean {
  const submitted = valuesOf(headers, "auto-submitted").some(
    (value) => !/^no\b/i.test(value.trim()),
  );
  const marks = ["x-autoreply", "x-autorespond"];
  return (
    submitted ||
    marks.some((name) => valuesOf(headers, name).length > 0) ||
    valuesOf(headers, "precedence").some((value) => /auto[-_]?reply/i.test(value)) ||
    envelopeFrom === "" ||
    /^(?:mailer-daemon|postmaster)@/i.test(from)
  );
}

const isBulk = (headers: MailHeaders): boolean =>
  valuesOf(headers, "precedence").some((value) => /^(?:bulk|list|junk)\b/i.test(value.trim())) ||
  ["list-id", "list-unsubscribe", "x-mailer-campaign", "feedback-id"].some(
    (name) => valuesOf(headers, name).length > 0,
  ) ||
  valuesOf(headers, "from").some((value) => /no[-_.]?reply@/i.test(value));

const valuesOf = (headers: MailHeaders, name: string): string[] =>
  headers.filter(({ key }) => key.toLowerCase() === name).map(({ value }) => value);
