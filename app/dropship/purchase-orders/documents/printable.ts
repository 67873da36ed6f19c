/**
 * Text as the fonts at hand can print it. A letter that none of them has loses its marks, is written with Latin letters,
 * or stands as `[?]`, which nobody takes for a part of a name. Pure.
 */
import { romaniseHangul } from "./romanise-hangul.ts";

// Letters whose mark is no combining one, and signs that have a plain word.
const BARE: Readonly<Record<string, string>> = {
  Ł: "L",
  ł: "l",
  Ħ: "H",
  ħ: "h",
  Đ: "D",
  đ: "d",
  Ŧ: "T",
  ŧ: "t",
  Ŋ: "Ng",
  ŋ: "ng",
  ı: "i",
  ĸ: "q",
  Ə: "E",
  ə: "e",
  ẞ: "SS",
  Œ: "OE",
  œ: "oe",
  Ƒ: "F",
  ƒ: "f",
  // Ukrainian, Belarusian, Serbian, Macedonian: Cyrillic fonts made for Chinese know the Russian letters alone.
  І: "I",
  і: "i",
  Є: "Е",
  є: "е",
  Ґ: "Г",
  ґ: "г",
  Ў: "У",
  ў: "у",
  Ђ: "Дь",
  ђ: "дь",
  Ћ: "Ч",
  ћ: "ч",
  Љ: "Ль",
  љ: "ль",
  Њ: "Нь",
  њ: "нь",
  Џ: "Дж",
  џ: "дж",
  Ј: "Й",
  ј: "й",
  Ѕ: "Дз",
  ѕ: "дз",
  ς: "σ",
  "‐": "-",
  "‑": "-",
  "‚": ",",
  "„": '"',
  "₹": "INR ",
  "₺": "TRY ",
  "₽": "RUB ",
  "₴": "UAH ",
  "₫": "VND ",
  "₩": "KRW ",
  "₪": "ILS ",
  "₱": "PHP ",
  "₦": "NGN ",
};

export type Printable = { readonly text: string; readonly isExact: boolean };

type CanPrint = (codePoint: number) => boolean;

export function toPrintable(text: string, canPrint: CanPrint): Printable {
  let isExact = true;
  let printed = "";
  for (const letter of text.normalize("NFC")) {
    if (letter === "\n" || (covers(letter, canPrint) && letter !== "\t")) printed += letter;
    else if (/^\s$/.test(letter)) printed += " ";
    // They join letters or choose their look, and have none of their own.
    else if (!/^[\p{Cf}\u{FE00}-\u{FE0F}]$/u.test(letter)) {
      isExact = false;
      const plain = plainLetter(letter, canPrint, printed);
      if (plain !== null) printed += plain;
      // Of several in a row one says enough.
      else if (!printed.endsWith(MISSING)) printed += MISSING;
    }
  }
  return { text: printed, isExact };
}

const MISSING = "[?]";

/** Null: nothing readable stands for it. `before` tells whether a word begins. */
function plainLetter(letter: string, canPrint: CanPrint, before: string): string | null {
  const bare = BARE[letter] ?? romaniseHangul(letter, !/\p{L}$/u.test(before)) ?? strip(letter);
  // A mark alone, which no letter with it exists of.
  if (bare === "" && /^\p{M}$/u.test(letter)) return "";
  const parts = [...bare].map((part) => BARE[part] ?? part).join("");
  return parts !== "" && [...parts].every((part) => covers(part, canPrint)) ? parts : null;
}

const strip = (letter: string): string => letter.normalize("NFKD").replace(/\p{M}/gu, "");

const covers = (letter: string, canPrint: CanPrint): boolean =>
  canPrint(letter.codePointAt(0) ?? 0);

/** The same for every text inside a value. */
export function makePrintable<Value>(
  value: Value,
  canPrint: CanPrint,
): { readonly value: Value; readonly isExact: boolean } {
  let isExact = true;
  const walk = (part: unknown): unknown => {
    if (typeof part === "string") {
      const printable = toPrintable(part, canPrint);
      isExact &&= printable.isExact;
      return printable.text;
    }
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== "object" || part === null || part instanceof Date) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]));
  };
  // Texts become texts and everything else stays: the shape is the same.
  return { value: walk(value) as Value, isExact };
}
