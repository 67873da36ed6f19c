/**
 * A purchase order on paper. A name prints as the shopper wrote it, as far as the fonts have its letters; only the letters
 * used travel in the file.
 */
import { buffer } from "node:stream/consumers";
import { formatMoney } from "#app/platform/money.ts";
import { calendarDate } from "#app/platform/time.ts";
import {
  expectedCostMinor,
  numberWithRevision,
  type PurchaseOrderLine,
} from "#app/dropship/purchase-orders/purchase-order.ts";
import { openFonts, readFonts, type FontFile, type OpenFont } from "./document-fonts.server.ts";
import { unitsOf, type DocumentFacts } from "./document-facts.ts";
import { DOCUMENT_WORDS, type DocumentWords } from "./document-words.ts";
import { addressLines } from "#app/dropship/purchase-orders/address-lines.ts";
import { customsValue } from "./order-table.ts";
import { makePrintable, toPrintable } from "./printable.ts";
import { splitByFont } from "./split-by-font.ts";

export type RenderPdf = (facts: DocumentFacts) => Promise<Uint8Array>;

// A4 in points.
const MARGIN = 42;
const WIDTH = 595.28 - 2 * MARGIN;
const BOTTOM = 841.89 - MARGIN - 24;
const COLUMNS = { item: 290, units: 50, unitCost: 85 };
const SIZE = { small: 8, text: 10, head: 13, title: 20 };
const GREY = "#5c5c5c";
const BLACK = "#1a1a1a";
const RED = "#8e1f0b";

/** Fonts are read once, at the first document. */
export function createRenderPdf(read: () => Promise<readonly FontFile[]> = readFonts): RenderPdf {
  let fonts: Promise<readonly FontFile[]> | null = null;
  return async (facts) => {
    fonts ??= read();
    return draw(facts, await fonts);
  };
}

type Page = {
  readonly pdf: PDFKit.PDFDocument;
  readonly words: DocumentWords;
  readonly fonts: readonly OpenFont[];
  readonly money: (amountMinor: bigint) => string;
};

async function draw(written: DocumentFacts, files: readonly FontFile[]): Promise<Uint8Array> {
  const words = DOCUMENT_WORDS[written.language];
  // Half a second to load: not before the first document.
  const { default: PDFDocument } = await import("pdfkit");
  const pdf = new PDFDocument({
    size: "A4",
    margin: MARGIN,
    bufferPages: true,
    font: "",
    info: {
      Title: `${words.title} ${numberWithRevision(written.order)}`,
      Author: written.shop.name,
      CreationDate: written.order.createdAt,
    },
    lang: written.language,
  });
  const content = buffer(pdf);
  const fonts = openFonts(pdf, files);
  const canPrint = (codePoint: number) => fonts.some(({ has }) => has(codePoint));
  const { value: facts, isExact } = makePrintable(written, canPrint);
  const { currency } = facts.order;
  // A currency's sign may be one that no font has.
  const money = (amountMinor: bigint) =>
    toPrintable(formatMoney({ amountMinor, currency }, facts.language), canPrint).text;
  const page = { pdf, words, fonts, money };
  drawHead(page, facts);
  drawParties(page, facts);
  drawLines(page, facts);
  drawCosts(page, facts);
  drawNotes(page, facts, isExact);
  drawPageNumbers(page);
  pdf.end();
  return content;
}

function drawHead({ pdf, words }: Page, facts: DocumentFacts): void {
  const { order, shop, purpose, copy, isPreview = false } = facts;
  pdf.rect(0, 0, 595.28, 8).fill(shop.colour);
  pdf.fillColor(BLACK).fontSize(SIZE.title);
  pdf.text(`${words.title} ${order.number}`, MARGIN, MARGIN);
  const marks = [
    ...(isPreview ? [words.notSent] : []),
    ...(order.revision > 1 ? [words.revision(order.revision), words.replaces(order.number)] : []),
    ...(purpose === "revoked" ? [words.revoked] : []),
    ...(copy > 0 && purpose === "order" ? [words.copy] : []),
  ];
  pdf.fillColor(RED).fontSize(SIZE.text);
  for (const mark of marks) pdf.text(mark);
  pdf.fillColor(BLACK).moveDown(0.8);
}

function drawParties(page: Page, facts: DocumentFacts): void {
  const { pdf, words } = page;
  const { order, shop, orderName, timeZone } = facts;
  const top = pdf.y;
  const half = WIDTH / 2 - 10;
  const left = [
    [words.orderedBy, shop.name],
    [words.shopOrder, orderName],
    [words.issuedOn, calendarDate(order.createdAt, timeZone)],
    ...(order.acknowledgeBy
      ? [[words.answerBy, `${calendarDate(order.acknowledgeBy, timeZone)} (${timeZone})`]]
      : []),
    ...(order.service === null ? [] : [[words.service, order.service]]),
  ];
  for (const [label = "", value = ""] of left)
    field(page, label, value, { x: MARGIN, width: half });
  const leftEnd = pdf.y;
  if (order.shipTo) {
    const x = MARGIN + WIDTH / 2;
    pdf.y = top;
    field(page, words.shipTo, addressLines(order.shipTo).join("\n"), { x, width: half });
    if (order.shipTo.phone) field(page, words.phone, order.shipTo.phone, { x, width: half });
  }
  pdf.y = Math.max(leftEnd, pdf.y);
  pdf.x = MARGIN;
  pdf.moveDown(0.6);
}

type Place = { readonly x: number; readonly width: number };

/** What people typed: each line in the font that has its letters, in several where none has them all. */
function write({ pdf, fonts }: Page, text: string, { x, width }: Place): void {
  for (const line of text.split("\n")) {
    const runs = splitByFont(
      line,
      fonts.map(({ has }) => has),
    );
    pdf.x = x;
    for (const [index, run] of runs.entries()) {
      pdf.font(fonts[run.font]?.name ?? "");
      pdf.text(run.text, { width, continued: index < runs.length - 1 });
    }
    pdf.font(fonts[0]?.name ?? "");
    if (runs.length === 0) pdf.moveDown();
  }
}

function field(page: Page, label: string, value: string, { x, width }: Place): void {
  const { pdf } = page;
  pdf.fontSize(SIZE.small).fillColor(GREY).text(label, x, pdf.y, { width });
  pdf.fontSize(SIZE.text).fillColor(BLACK);
  write(page, value, { x, width });
  pdf.moveDown(0.3);
}

function drawLines(page: Page, facts: DocumentFacts): void {
  drawRule(page);
  const { words } = page;
  drawRow(page, GREY, [words.item, words.units, words.unitCost, words.amount]);
  drawRule(page);
  for (const line of facts.order.lines) drawLine(page, facts, line);
}

function drawLine(page: Page, facts: DocumentFacts, line: PurchaseOrderLine): void {
  const { pdf, words, money } = page;
  const units = unitsOf(facts, line);
  const title = [line.title, line.variantTitle].filter((part) => part !== null).join(" · ");
  const details = lineDetails(words, line);
  keepTogether(page, [title, ...details]);
  drawRow(page, BLACK, [
    title,
    String(units),
    money(line.unitCostMinor),
    money(BigInt(units) * line.unitCostMinor),
  ]);
  pdf.fontSize(SIZE.small);
  pdf.fillColor(GREY);
  for (const detail of details) write(page, detail, { x: MARGIN, width: WIDTH - 20 });
  if (line.imageUrl !== null)
    pdf.fillColor(GREY).text(`${words.picture}: ${line.imageUrl}`, MARGIN, pdf.y, {
      width: WIDTH - 20,
      link: line.imageUrl,
    });
  pdf.fillColor(BLACK).moveDown(0.3);
  drawRule(page);
}

function lineDetails(words: DocumentWords, line: PurchaseOrderLine): string[] {
  const value = customsValue(line);
  const customs = [
    ...(line.hsCode === null ? [] : [`${words.hsCode} ${line.hsCode}`]),
    ...(line.originCountry === null ? [] : [`${words.origin} ${line.originCountry}`]),
    ...(value === null ? [] : [`${words.value} ${value} ${line.customsCurrency ?? ""}`]),
  ];
  return [
    ...(line.supplierSku === null ? [] : [`${words.yourSku}: ${line.supplierSku}`]),
    ...(line.sku === null ? [] : [`${words.sku}: ${line.sku}`]),
    ...line.customAttributes.map(({ key, value: said }) => `${key}: ${said}`),
    ...(line.note === null ? [] : [`${words.note}: ${line.note}`]),
    ...(customs.length === 0 ? [] : [`${words.customs}: ${customs.join(", ")}`]),
  ];
}

function drawRow(page: Page, colour: string, cells: readonly string[]): void {
  const { pdf } = page;
  const top = pdf.y;
  const [item = "", units = "", unitCost = "", amount = ""] = cells;
  pdf.fontSize(SIZE.text).fillColor(colour);
  let x = MARGIN + COLUMNS.item;
  pdf.text(units, x, top, { width: COLUMNS.units, align: "right" });
  x += COLUMNS.units;
  pdf.text(unitCost, x, top, { width: COLUMNS.unitCost, align: "right" });
  x += COLUMNS.unitCost;
  pdf.text(amount, x, top, { width: WIDTH - (x - MARGIN), align: "right" });
  pdf.y = top;
  write(page, item, { x: MARGIN, width: COLUMNS.item - 10 });
  pdf.x = MARGIN;
}

function drawRule({ pdf }: Page): void {
  pdf
    .moveTo(MARGIN, pdf.y)
    .lineTo(MARGIN + WIDTH, pdf.y)
    .lineWidth(0.5)
    .stroke("#c9c9c9");
  pdf.y += 4;
}

/** A line's parts belong on one page; one that is longer than a page breaks where it must. */
function keepTogether({ pdf }: Page, texts: readonly string[]): void {
  pdf.fontSize(SIZE.text);
  const height = texts.reduce(
    (sum, text) => sum + pdf.heightOfString(text, { width: WIDTH - 20 }),
    30,
  );
  if (pdf.y + height > BOTTOM && height < BOTTOM - MARGIN) pdf.addPage();
}

function drawCosts(page: Page, { order }: DocumentFacts): void {
  const { pdf, words, money } = page;
  const { dropFeeMinor, shippingMinor } = order;
  const total = expectedCostMinor(order);
  const rows: readonly (readonly [string, bigint])[] = [
    [words.goods, total - dropFeeMinor - shippingMinor],
    [words.dropFee, dropFeeMinor],
    [words.shipping, shippingMinor],
    [words.total, total],
  ];
  keepTogether(
    page,
    rows.map(([label]) => label),
  );
  for (const [label, amountMinor] of rows)
    drawRow(page, BLACK, ["", "", label, money(amountMinor)]);
  pdf.moveDown(0.8);
}

function drawNotes(page: Page, { order, shop }: DocumentFacts, isExact: boolean): void {
  const { pdf, words } = page;
  const place = { x: MARGIN, width: WIDTH };
  if (order.note !== null) field(page, words.note, order.note, place);
  if (order.packingNote !== null) {
    keepTogether(page, [order.packingNote, words.noPrices]);
    pdf.fillColor(shop.colour).fontSize(SIZE.head);
    write(page, words.packingNote(shop.name), place);
    pdf.fillColor(BLACK).fontSize(SIZE.text);
    write(page, order.packingNote, place);
    pdf.moveDown(0.3);
  }
  pdf.fillColor(GREY).fontSize(SIZE.small).text(words.noPrices, MARGIN, pdf.y, place);
  if (!isExact) pdf.fillColor(RED).text(words.notExact, MARGIN, pdf.y, place);
}

function drawPageNumbers({ pdf, words }: Page): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(start + page);
    // Written below the margin it would begin a page of its own.
    pdf.page.margins.bottom = 0;
    pdf.fontSize(SIZE.small).fillColor(GREY);
    pdf.text(words.page(page + 1, count), MARGIN, BOTTOM + 8, { width: WIDTH, lineBreak: false });
  }
}
