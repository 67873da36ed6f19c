/**
 * Keeps what values say apart from what the template says. A customer called `[Click](https://evil)` must stay text:
 * characters that make blocks are swapped for stand-ins while the text is taken apart, and back afterwards. Pure.
 */

// Private Use Area: no keyboard writes them, and what brings them along loses them.
const FIRST = 0xe000;
const MARKS = ["[", "]", "(", ")", "-", "\\"] as const;
const STAND_INS = /[\ue000-\ue0ff]/g;
// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff\ufff9-\uffff]/g;

/** A value as one line of text that cannot begin a list, a link or a paragraph. */
export function protectValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? listText(value) : String(value);
  // A captured text comes by twice and keeps its stand-ins; a value's own were taken away by cleanValue.
  return text.replace(/[\r\n\u2028\u2029\t]+/g, " ").replace(/[[\]()\-\\]/g, standIn);
}

/** A fact before it is given to a template: without characters that could pass for ours. */
export const cleanValue = (text: string): string =>
  text.replace(STAND_INS, "").replace(CONTROL, "");

/** The text as it is to be read. */
export const restoreValue = (text: string): string =>
  text.replace(STAND_INS, (mark) => MARKS[mark.charCodeAt(0) - FIRST] ?? "");

const standIn = (mark: string): string =>
  String.fromCharCode(FIRST + (MARKS as readonly string[]).indexOf(mark));

const listText = (value: object): string =>
  Array.isArray(value) ? value.filter((one) => typeof one !== "object").join(", ") : "";
