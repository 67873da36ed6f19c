import fc from "fast-check";
import { stringify } from "csv-stringify/sync";
import { expect, test } from "vitest";
import {
  readCsvRecords,
  type CsvFault,
  type CsvRecord,
  type CsvSource,
} from "#sandbox/seed/csv/read-csv-records.ts";

async function read(source: CsvSource) {
  const records: (CsvRecord | CsvFault)[] = [];
  for await (const record of readCsvRecords(source)) records.push(record);
  return records;
}

async function cells(source: CsvSource) {
  return (await read(source)).map((record) => ("cells" in record ? record.cells : record.fault));
}

test.each<[string, string]>([
  ["line feeds", "a,b\n1,2\n"],
  ["carriage returns and line feeds", "a,b\r\n1,2\r\n"],
  ["lone carriage returns", "a,b\r1,2\r"],
  ["no end of line at the end", "a,b\n1,2"],
  ["a byte order mark", "\uFEFFa,b\n1,2\n"],
  ["blank lines between", "a,b\n\n\n1,2\n\n"],
  ["rows of commas alone", "a,b\n,\n1,2\n,,,\n"],
  ["semicolons", "a;b\n1;2\n"],
  ["tabs", "a\tb\n1\t2\n"],
  ["quotes around everything", '"a","b"\n"1","2"\n'],
])("reads %s", async (_what, text) => {
  expect(await cells(text)).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
});

test("counts lines as an editor does, over quoted line breaks and blank lines", async () => {
  const text = 'a,b\r\n1,"two\r\nlines"\r\n\r\n3,4\r\n';
  expect(await read(text)).toEqual([
    { line: 1, cells: ["a", "b"] },
    { line: 2, cells: ["1", "two\r\nlines"] },
    { line: 5, cells: ["3", "4"] },
  ]);
});

test("takes a quote in the middle of a cell for text", async () => {
  expect(await cells('a,b\n5" nail,1\n6" x 4" board,2\n')).toEqual([
    ["a", "b"],
    ['5" nail', "1"],
    ['6" x 4" board', "2"],
  ]);
});

test("loses only the line of a quote that never closes", async () => {
  const text = 'a,b\n1,2\n"3,4\n5,6\n7,8\n';
  expect(await read(text)).toEqual([
    { line: 1, cells: ["a", "b"] },
    { line: 2, cells: ["1", "2"] },
    { line: 3, fault: "A quotation mark opens a cell and is never closed." },
    { line: 4, cells: ["5", "6"] },
    { line: 5, cells: ["7", "8"] },
  ]);
});

test("finds its way back when a later cell closes the wrong quote", async () => {
  const text = 'a,b\n"3,4\n5,6\n7,"eight, really"\n9,10\n';
  const records = await read(text);
  expect(records.filter((record) => "fault" in record)).toHaveLength(1);
  expect(records.slice(2)).toEqual([
    { line: 3, cells: ["5", "6"] },
    { line: 4, cells: ["7", "eight, really"] },
    { line: 5, cells: ["9", "10"] },
  ]);
});

test("an empty file has no records", async () => {
  expect(await read("")).toEqual([]);
  expect(await read("\uFEFF")).toEqual([]);
});

test("reads chunks cut anywhere, in the middle of a letter too", async () => {
  const text = '\uFEFFnäme,b\r\n髙橋,"a\r\n""b"""\r\nلا,2\r\n';
  const whole = await read(text);
  const bytes = new TextEncoder().encode(text);
  for (let size = 1; size < 8; size += 1) {
    expect(await read(inChunks(bytes, size))).toEqual(whole);
  }
  expect(whole).toHaveLength(3);
});

test("gives back whatever was written, with its line breaks", async () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", '"', ",", "\n", "\r\n", " ", "é", "髙", "\t", ";"),
  });
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(rows, async (body) => {
      const table = [["one", "two", "three"], ...body.map((row) => ["x", ...row].slice(0, 3))];
      expect(await cells(stringify(table))).toEqual(table);
    }),
    { numRuns: 200 },
  );
});

async function* inChunks(bytes: Uint8Array, size: number) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.slice(start, start + size);
}
