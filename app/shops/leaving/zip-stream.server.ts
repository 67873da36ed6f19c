/**
 * Files as one ZIP archive while they are being made: nothing is known of a file's size before it has gone out, and memory
 * stays that of one piece. Sizes follow each file (data descriptor); the directory at the end is ZIP64 where it must be.
 * Source: APPNOTE.TXT 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { crc32, createDeflateRaw } from "node:zlib";

export type ZipFile = {
  /** path inside the archive, ASCII */
  readonly name: string;
  readonly content: AsyncIterable<string | Uint8Array>;
};

const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;
// Bit 3: sizes follow the data. Bit 11: names are UTF-8.
const FLAGS = 0x0808;
const DEFLATED = 8;
const VERSION = 45;
// A file of more would need eight-byte sizes, which not every unzipper reads: the caller splits before.
export const MAX_FILE_BYTES = 2_000_000_000;

type Entry = {
  readonly name: Buffer;
  readonly offset: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
};

/** The archive in pieces. Throws when a file is larger than MAX_FILE_BYTES. */
export async function* zipStream(
  files: AsyncIterable<ZipFile>,
  madeAt: Date,
): AsyncGenerator<Uint8Array> {
  const stamp = dosTime(madeAt);
  const entries: Entry[] = [];
  let offset = 0;
  for await (const { name, content } of files) {
    const path = Buffer.from(name, "utf8");
    const header = localHeader(path, stamp);
    yield header;
    const sums = { crc: 0, size: 0, packed: 0 };
    for await (const piece of deflate(content, sums)) yield piece;
    yield descriptor(sums);
    entries.push({ name: path, offset, ...sums });
    offset += header.length + sums.packed + 16;
  }
  const directory = Buffer.concat(entries.map((entry) => directoryEntry(entry, stamp)));
  yield directory;
  yield ending(entries.length, directory.length, offset);
}

type Sums = { crc: number; size: number; packed: number };

async function* deflate(content: ZipFile["content"], sums: Sums): AsyncGenerator<Uint8Array> {
  const packer = createDeflateRaw({ level: 6 });
  const packed: Buffer[] = [];
  packer.on("data", (piece: Buffer) => packed.push(piece));
  try {
    for await (const piece of content) {
      const bytes = typeof piece === "string" ? Buffer.from(piece, "utf8") : piece;
      if (bytes.length === 0) continue;
      sums.crc = crc32(bytes, sums.crc);
      sums.size += bytes.length;
      if (sums.size > MAX_FILE_BYTES) throw new Error("A file of the archive is too large.");
      await new Promise<void>((resolve, reject) =>
        packer.write(bytes, (error) => (error ? reject(error) : resolve())),
      );
      yield* take(packed, sums);
    }
    await new Promise<void>((resolve, reject) => {
      packer.once("end", resolve).once("error", reject);
      packer.end();
    });
    yield* take(packed, sums);
  } finally {
    packer.destroy();
  }
}

function* take(packed: Buffer[], sums: Sums): Generator<Uint8Array> {
  for (const piece of packed.splice(0)) {
    sums.packed += piece.length;
    yield piece;
  }
}

type Stamp = { readonly time: number; readonly date: number };

/** ZIP knows local time in steps of two seconds; ours is UTC. */
const dosTime = (at: Date): Stamp => ({
  time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
});

function localHeader(name: Buffer, { time, date }: Stamp): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(FLAGS, 6);
  header.writeUInt16LE(DEFLATED, 8);
  header.writeUInt16LE(time, 10);
  header.writeUInt16LE(date, 12);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function descriptor({ crc, packed, size }: Sums): Buffer {
  const sums = Buffer.alloc(16);
  sums.writeUInt32LE(0x08074b50, 0);
  sums.writeUInt32LE(crc, 4);
  sums.writeUInt32LE(packed, 8);
  sums.writeUInt32LE(size, 12);
  return sums;
}

function directoryEntry(entry: Entry, { time, date }: Stamp): Buffer {
  const { name, offset, crc, packed, size } = entry;
  const isFar = offset >= MAX_32;
  const extra = isFar ? Buffer.alloc(12) : Buffer.alloc(0);
  if (isFar) {
    extra.writeUInt16LE(0x0001, 0);
    extra.writeUInt16LE(8, 2);
    extra.writeBigUInt64LE(BigInt(offset), 4);
  }
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(VERSION, 6);
  header.writeUInt16LE(FLAGS, 8);
  header.writeUInt16LE(DEFLATED, 10);
  header.writeUInt16LE(time, 12);
  header.writeUInt16LE(date, 14);
  header.writeUInt32LE(crc, 16);
  header.writeUInt32LE(packed, 20);
  header.writeUInt32LE(size, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(isFar ? MAX_32 : offset, 42);
  return Buffer.concat([header, name, extra]);
}

function ending(count: number, directoryBytes: number, offset: number): Buffer {
  const isFar = offset >= MAX_32 || count >= MAX_16;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(isFar ? MAX_16 : count, 8);
  end.writeUInt16LE(isFar ? MAX_16 : count, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(isFar ? MAX_32 : offset, 16);
  return isFar ? Buffer.concat([farEnding(count, directoryBytes, offset), end]) : end;
}

function farEnding(count: number, directoryBytes: number, offset: number): Buffer {
  const far = Buffer.alloc(56 + 20);
  far.writeUInt32LE(0x06064b50, 0);
  far.writeBigUInt64LE(44n, 4);
  far.writeUInt16LE(VERSION, 12);
  far.writeUInt16LE(VERSION, 14);
  far.writeBigUInt64LE(BigInt(count), 24);
  far.writeBigUInt64LE(BigInt(count), 32);
  far.writeBigUInt64LE(BigInt(directoryBytes), 40);
  far.writeBigUInt64LE(BigInt(offset), 48);
  far.writeUInt32LE(0x07064b50, 56);
  far.writeBigUInt64LE(BigInt(offset + directoryBytes), 64);
  far.writeUInt32LE(1, 72);
  return far;
}
