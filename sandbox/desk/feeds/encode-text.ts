/**
 * Writes text in the encodings suppliers send. The old ones are read off Node's own decoders, backwards; what they cannot say
 * loses its accent, or becomes a question mark.
 */

export type FeedEncoding = "utf-8" | "utf-8-bom" | "utf-16le-bom" | "windows-1252" | "shift_jis";

const BOM = "\uFEFF";

export function encodeText(text: string, encoding: FeedEncoding): Buffer {
  if (encoding === "utf-8") return Buffer.from(text, "utf8");
  if (encoding === "utf-8-bom") return Buffer.from(BOM + text, "utf8");
  if (encoding === "utf-16le-bom") return Buffer.from(BOM + text, "utf16le");
  const table = readTable(encoding);
  return Buffer.from([...text].flatMap((char) => encodeChar(char, table)));
}

type Table = ReadonlyMap<string, readonly number[]>;

function encodeChar(char: string, table: Table): readonly number[] {
  const known = table.get(char);
  if (known) return known;
  const plain = char.normalize("NFD").replace(/\p{M}+/gu, "");
  return table.get(plain) ?? [0x3f];
}

/** Every character the encoding has, with its bytes; the first spelling of a character wins. */
function readTable(encoding: "windows-1252" | "shift_jis"): Table {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const table = new Map<string, readonly number[]>();
  for (const bytes of listSequences(encoding)) {
    const char = decodeOne(decoder, bytes, encoding === "windows-1252");
    if (char !== null && !table.has(char)) table.set(char, bytes);
  }
  return table;
}

function listSequences(encoding: "windows-1252" | "shift_jis"): number[][] {
  const singles = range(0, 255).map((byte) => [byte]);
  if (encoding === "windows-1252") return singles;
  const leads = [...range(0x81, 0x9f), ...range(0xe0, 0xfc)];
  const trails = [...range(0x40, 0x7e), ...range(0x80, 0xfc)];
  return [...singles, ...leads.flatMap((lead) => trails.map((trail) => [lead, trail]))];
}

/** Node 20 reads the upper control range of Windows-1252 rightly only as part of a stream. */
function decodeOne(decoder: TextDecoder, bytes: readonly number[], stream: boolean): string | null {
  try {
    const text = decoder.decode(Uint8Array.from(bytes), { stream });
    return [...text].length === 1 ? text : null;
  } catch (error) {
    if (error instanceof TypeError) return null; // no such sequence in this encoding
    throw error;
  }
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_one, index) => from + index);
