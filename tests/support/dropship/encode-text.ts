/** Text as bytes of encodings that Node decodes but does not write: the decoder's own table, turned around. */
import { createTextReader } from "#app/dropship/suppliers/feeds/decode-text.ts";
import type { FeedEncoding } from "#app/dropship/suppliers/feeds/detect-encoding.ts";

export type FileEncoding = FeedEncoding | "utf-8-bom";

export function encodeText(text: string, encoding: FileEncoding): Uint8Array {
  if (encoding === "utf-8") return Buffer.from(text);
  if (encoding === "utf-8-bom") return Buffer.from(`\uFEFF${text}`);
  if (encoding === "utf-16le") return Buffer.from(`\uFEFF${text}`, "utf16le");
  if (encoding === "utf-16be") return Buffer.from(`\uFEFF${text}`, "utf16le").swap16();
  const table = encoding === "shift_jis" ? shiftJis : windows1252;
  return Uint8Array.from([...text].flatMap((character) => table.get(character) ?? [0x3f]));
}

const windows1252 = turnAround("windows-1252", singleBytes());
const shiftJis = turnAround("shift_jis", [...singleBytes(), ...doubleBytes()]);

function turnAround(
  encoding: FeedEncoding,
  codes: readonly number[][],
): ReadonlyMap<string, number[]> {
  const table = new Map<string, number[]>();
  for (const code of codes) {
    const reader = createTextReader(encoding);
    const text = reader.push(Uint8Array.from(code)) + reader.end();
    if ([...text].length === 1 && text !== "\uFFFD" && !table.has(text)) table.set(text, code);
  }
  return table;
}

function singleBytes(): number[][] {
  return Array.from({ length: 256 }, (_, byte) => [byte]);
}

function doubleBytes(): number[][] {
  const leads = Array.from({ length: 0x7c }, (_, at) => 0x81 + at);
  const trails = Array.from({ length: 0xbd }, (_, at) => 0x40 + at);
  return leads.flatMap((lead) => trails.map((trail) => [lead, trail]));
}
