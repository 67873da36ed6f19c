import fc from "fast-check";
import { expect, test } from "vitest";
import { createTextReader } from "#app/dropship/suppliers/feeds/decode-text.ts";
import { detectEncoding } from "#app/dropship/suppliers/feeds/detect-encoding.ts";
import { detectLayout } from "#app/dropship/suppliers/feeds/detect-layout.ts";
import { placeFields, suggestMapping } from "#app/dropship/suppliers/feeds/feed-mapping.ts";
import { createRecordReader } from "#app/dropship/suppliers/feeds/read-records.ts";
import { createRowReader } from "#app/dropship/suppliers/feeds/read-row.ts";
import { encodeText, type FileEncoding } from "#tests/support/dropship/encode-text.ts";

const RUNS = process.env["PROVE"] ? 10_000 : 150;

const DELIMITERS = [",", ";", "\t", "|"] as const;

// Names in the letters each encoding has; headers as such files have them.
const WORDS: Readonly<Record<FileEncoding, readonly string[]>> = {
  "utf-8": ["Tasse", "Köln", "杯子", "カップ", "plain", "Ελλάς"],
  "utf-8-bom": ["Tasse", "Köln", "杯子", "plain"],
  "utf-16le": ["Tasse", "Köln", "杯子", "カップ", "plain"],
  "utf-16be": ["Tasse", "Köln", "杯子", "カップ", "plain"],
  "windows-1252": ["Größe für Köln", "crème brûlée", "señal", "L’été – déjà vu", "€ plain"],
  shift_jis: ["マグカップ", "日本の皿", "ソファ表示", "ｼｬﾂ ﾌﾞﾙｰ", "白い箱"],
};

type Scene = {
  encoding: FileEncoding;
  delimiter: (typeof DELIMITERS)[number];
  decimal: "." | ",";
  isGrouped: boolean;
  lineEnd: "\n" | "\r\n" | "\r";
  preamble: "none" | "sep" | "title";
  order: "dmy" | "iso";
  rows: { name: string; cents: number; stock: number; day: number; hasBreak: boolean }[];
};

const anyScene: fc.Arbitrary<Scene> = fc
  .constantFrom<FileEncoding>(
    "utf-8",
    "utf-8-bom",
    "utf-16le",
    "utf-16be",
    "windows-1252",
    "shift_jis",
  )
  .chain((encoding) =>
    fc.record({
      encoding: fc.constant(encoding),
      delimiter: fc.constantFrom(...DELIMITERS),
      decimal: fc.constantFrom(".", ","),
      isGrouped: fc.boolean(),
      lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
      preamble: fc.constantFrom("none", "sep", "title"),
      order: fc.constantFrom("dmy", "iso"),
      rows: fc.array(
        fc.record({
          name: fc.constantFrom(...WORDS[encoding]),
          cents: fc.integer({ min: 0, max: 99_999_999 }),
          stock: fc.integer({ min: 0, max: 99_999 }),
          day: fc.integer({ min: 1, max: 28 }),
          hasBreak: fc.boolean(),
        }),
        { minLength: 3, maxLength: 12 },
      ),
    }),
  ) as fc.Arbitrary<Scene>;

function writeAmount(cents: number, { decimal, isGrouped }: Scene): string {
  const whole = String(Math.floor(cents / 100));
  const group = decimal === "." ? "," : ".";
  const grouped = isGrouped ? whole.replace(/\B(?=(\d{3})+$)/g, group) : whole;
  return `${grouped}${decimal}${String(cents % 100).padStart(2, "0")}`;
}

function writeDate(day: number, { order }: Scene): string {
  const two = String(day).padStart(2, "0");
  return order === "dmy" ? `${two}/11/2026` : `2026-11-${two}`;
}

function writeFile(scene: Scene): string {
  const { delimiter, lineEnd, preamble, rows } = scene;
  const quote = (cell: string) =>
    /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const lines = rows.map((row, index) =>
    [
      `SKU-${index}`,
      row.hasBreak ? `${row.name}${lineEnd}12" ${delimiter}` : row.name,
      writeAmount(row.cents, scene),
      String(row.stock),
      writeDate(row.day, scene),
    ]
      .map(quote)
      .join(delimiter),
  );
  const head = {
    none: [],
    sep: [`sep=${delimiter}`],
    title: [`${WORDS[scene.encoding][0]} 2026`, "", "Page 1"],
  }[preamble];
  const headers = ["SKU", "Title", "Unit price (USD)", "Qty", "Stock date"].join(delimiter);
  return [...head, headers, ...lines].join(lineEnd) + lineEnd;
}

/** Decodes in pieces of any size, as a stream would. */
function readFile(bytes: Uint8Array, size: number) {
  const encoding = detectEncoding(bytes);
  const decoder = createTextReader(encoding);
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += size)
    pieces.push(decoder.push(bytes.subarray(at, at + size)));
  const layout = detectLayout(pieces.join(""));
  if (!layout) throw new Error("no layout");
  const reader = createRecordReader(layout.delimiter);
  const records = [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
  const rows = records.filter(({ line }) => line > layout.headerLine);
  return { encoding, layout, rows };
}

test("every encoding, delimiter, number format and line end is read as it was written", () => {
  fc.assert(
    fc.property(anyScene, fc.integer({ min: 7, max: 300 }), (scene, size) => {
      const { encoding, layout, rows } = readFile(
        encodeText(writeFile(scene), scene.encoding),
        size,
      );
      if (scene.encoding !== "utf-8-bom") expect(encoding).toBe(scene.encoding);
      expect(layout.delimiter).toBe(scene.delimiter);
      expect(rows).toHaveLength(scene.rows.length);
      const mapping = suggestMapping(layout);
      const placed = placeFields(mapping, layout.headers);
      if (!placed.ok) throw new Error(placed.refusal.code);
      const readRow = createRowReader(mapping, placed.places, { currency: "USD", currencyAt: -1 });
      for (const [index, row] of scene.rows.entries()) {
        const read = readRow(rows[index]!.cells);
        expect(read).toEqual({
          ok: true,
          value: expect.objectContaining({
            sku: `SKU-${index}`,
            costMinor: BigInt(row.cents),
            stockUnits: row.stock,
            stockOn: `2026-11-${String(row.day).padStart(2, "0")}`,
          }) as unknown,
        });
        expect(rows[index]!.cells[1]).toContain(row.name);
      }
    }),
    { numRuns: RUNS },
  );
});

test("records do not depend on where the text was cut", () => {
  const text = fc.string({
    unit: fc.constantFrom('"', ",", "\n", "\r", "a", " ", "é"),
    maxLength: 60,
  });
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 0, max: 60 })), (whole, cuts) => {
      const at = [
        0,
        ...cuts.filter((cut) => cut <= whole.length).sort((a, b) => a - b),
        whole.length,
      ];
      const reader = createRecordReader(",");
      const pieces = at.slice(1).map((end, index) => whole.slice(at[index], end));
      const cut = [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()];
      const once = createRecordReader(",");
      expect(cut.map(({ cells }) => cells)).toEqual(
        [...once.push(whole), ...once.end()].map(({ cells }) => cells),
      );
    }),
    { numRuns: RUNS * 4 },
  );
});

test("a record says the line it begins on", () => {
  const reader = createRecordReader(",");
  const records = [...reader.push('a,"b\nc"\r\n\r\nd,e\rf,"g""h"'), ...reader.end()];
  expect(records).toEqual([
    { line: 1, cells: ["a", "b\nc"] },
    { line: 4, cells: ["d", "e"] },
    { line: 5, cells: ["f", 'g"h'] },
  ]);
});

test.each([
  ["Artikel-Nr.;EK netto;Bestand\nA-1;1.234,56;7\nA-2;12,5;0\n", ";", ","],
  ["货号\t单价\t库存\nA-1\t12.5\t7\n", "\t", "."],
  ["Référence|Prix HT|Quantité\nA-1|12,50 €|7\n", "|", ","],
  ['品番,仕入価格,在庫数\nA-1,"1,200",7\nA-2,"12,000.5",7\n', ",", "."],
])("knows the headers of %j", (text, delimiter, decimal) => {
  const layout = detectLayout(text);
  expect(layout?.delimiter).toBe(delimiter);
  const mapping = suggestMapping(layout!);
  expect(mapping.decimal).toBe(decimal);
  expect(mapping.columns.supplierSku).not.toBeNull();
  expect(mapping.columns.cost).not.toBeNull();
  expect(mapping.columns.stock).not.toBeNull();
});
