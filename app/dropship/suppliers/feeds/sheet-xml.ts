/** Rows of a worksheet's XML as it streams past, and the parts of a workbook they point into. Pure. */
import type { FeedRecord } from "./read-records.ts";

export type SheetParts = {
  readonly texts: readonly string[];
  /** styles whose numbers are dates */
  readonly dateStyles: ReadonlySet<number>;
  readonly isDate1904: boolean;
};

// A row of 16,384 cells, which is the widest there is, with long texts.
const LONGEST_ROW = 4_000_000;
const MOST_COLUMNS = 500;
const MS_PER_DAY = 86_400_000;

/** Whole elements `<name …>…</name>` or `<name …/>` of a stream of XML. null = one of them does not end. */
export function createElementReader(name: string) {
  let rest = "";
  const pattern = new RegExp(`<${name}(?:\\s[^>]*?)?(?:/>|>[\\s\\S]*?</${name}>)`, "g");
  return (text: string): readonly string[] | null => {
    rest += text;
    const elements: string[] = [];
    let end = 0;
    for (const match of rest.matchAll(pattern)) {
      elements.push(match[0]);
      end = match.index + match[0].length;
    }
    rest = rest.slice(end);
    // Nothing open: only a tag that was cut off may matter.
    if (!rest.includes(`<${name}`)) rest = rest.slice(Math.max(0, rest.lastIndexOf("<")));
    return rest.length > LONGEST_ROW ? null : elements;
  };
}

/** Cells by their column; a row without a number follows the one before. */
export function readRowElement(
  element: string,
  previousLine: number,
  parts: SheetParts,
): FeedRecord {
  const line = Number(/^<row[^>]*?\sr="(\d+)"/.exec(element)?.[1] ?? previousLine + 1);
  const cells: string[] = [];
  for (const [, attributes = "", content = ""] of element.matchAll(
    /<c(\s[^>]*?)?(?:\/>|>([\s\S]*?)<\/c>)/g,
  )) {
    const at = columnOf(/\sr="([A-Z]+)\d*"/.exec(attributes)?.[1] ?? null) ?? cells.length;
    if (at >= MOST_COLUMNS) continue;
    while (cells.length < at) cells.push("");
    cells[at] = readCell(attributes, content, parts);
  }
  return { line, cells };
}

function readCell(attributes: string, content: string, parts: SheetParts): string {
  const type = /\st="(\w+)"/.exec(attributes)?.[1] ?? "n";
  if (type === "inlineStr") return readTexts(content);
  const value = unescapeXml(/<v[^>]*>([\s\S]*?)<\/v>/.exec(content)?.[1] ?? "");
  if (type === "s") return parts.texts[Number(value)] ?? "";
  if (type !== "n" || value === "") return type === "e" ? "" : value;
  const style = Number(/\ss="(\d+)"/.exec(attributes)?.[1] ?? -1);
  return parts.dateStyles.has(style) ? readSerial(value, parts.isDate1904) : readNumber(value);
}

/** Numbers are stored as doubles: 12.1 may stand there as 12.100000000000001. Fifteen digits are what Excel shows. */
function readNumber(value: string): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  const plain = Number(number.toPrecision(15)).toString();
  return /e/i.test(plain) ? number.toFixed(10) : plain;
}

/** Days since the end of 1899; 60 is a day that never was, so earlier ones are off by one and no stock is that old. */
function readSerial(value: string, isDate1904: boolean): string {
  const days = Math.floor(Number(value)) + (isDate1904 ? 1_462 : 0);
  const at = new Date(Date.UTC(1899, 11, 30) + days * MS_PER_DAY);
  return Number.isNaN(at.getTime()) ? value : at.toISOString().slice(0, 10);
}

/** The text of a shared or inline string; readings of Asian characters stand beside it and are left out. */
export const readTexts = (element: string): string =>
  [...element.replace(/<rPh[\s>][\s\S]*?<\/rPh>/g, "").matchAll(/<t(?:\s[^>]*)?>([\s\S]*?)<\/t>/g)]
    .map(([, text = ""]) => unescapeXml(text))
    .join("");

/** Indexes of cell styles whose format is one of a date. Source: ECMA-376 part 1, 18.8.30 (numFmt). */
export function findDateStyles(stylesXml: string): ReadonlySet<number> {
  const own = new Map(
    [...stylesXml.matchAll(/<numFmt\s[^>]*>/g)].map(([tag]) => [
      Number(/numFmtId="(\d+)"/.exec(tag)?.[1]),
      /[ymd]/i.test(
        (/formatCode="([^"]*)"/.exec(tag)?.[1] ?? "").replace(
          /&quot;.*?&quot;|\[[^\]]*\]|\\./g,
          "",
        ),
      ),
    ]),
  );
  const cellXfs = /<cellXfs[\s>][\s\S]*?<\/cellXfs>/.exec(stylesXml)?.[0] ?? "";
  const formats = [...cellXfs.matchAll(/<xf\s[^>]*>/g)].map(([tag]) =>
    Number(/numFmtId="(\d+)"/.exec(tag)?.[1] ?? 0),
  );
  const isDate = (format: number) =>
    own.get(format) ??
    ((format >= 14 && format <= 17) || format === 22 || (format >= 27 && format <= 36));
  return new Set(formats.flatMap((format, style) => (isDate(format) ? [style] : [])));
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

export const unescapeXml = (text: string): string =>
  text
    .replace(
      /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi,
      (whole, hex: string, digits: string, name: string) => {
        if (name) return ENTITIES[name] ?? whole;
        const code = hex ? Number.parseInt(hex, 16) : Number(digits);
        return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      },
    )
    .replace(/_x([0-9A-F]{4})_/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );

/** "A" is 0, "AA" is 26. */
function columnOf(letters: string | null): number | null {
  if (letters === null) return null;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
