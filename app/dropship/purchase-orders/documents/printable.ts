/** Text as a font can print it: a letter it lacks loses its marks, and what is left is shown as a box. Pure. */

// Letters whose mark is no combining one.
const BARE: Readonly<Record<string, string>> = {
  Ł: "L",
  ł: "l",
  Ħ: "H",
  ħ: "h",
  Đ: "D",
  đ: "d",
  Ŧ: "T",
  ŧ: "t",
  ı: "i",
  ẞ: "SS",
  "₹": "INR ",
  "₺": "TRY ",
  "₽": "RUB ",
};

export type Printable = { readonly text: string; readonly isExact: boolean };

export function toPrintable(text: string, canPrint: (codePoint: number) => boolean): Printable {
  let isExact = true;
  const printed = [...text.normalize("NFC")].map((letter) => {
    if (isLayout(letter) || covers(letter, canPrint)) return letter;
    isExact = false;
    const bare = BARE[letter] ?? letter.normalize("NFD").replace(/\p{M}/gu, "");
    return bare !== "" && [...bare].every((part) => covers(part, canPrint)) ? bare : MISSING;
  });
  return { text: printed.join(""), isExact };
}

// In every font that prints Chinese.
const MISSING = "□";

const isLayout = (letter: string): boolean => /^\s$/.test(letter);
const covers = (letter: string, canPrint: (codePoint: number) => boolean): boolean =>
  canPrint(letter.codePointAt(0) ?? 0);

/** The same for every text inside a value. */
export function makePrintable<Value>(
  value: Value,
  canPrint: (codePoint: number) => boolean,
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
