/** Reads the text of a PDF that pdfkit wrote, through its fonts' ToUnicode tables: what a reader's search finds. */
import { inflateSync } from "node:zlib";

type Part = { readonly dictionary: string; readonly stream: string | null };

/** All text in the order it was drawn, one entry a drawn line. */
export function readPdf(bytes: Uint8Array): string[] {
  const parts = listParts(Buffer.from(bytes));
  const toText = readGlyphs(parts);
  return [...parts.values()]
    .flatMap(({ stream }) => (stream?.includes("BT") ? [stream] : []))
    .flatMap((stream) => [...stream.matchAll(/\[([^\]]*)\]\s*TJ/g)])
    .map(([, shown = ""]) =>
      [...shown.matchAll(/<([0-9a-f]*)>/gi)].map(([, hex = ""]) => decode(hex, toText)).join(""),
    );
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

/** One font: its table holds for the whole file. */
function readGlyphs(parts: ReadonlyMap<number, Part>): ReadonlyMap<number, string> {
  const glyphs = new Map<number, string>();
  for (const { stream } of parts.values()) {
    if (!stream?.includes("beginbfrange")) continue;
    for (const [, first = "", , list = ""] of stream.matchAll(
      /<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*\[([^\]]*)\]/gi,
    ))
      [...list.matchAll(/<([0-9a-f\s]*)>/gi)].forEach(([, hex = ""], index) =>
        glyphs.set(parseInt(first, 16) + index, utf16(hex.replace(/\s/g, ""))),
      );
  }
  return glyphs;
}

const decode = (hex: string, glyphs: ReadonlyMap<number, string>): string =>
  (hex.match(/.{4}/g) ?? []).map((glyph) => glyphs.get(parseInt(glyph, 16)) ?? "\uFFFD").join("");

const utf16 = (hex: string): string =>
  String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((unit) => parseInt(unit, 16)));
