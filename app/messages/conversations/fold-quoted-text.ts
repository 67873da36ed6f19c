/**
 * Parts what a person wrote from what their mail program quoted below it. Pure. When in doubt nothing is folded: words that
 * are hidden by mistake are worse than a quote that is shown.
 */

export type FoldedText = {
  readonly said: string;
  /** null: nothing was quoted */
  readonly quoted: string | null;
};

// How programs announce a quote, in the languages we write: at most three lines that end in a colon before a quoted line.
const ANNOUNCED =
  /(?:\bwrote|\bschrieb|a écrit|escribió|ha scritto|写道|書きました|のメール)\s*[:：]?\s*$|[:：]\s*$/i;
const DATED = /\d{1,4}|@/;
// Outlook quotes without marks, below a line or a block of headings.
const DIVIDER =
  /^\s*(?:-{2,}\s*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original|原始邮件|元のメッセージ)\s*-{2,}|_{20,}|-{20,})\s*$/i;
const HEADING = /^\s*\*?(?:from|von|de|发件人|差出人)\*?\s*[:：]\s*\S/i;
const NEXT_HEADING =
  /^\s*\*?(?:sent|to|date|subject|gesendet|an|datum|betreff|envoyé|à|objet|enviado|para|fecha|asunto|发送时间|收件人|主题|送信日時|宛先|件名)\*?\s*[:：]/i;

export function foldQuotedText(text: string): FoldedText {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const from = findQuote(lines);
  if (from === null) return { said: text.replace(/\r\n?/g, "\n").trim(), quoted: null };
  const said = lines.slice(0, from).join("\n").trim();
  const quoted = lines.slice(from).join("\n").trim();
  // A mail that is all quote says nothing but it: shown as it is.
  return said === "" ? { said: quoted, quoted: null } : { said, quoted: quoted || null };
}

/** The first line from which on everything is quoted; null: none. */
function findQuote(lines: readonly string[]): number | null {
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (DIVIDER.test(line) && lines.slice(at + 1, at + 4).some((next) => HEADING.test(next)))
      return at;
    if (/^\s*-{2,}\s*\p{L}.*\p{L}\s*-{2,}\s*$/u.test(line) && DIVIDER.test(line)) return at;
    if (HEADING.test(line) && lines.slice(at + 1, at + 4).some((next) => NEXT_HEADING.test(next)))
      return at;
    if (isQuoted(line) && isQuotedToTheEnd(lines, at)) return startOfAnnouncement(lines, at);
  }
  return null;
}

const isQuoted = (line: string): boolean => /^\s*>/.test(line);

/** Whoever answers between the lines has words of their own further down: then nothing is folded. */
function isQuotedToTheEnd(lines: readonly string[], from: number): boolean {
  const rest = lines.slice(from).filter((line) => line.trim() !== "");
  const own = rest.findIndex((line) => !isQuoted(line));
  return own < 0 || /^\s*--\s*$/.test(rest[own] ?? "");
}

/** "On 3 May, Ana wrote:" stands right above, broken over up to three lines. */
function startOfAnnouncement(lines: readonly string[], quoteAt: number): number {
  let last = quoteAt - 1;
  while (last >= 0 && (lines[last] ?? "").trim() === "") last -= 1;
  if (last < 0 || !ANNOUNCED.test(lines[last] ?? "")) return quoteAt;
  let first = last;
  while (first > 0 && last - first < 2 && (lines[first - 1] ?? "").trim() !== "") first -= 1;
  const announcement = lines.slice(first, last + 1).join(" ");
  if (!DATED.test(announcement)) return quoteAt;
  // Three lines of somebody's own text may stand right above: only the last line is surely the announcement.
  const starts = lines
    .slice(first, last + 1)
    .findIndex((line) => /^\s*(?:on|am|le|el|il)\s/i.test(line) || /^\s*\d{4}/.test(line));
  return starts < 0 ? last : first + starts;
}
