/** A delimited file as records: encoding and layout first, each in a pass of its own, then row by row. */
import { createTextReader } from "./decode-text.ts";
import { createEncodingDetector, type FeedEncoding } from "./detect-encoding.ts";
import { detectLayout, isSeparatorLine, type FeedLayout } from "./detect-layout.ts";
import type { FeedBytes } from "./feed-file.server.ts";
import { createRecordReader, type FeedRecord } from "./read-records.ts";

// Rows enough to tell columns apart, and to see the decimal sign.
const HEAD_CHARACTERS = 128 * 1024;

export type OpenedFeed = {
  readonly layout: FeedLayout;
  readonly encoding: FeedEncoding | null;
  /** rows of data in batches, with how many bytes lie behind */
  readonly batches: () => AsyncIterable<{
    readonly records: readonly FeedRecord[];
    readonly bytesRead: number;
  }>;
};

/** null when the file holds no table. */
export async function openTextFeed(file: FeedBytes): Promise<OpenedFeed | null> {
  const detector = createEncodingDetector();
  for await (const bytes of file()) detector.push(bytes);
  const encoding = detector.end();
  const layout = detectLayout(await readHead(file, encoding));
  if (!layout) return null;
  return { layout, encoding, batches: () => readBatches(file, encoding, layout) };
}

async function readHead(file: FeedBytes, encoding: FeedEncoding): Promise<string> {
  const reader = createTextReader(encoding);
  let head = "";
  for await (const bytes of file()) {
    head += reader.push(bytes);
    if (head.length >= HEAD_CHARACTERS) return head.slice(0, HEAD_CHARACTERS);
  }
  return head + reader.end();
}

async function* readBatches(
  file: FeedBytes,
  encoding: FeedEncoding,
  { delimiter, headerLine }: FeedLayout,
) {
  const text = createTextReader(encoding);
  const reader = createRecordReader(delimiter);
  const isData = (record: FeedRecord) => record.line > headerLine && !isSeparatorLine(record);
  let bytesRead = 0;
  let isFirst = true;
  for await (const bytes of file()) {
    bytesRead += bytes.length;
    const piece = text.push(bytes);
    const records = reader.push(isFirst ? piece.replace(/^\uFEFF/, "") : piece);
    isFirst &&= piece === "";
    yield { records: records.filter(isData), bytesRead };
  }
  const rest = [...reader.push(text.end()), ...reader.end()];
  yield { records: rest.filter(isData), bytesRead };
}
