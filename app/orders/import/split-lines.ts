/** Cuts a stream of bytes at line feeds, with each line's place in the file. Memory: one chunk and one unfinished line. Pure. */

export type FileLine = {
  readonly bytes: Uint8Array;
  /** offset of its first byte in the file */
  readonly start: number;
};

const LINE_FEED = 0x0a;

/** The lines of each chunk together; empty lines are left out. `start` is the offset of the stream's first byte. */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  start = 0,
): AsyncGenerator<FileLine[]> {
  let rest: Uint8Array[] = [];
  let restLength = 0;
  let offset = start;
  for await (const chunk of chunks) {
    const lines: FileLine[] = [];
    let from = 0;
    for (let feed = chunk.indexOf(LINE_FEED); feed !== -1; feed = chunk.indexOf(LINE_FEED, from)) {
      const tail = chunk.subarray(from, feed);
      const bytes = restLength > 0 ? join([...rest, tail], restLength + tail.length) : tail;
      if (bytes.length > 0) lines.push({ bytes, start: offset });
      offset += bytes.length + 1;
      rest = [];
      restLength = 0;
      from = feed + 1;
    }
    if (from < chunk.length) {
      // Copied: the source may reuse the chunk's memory.
      rest.push(chunk.slice(from));
      restLength += chunk.length - from;
    }
    if (lines.length > 0) yield lines;
  }
  if (restLength > 0) yield [{ bytes: join(rest, restLength), start: offset }];
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
