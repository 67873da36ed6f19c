/** Numbers as people write them: currency signs, groups of thousands, either decimal sign. Never a float. Pure. */

export type DecimalSign = "." | ",";

// What stands around an amount: signs and codes of currencies, spaces of every width.
const AROUND =
  /^[\s\u00a0\u202f]*(?:[A-Z]{2,3}[$]?|[$€£¥￥₩₹元円])?[\s\u00a0\u202f]*|[\s\u00a0\u202f]*(?:[A-Z]{3}|[$€£¥￥₩₹元円])?[\s\u00a0\u202f]*$/giu;

/** What a cell says of the decimal sign; null = nothing, or either. */
export function findDecimalSign(cell: string): DecimalSign | null {
  const text = strip(cell);
  if (!/^\d[\d.,'’\s\u00a0\u202f]*$/.test(text)) return null;
  const point = text.lastIndexOf(".");
  const comma = text.lastIndexOf(",");
  if (point !== -1 && comma !== -1) return point > comma ? "." : ",";
  const at = Math.max(point, comma);
  if (at === -1) return null;
  const sign = text[at] as DecimalSign; // found above
  // "1.234.567": a sign that comes twice groups.
  if (text.indexOf(sign) !== at) return sign === "." ? "," : ".";
  // "1,234" is a thousand or 1.234; anything but three digits after it, or a zero before it, decides.
  return text.length - at - 1 === 3 && !/^0?[.,]/.test(text) ? null : sign;
}

/** The sign that most cells show; null when none does, or they contradict each other evenly. */
export function detectDecimalSign(cells: readonly string[]): DecimalSign | null {
  let points = 0;
  let commas = 0;
  for (const cell of cells) {
    const sign = findDecimalSign(cell);
    if (sign === ".") points += 1;
    if (sign === ",") commas += 1;
  }
  if (points === commas) return null;
  return points > commas ? "." : ",";
}

/**
 * The cell as a plain decimal ("1234.5", "-3"); null when it is no number. `sign` null: nobody knows which sign is the
 * decimal one, so a cell that could be read both ways is none.
 */
export function readDecimal(cell: string, sign: DecimalSign | null): string | null {
  const stripped = strip(cell.replace(/[０-９．，－]/g, toAscii));
  const isNegative = /^[-−–]|^\(.*\)$|-$/.test(stripped);
  const text = strip(stripped.replace(/^[-−–+]|^\(|\)$|-$/g, ""));
  const decimal = sign ?? findDecimalSign(text) ?? (/[.,]/.test(text) ? null : ".");
  if (decimal === null) return null;
  const at = text.lastIndexOf(decimal);
  const whole = at === -1 ? text : text.slice(0, at);
  const fraction = at === -1 ? "" : text.slice(at + 1);
  const digits = readGroups(whole === "" && fraction !== "" ? "0" : whole, decimal);
  if (digits === null || !/^\d{0,20}$/.test(fraction)) return null;
  const plain = digits.replace(/^0+(?=\d)/, "") + (fraction === "" ? "" : `.${fraction}`);
  return isNegative && /[1-9]/.test(plain) ? `-${plain}` : plain;
}

/** Digits of a whole part whose groups, if any, have three digits each. */
function readGroups(whole: string, decimal: DecimalSign): string | null {
  if (/^\d{1,20}$/.test(whole)) return whole;
  const group = decimal === "." ? "," : ".";
  const match = /^\d{1,3}(?:([.,'’\s\u00a0\u202f])\d{3})(?:\1\d{3})*$/.exec(whole);
  if (!match || match[1] === decimal || (/[.,]/.test(match[1] ?? "") && match[1] !== group))
    return null;
  return whole.replace(/\D/g, "");
}

const strip = (text: string): string => text.replace(AROUND, "");

const toAscii = (wide: string): string =>
  wide === "．"
    ? "."
    : wide === "，"
      ? ","
      : wide === "－"
        ? "-"
        : String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
