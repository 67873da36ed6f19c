/** Reads the text of a PDF that pdfkit wrote, through its fonts' ToUnicode tables: what a reader's search finds. */
import { inflateSync } from "node:zlib";

type Part = { readonly dictionary: string; readonly stream: string | null };

/** All text in the order it was drawn, one entry a drawn piece. */
export function readPdf(bytes: Uint8Array): string[] {
  const parts = listParts(Buffer.from(bytes));
  const fonts = readFonts(parts);
  return [...parts.values()]
    .flatMap(({ stream }) => (stream?.includes("BT") ? [stream] : []))
    .flatMap((stream) => [...stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\]\s*TJ/g)])
    .reduce<{ texts: string[]; font: string }>(
      ({ texts, font }, [, name, shown]) =>
        shown === undefined
          ? { texts, font: name ?? font }
          : { texts: [...texts, decodeAll(shown, fonts.get(font))], font },
      { texts: [], font: "" },
    ).texts;
}

/** How many fonts travel in the file. */
export const countFonts = (bytes: Uint8Array): number =>
  readFonts(listParts(Buffer.from(bytes))).size;

const decodeAll = (shown: string, glyphs: ReadonlyMap<number, string> = new Map()): string =>
  [...shown.matchAll(/<([0-9a-f]*)>/gi)].map(([, hex = ""]) => decode(hex, glyphs)).join("");

/** By the name that pages use. */
function readFonts(parts: ReadonlyMap<number, Part>): Map<string, ReadonlyMap<number, string>> {
  const fonts = new Map<string, ReadonlyMap<number, string>>();
  for (const { dictionary } of parts.values())
    for (const [, list = ""] of dictionary.matchAll(/\/Font\s*<<([^>]*)>>/g))
      for (const [, name = "", id = ""] of list.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
        const own = parts.get(Number(id))?.dictionary ?? "";
        const [, table = ""] = /\/ToUnicode (\d+) 0 R/.exec(own) ?? [];
        fonts.set(name, readGlyphs(parts.get(Number(table))?.stream ?? ""));
      }
  return fonts;
}

function listParts(file: Buffer): Map<number, Part> {
  const parts = new Map<number, Part>();
  const text = file.toString("latin1");
  for (const match of text.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [, id = "0", body = ""] = match;
    const at = body.indexOf("stream\n");
    const dictionary = at === -1 ? body : body.slice(0, at);
    const raw =
      at === -1 ? null : Buffer.from(body.slice(at + 7, body.lastIndexOf("\nendstream")), "latin1");
    const isPacked = dictionary.includes("FlateDecode");
    const stream = raw && (isPacked ? inflateSync(raw) : raw).toString("latin1");
    parts.set(Number(id), { dictionary, stream });
  }
  return parts;
}

function readGlyphs(table: string): ReadonlyMap<number, string> {
  const glyphs = new Map<number, string>();
  for (const [, first = "", , list = ""] of table.matchAll(
    /<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*\[([^\]]*)\]/gi,
  ))
    [...list.matchAll(/<([0-9a-f\s]*)>/gi)].forEach(([, hex = ""], index) =>
      glyphs.set(parseInt(first, 16) + index, utf16(hex.replace(/\s/g, ""))),
    );
  return glyphs;
}

const decode = (hex: string, glyphs: ReadonlyMap<number, string>): string =>
  (hex.match(/.{4}/g) ?? []).map((glyph) => glyphs.get(parseInt(glyph, 16)) ?? "\uFFFD").join("");

const utf16 = (hex: string): string =>
  String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16)));
