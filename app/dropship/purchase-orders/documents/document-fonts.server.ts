/** The fonts that documents are printed with. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { HasGlyph } from "./split-by-font.ts";

/** By preference: Chinese, Japanese, Russian and Western European letters, then all of Latin, Greek and Cyrillic, then Thai. */
const FONTS = [
  "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
  "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
  "@expo-google-fonts/noto-sans-thai/400Regular/NotoSansThai_400Regular.ttf",
];

export type FontFile = { readonly name: string; readonly bytes: Buffer };

export function readFonts(): Promise<FontFile[]> {
  const { resolve } = createRequire(import.meta.url);
  return Promise.all(
    FONTS.map(async (name, index) => ({
      name: `text${index}`,
      bytes: await readFile(resolve(name)),
    })),
  );
}

export type OpenFont = { readonly name: string; readonly has: HasGlyph };

/** Only fonts of which a letter is drawn travel in the file. Leaves the first one chosen. */
export function openFonts(pdf: PDFKit.PDFDocument, files: readonly FontFile[]): OpenFont[] {
  const fonts = files.map(({ name, bytes }) => {
    pdf.registerFont(name, bytes);
    pdf.font(name);
    return { name, has: glyphsOf(pdf) };
  });
  if (fonts[0]) pdf.font(fonts[0].name);
  return fonts;
}

/** pdfkit knows which letters the chosen font has, and does not say so in its types. */
function glyphsOf(pdf: PDFKit.PDFDocument): HasGlyph {
  const { _font } = pdf as unknown as {
    readonly _font: { readonly font: { readonly hasGlyphForCodePoint: HasGlyph } };
  };
  const { font } = _font;
  return (codePoint) => font.hasGlyphForCodePoint(codePoint);
}
