/** What may stand in a mail's address fields. Pure. Nothing with a line break ever passes. */

// Enough for every address a shopper types; quoted local parts and comments are left out on purpose.
const ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}$/;
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;
const LOCAL_PART = /^[a-z0-9]+(?:[._+-][a-z0-9]+)*$/;
// RFC 5321, 4.5.3.1
const MAX_ADDRESS = 254;
const MAX_LOCAL_PART = 64;
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

export const isMailAddress = (text: string): boolean =>
  text.length <= MAX_ADDRESS && text.indexOf("@") <= MAX_LOCAL_PART && ADDRESS.test(text);

/** Lower case: `Ana@Example.com` and `ana@example.com` are one person to us. */
export const normalAddress = (text: string): string => text.trim().toLowerCase();

export const isMailDomain = (text: string): boolean => DOMAIN.test(text);

export const isLocalPart = (text: string): boolean =>
  text.length <= MAX_LOCAL_PART && LOCAL_PART.test(text);

/** A name or subject as one line: control characters and line breaks become a space, and it is cut at `maxLength`. */
export function oneLine(text: string, maxLength: number): string {
  const line = text.replace(CONTROL, " ").replace(/\s+/g, " ").trim();
  return [...line].slice(0, maxLength).join("");
}

/** Whether the text holds what would begin a new header line. */
export const hasLineBreak = (text: string): boolean => /[\r\n\u2028\u2029]/.test(text);
