/** Replaces one byte string by another in a stream, also where it lies across two chunks; holds back only what it must. */
import { Transform } from "node:stream";

export function replaceInStream(search: string, replacement: string): Transform {
  const needle = Buffer.from(search);
  const substitute = Buffer.from(replacement);
  let held: Buffer = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const { output, rest } = replaceAll(Buffer.concat([held, chunk]), needle, substitute);
      held = rest;
      done(null, output);
    },
    flush(done) {
      done(null, held);
    },
  });
}

function replaceAll(input: Buffer, needle: Buffer, substitute: Buffer) {
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = input.indexOf(needle); at >= 0; at = input.indexOf(needle, from)) {
    parts.push(input.subarray(from, at), substitute);
    from = at + needle.length;
  }
  const keep = startedLength(input.subarray(from), needle);
  parts.push(input.subarray(from, input.length - keep));
  return { output: Buffer.concat(parts), rest: Buffer.from(input.subarray(input.length - keep)) };
}

/** How many bytes at the end of `input` could be the start of the needle. */
function startedLength(input: Buffer, needle: Buffer): number {
  for (let length = Math.min(needle.length - 1, input.length); length > 0; length -= 1) {
    if (input.subarray(input.length - length).equals(needle.subarray(0, length))) return length;
  }
  return 0;
}
