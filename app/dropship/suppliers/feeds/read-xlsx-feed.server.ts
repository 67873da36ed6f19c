/** A workbook's first sheet as records: unpacked from a file on the disk, row by row; only its shared texts are held. */
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { detectTable } from "./detect-layout.ts";
import type { FeedBytes } from "./feed-file.server.ts";
import { MOST_XLSX_BYTES } from "./feed-run.ts";
import type { FeedRecord } from "./read-records.ts";
import type { OpenedFeed } from "./read-text-feed.server.ts";
import {
  createElementReader,
  findDateStyles,
  readRowElement,
  readTexts,
  unescapeXml,
  type SheetParts,
} from "./sheet-xml.ts";
import { readZip, XlsxBroken, type ZipEntries } from "./xlsx-zip.server.ts";

// All texts of a sheet of 100,000 products are about 10 MB.
const MOST_TEXT_CHARACTERS = 60_000_000;
const MOST_PART_CHARACTERS = 20_000_000;
const SAMPLE_ROWS = 80;

export async function openXlsxFeed(
  file: FeedBytes,
): Promise<(OpenedFeed & { readonly close: () => Promise<void> }) | null> {
  const folder = await mkdtemp(join(tmpdir(), "aftercare-feed-"));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, "feed.xlsx");
    const bytes = await save(file, path);
    const entries = await readZip(path);
    const parts = await readParts(entries);
    const sheet = await findSheet(entries);
    const sample: FeedRecord[] = [];
    for await (const { records } of readRows(sheet, parts, bytes)) {
      sample.push(...records);
      if (sample.length >= SAMPLE_ROWS) break;
    }
    const layout = detectTable(sample.slice(0, SAMPLE_ROWS));
    if (!layout) {
      await close();
      return null;
    }
    return {
      layout,
      encoding: null,
      batches: () => readData(sheet, parts, bytes, layout.headerLine),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function save(file: FeedBytes, path: string): Promise<number> {
  let bytes = 0;
  async function* counted() {
    for await (const piece of file()) {
      bytes += piece.length;
      if (bytes > MOST_XLSX_BYTES) throw new XlsxBroken(true);
      yield piece;
    }
  }
  await pipeline(Readable.from(counted()), createWriteStream(path));
  return bytes;
}

type Sheet = () => AsyncIterable<Buffer>;

async function* readRows(sheet: Sheet, parts: SheetParts, bytes: number) {
  const decoder = new TextDecoder();
  const readElements = createElementReader("row");
  let line = 0;
  for await (const chunk of sheet()) {
    const elements = readElements(decoder.decode(chunk, { stream: true }));
    if (!elements) throw new XlsxBroken();
    const records: FeedRecord[] = [];
    for (const element of elements) {
      const record = readRowElement(element, line, parts);
      line = record.line;
      if (record.cells.some((cell) => cell !== "")) records.push(record);
    }
    // How far a packed file is read cannot be told by its rows; the whole counts once they are through.
    yield { records, bytesRead: bytes };
  }
}

async function* readData(sheet: Sheet, parts: SheetParts, bytes: number, headerLine: number) {
  for await (const { records, bytesRead } of readRows(sheet, parts, bytes))
    yield { records: records.filter(({ line }) => line > headerLine), bytesRead };
}

async function readParts(entries: ZipEntries): Promise<SheetParts> {
  const styles = await readPart(entries, "xl/styles.xml");
  const workbook = await readPart(entries, "xl/workbook.xml");
  return {
    texts: await readSharedTexts(entries),
    dateStyles: findDateStyles(styles),
    isDate1904: /<workbookPr[^>]*date1904="(?:1|true)"/.test(workbook),
  };
}

async function readSharedTexts(entries: ZipEntries): Promise<string[]> {
  const entry = entries.get("xl/sharedStrings.xml");
  if (!entry) return [];
  const decoder = new TextDecoder();
  const readElements = createElementReader("si");
  const texts: string[] = [];
  let characters = 0;
  for await (const chunk of entry()) {
    const elements = readElements(decoder.decode(chunk, { stream: true }));
    if (!elements) throw new XlsxBroken();
    for (const element of elements) {
      const text = readTexts(element);
      characters += text.length;
      if (characters > MOST_TEXT_CHARACTERS) throw new XlsxBroken(true);
      texts.push(text);
    }
  }
  return texts;
}

/** The first sheet, by the workbook's own order. */
async function findSheet(entries: ZipEntries): Promise<Sheet> {
  const workbook = await readPart(entries, "xl/workbook.xml");
  const relations = await readPart(entries, "xl/_rels/workbook.xml.rels");
  const id = /<sheet\s[^>]*?r:id="([^"]+)"/.exec(workbook)?.[1];
  const relation = [...relations.matchAll(/<Relationship\s[^>]*>/g)].find(([tag]) =>
    tag.includes(`Id="${id}"`),
  );
  const target = unescapeXml(/Target="([^"]+)"/.exec(relation?.[0] ?? "")?.[1] ?? "");
  const name = target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  const sheet = entries.get(name) ?? entries.get("xl/worksheets/sheet1.xml");
  if (!sheet) throw new XlsxBroken();
  return sheet;
}

async function readPart(entries: ZipEntries, name: string): Promise<string> {
  const entry = entries.get(name);
  if (!entry) return "";
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of entry()) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_PART_CHARACTERS) throw new XlsxBroken(true);
  }
  return text;
}
