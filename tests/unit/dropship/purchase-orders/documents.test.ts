import { parse } from "csv-parse/sync";
import PDFDocument from "pdfkit";
import readXlsxFile from "read-excel-file/node";
import { expect, test } from "vitest";
import { DOCUMENT_WORDS } from "#app/dropship/purchase-orders/documents/document-words.ts";
import {
  openFonts,
  readFonts,
} from "#app/dropship/purchase-orders/documents/document-fonts.server.ts";
import { renderOrderMail } from "#app/dropship/purchase-orders/documents/order-mail.ts";
import { renderCsv, TABLE_COLUMNS } from "#app/dropship/purchase-orders/documents/order-table.ts";
import { renderJson } from "#app/dropship/purchase-orders/documents/render-json.ts";
import { createRenderPdf } from "#app/dropship/purchase-orders/documents/render-pdf.server.ts";
import { renderXlsx } from "#app/dropship/purchase-orders/documents/render-xlsx.server.ts";
import { buildDocumentFacts, buildPurchaseOrder } from "#tests/support/dropship/document-facts.ts";
import { SHIP_TO } from "#tests/support/dropship/purchase-orders.ts";
import { countFonts, readPdf } from "#tests/support/dropship/read-pdf.ts";

const readCsv = (text: string) =>
  parse(text, { columns: true, bom: true }) as Record<string, string>[];
const withoutSpaces = (text: string) => text.replace(/\s+/g, "");
const renderPdf = createRenderPdf();
const fonts = openFonts(new PDFDocument({ font: "" }), await readFonts());
const hasGlyph = (letter: string) => fonts.some(({ has }) => has(letter.codePointAt(0) ?? 0));
const readText = async (facts: ReturnType<typeof buildDocumentFacts>) =>
  withoutSpaces(readPdf(await renderPdf(facts)).join(""));

const [LINE] = buildPurchaseOrder().lines;
if (!LINE) throw new Error("The built order has a line.");

const SPICY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "plain", "'quoted", "＝1"];

test.each(SPICY)("writes no cell that a spreadsheet would run: %j", (title) => {
  const facts = buildDocumentFacts({ order: { lines: [{ ...LINE, title }] } });
  const [row] = readCsv(renderCsv(facts, { hasMark: true }));
  expect(row?.["title"]).not.toMatch(/^[=+\-@\t\r＝]/);
  expect(row?.["title"]?.replace(/^'/, "")).toBe(title.replace(/^'/, ""));
});

test("writes every fact of a line into the table, under its column", () => {
  const [row] = readCsv(renderCsv(buildDocumentFacts(), { hasMark: false }));
  expect(Object.keys(row ?? {})).toEqual([...TABLE_COLUMNS]);
  expect(row).toMatchObject({
    po_number: "1001-1",
    revision: "1",
    copy: "0",
    purpose: "order",
    units: "2",
    unit_cost: "10.00",
    personalisation: "Engraving: Ana & Jo",
    ship_name: "Ana Lima",
    ship_phone: "'+16175550100",
    service: "express",
    hs_code: "732394",
    customs_value: "12.50",
  });
});

test("asks for no units of an order that is taken back, and for none that were declined", () => {
  const declined = { ...LINE, declinedUnits: 1 };
  const rowOf = (purpose: "order" | "revoked") =>
    readCsv(
      renderCsv(buildDocumentFacts({ purpose, order: { lines: [declined] } }), { hasMark: false }),
    )[0];
  expect(rowOf("order")?.["units"]).toBe("1");
  expect(rowOf("revoked")?.["units"]).toBe("0");
});

test("writes a workbook whose cells are text, formulas and leading zeros too", async () => {
  const lines = [{ ...LINE, title: "=HYPERLINK(1)", supplierSku: "00042" }];
  const bytes = await renderXlsx(buildDocumentFacts({ order: { lines } }));
  const sheets = await readXlsxFile(Buffer.from(bytes));
  const text = JSON.stringify(sheets);
  expect(text).toContain('"=HYPERLINK(1)"');
  expect(text).toContain('"00042"');
});

test("names the number, the revision and exact amounts in JSON", () => {
  const body = JSON.parse(renderJson(buildDocumentFacts({ order: { revision: 2 } }))) as object;
  expect(body).toMatchObject({
    number: "1001-1",
    revision: 2,
    copy: 0,
    shipTo: { name: "Ana Lima", phone: "+16175550100" },
    lines: [{ id: "11", units: 2, unitCost: "10.00", customAttributes: [{ key: "Engraving" }] }],
    costs: { goods: "20.00", dropFee: "2.50", shipping: "5.00", total: "27.50" },
  });
});

test.each([
  ["Chinese", "王小明", "上海市浦东新区世纪大道100号"],
  ["Japanese", "山田 花子（カナ）", "東京都渋谷区神宮前１－２－３"],
  ["Latin", "Zoë Müller-Ångström", "Straße des 17. Juni 135, Öko-Höfe, Peñón"],
  ["Cyrillic", "Анна Щукина", "улица Ленина 12"],
])("prints a %s name so that it can be read back", async (_script, name, address1) => {
  const shipTo = { ...SHIP_TO, name, address1 };
  const text = await readText(buildDocumentFacts({ order: { shipTo } }));
  expect(text).toContain(withoutSpaces(name));
  expect(text).toContain(withoutSpaces(address1));
});

// Names that people have, in letters that one font made for Chinese lacks or has.
const NAMES: readonly (readonly [string, string, string])[] = [
  ["Polish", "Łukasz Żółć-Gęślą", "ulica Świętokrzyska 14, Łódź"],
  ["Czech", "Jiří Dvořák", "Náměstí Míru 5, Ústí nad Labem, Žďár"],
  ["Turkish", "Ayşe Yıldız", "İstiklâl Caddesi 7, Şişli, Çağlayan"],
  ["Vietnamese", "Nguyễn Thị Ánh Tuyết", "Đường Lê Lợi, Quận 1, Thành phố Hồ Chí Minh"],
  ["Hungarian", "Szőke Győző", "Fűzfa utca 3, Székesfehérvár"],
  ["Romanian", "Ștefan Țurcanu", "Strada Mureș 9, București"],
  ["Greek", "Ελένη Παπαδοπούλου", "Λεωφόρος Αθηνών 12"],
  ["Ukrainian", "Їжакевич Євген", "вулиця Ґалаґана 3, Київ"],
  ["Korean", "김민수", "서울특별시 종로구"],
  ["Thai", "สมชาย ใจดี", "ถนนสุขุมวิท"],
  ["Chinese and Polish", "王小明 Łukasz", "上海市 Łódź"],
];

test.each(NAMES)("prints a %s name with letters alone that a font has", async (of, ...said) => {
  const [name, address1] = said;
  const shipTo = { ...SHIP_TO, name, address1 };
  const facts = buildDocumentFacts({ order: { shipTo } });
  const text = await readText(facts);
  const lost = [...new Set(text)].filter((letter) => !hasGlyph(letter));
  expect(lost).toEqual([]);
  const isExact = [...(name + address1)].every((letter) => letter === " " || hasGlyph(letter));
  expect(isExact).toBe(of !== "Korean");
  expect(text.includes(withoutSpaces(name)) && text.includes(withoutSpaces(address1))).toBe(
    isExact,
  );
  expect(text.includes(withoutSpaces(DOCUMENT_WORDS.en.notExact))).toBe(!isExact);
  expect(renderCsv(facts, { hasMark: false })).toContain(name);
});

test.each(["INR", "KRW", "VND", "ILS", "PHP", "TRY", "PLN", "JPY", "EUR"])(
  "prints sums in %s with letters alone that a font has",
  async (currency) => {
    for (const language of ["en", "zh-Hans", "es"] as const) {
      const text = await readText(buildDocumentFacts({ language, order: { currency } }));
      expect([...new Set(text)].filter((letter) => !hasGlyph(letter))).toEqual([]);
    }
  },
);

test("carries no font of which it draws no letter", async () => {
  const [first] = await readFonts();
  if (!first) throw new Error("A font is installed.");
  const render = createRenderPdf(() => Promise.resolve([first, { ...first, name: "second" }]));
  expect(countFonts(await render(buildDocumentFacts()))).toBe(1);
});

test.each(["en", "zh-Hans", "es"] as const)(
  "prints every part of an order in %s",
  async (language) => {
    const facts = buildDocumentFacts({ language, order: { revision: 2 } });
    const text = await readText(facts);
    const words = DOCUMENT_WORDS[language];
    const wanted = [
      `${words.title} 1001-1`,
      words.replaces("1001-1"),
      "Enamel mug · Blue",
      "HP-0042",
      "Engraving: Ana & Jo",
      "https://cdn.example/mug.jpg",
      `${words.hsCode} 732394`,
      "+16175550100",
      "express",
      words.packingNote("Harbor & Pine"),
      "Thank you for buying from Harbor & Pine.",
      words.page(1, 1),
    ];
    for (const part of wanted) expect(text).toContain(withoutSpaces(part));
  },
);

test("prints a hundred lines over pages, none lost", async () => {
  const lines = Array.from({ length: 100 }, (_, index) => ({ ...LINE, title: `Item ${index};` }));
  const text = await readText(buildDocumentFacts({ order: { lines } }));
  for (let index = 0; index < 100; index += 1) expect(text).toContain(`Item${index};`);
});

test("writes mails that say what is asked, and quote what others typed", () => {
  const said = { contactName: "<b>Li</b>", reason: null };
  const order = renderOrderMail(buildDocumentFacts(), said);
  expect(order.subject).toBe("Purchase order 1001-1 · Harbor & Pine");
  expect(order.html).toContain("&lt;b&gt;Li&lt;/b&gt;");
  expect(order.text).toContain("https://app.example/supplier/abc");
  const subjectOf = (fields: Parameters<typeof buildDocumentFacts>[0]) =>
    renderOrderMail(buildDocumentFacts(fields), said).subject;
  expect(subjectOf({ copy: 1 })).toMatch(/^Copy/);
  expect(subjectOf({ order: { revision: 2 } })).toMatch(/^Changed: purchase order 1001-1 R2/);
  expect(subjectOf({ purpose: "revoked" })).toMatch(/^Revoked/);
});
