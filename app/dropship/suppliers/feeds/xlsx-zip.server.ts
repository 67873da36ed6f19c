/**
 * The entries of a workbook's ZIP file on the disk, unpacked as streams: a sheet is never whole in memory. Limits what
 * comes out, for a small file may unpack to any size.
 */
import { createReadStream } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createInflateRaw } from "node:zlib";

/** The file is no workbook, or one that cannot be read with bounds. */
export class XlsxBroken extends Error {
  override name = "XlsxBroken";
  constructor(readonly isTooLarge = false) {
    super("The workbook cannot be read.");
  }
}

export type ZipEntries = ReadonlyMap<string, () => AsyncIterable<Buffer>>;

type Entry = { readonly method: number; readonly bytes: number; readonly offset: number };

const END_MARK = 0x06054b50;
const ENTRY_MARK = 0x02014b50;
const LOCAL_MARK = 0x04034b50;
// A comment behind the directory; ZIP allows no longer one.
const LONGEST_TAIL = 22 + 65_535;
const LARGEST_DIRECTORY = 1024 * 1024;
// 500,000 rows with ten columns; what unpacks to more is made to hurt.
const LARGEST_ENTRY = 1024 * 1024 * 1024;

/** Names and streams of the entries. Source: PKWARE APPNOTE 6.3.10, without ZIP64, which workbooks of 20 MB do not need. */
export async function readZip(path: string): Promise<ZipEntries> {
  const handle = await open(path, "r");
  try {
    const directory = await readDirectory(handle);
    const streams = new Map<string, () => AsyncIterable<Buffer>>();
    for (const [name, entry] of directory) streams.set(name, () => unpack(path, entry));
    return streams;
  } finally {
    await handle.close();
  }
}

async function readDirectory(handle: FileHandle): Promise<Map<string, Entry>> {
  const { size } = await handle.stat();
  const tail = await readAt(handle, Math.max(0, size - LONGEST_TAIL), Math.min(size, LONGEST_TAIL));
  const endAt = tail.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (endAt === -1 || endAt + 22 > tail.length || tail.readUInt32LE(endAt) !== END_MARK)
    throw new XlsxBroken();
  const bytes = tail.readUInt32LE(endAt + 12);
  const offset = tail.readUInt32LE(endAt + 16);
  if (bytes > LARGEST_DIRECTORY || offset + bytes > size) throw new XlsxBroken();
  const directory = await readAt(handle, offset, bytes);
  const entries = new Map<string, Entry>();
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY_MARK;) {
    const nameLength = directory.readUInt16LE(at + 28);
    const name = directory.toString("utf8", at + 46, at + 46 + nameLength);
    entries.set(name, {
      method: directory.readUInt16LE(at + 10),
      bytes: directory.readUInt32LE(at + 20),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function* unpack(path: string, { method, bytes, offset }: Entry): AsyncGenerator<Buffer> {
  if (method !== 0 && method !== 8) throw new XlsxBroken();
  const from = await findContent(path, offset);
  if (bytes === 0) return;
  const packed = createReadStream(path, { start: from, end: from + bytes - 1 });
  // The error reaches whoever reads the last stream.
  const stream = method === 0 ? packed : pipeline(packed, createInflateRaw(), () => undefined);
  let unpacked = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      unpacked += chunk.length;
      if (unpacked > LARGEST_ENTRY) throw new XlsxBroken(true);
      yield chunk;
    }
  } catch (error) {
    // What zlib says of damaged content.
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))
      throw new XlsxBroken();
    throw error;
  } finally {
    packed.destroy();
  }
}

async function findContent(path: string, offset: number): Promise<number> {
  const handle = await open(path, "r");
  try {
    const head = await readAt(handle, offset, 30);
    if (head.length < 30 || head.readUInt32LE(0) !== LOCAL_MARK) throw new XlsxBroken();
    return offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
