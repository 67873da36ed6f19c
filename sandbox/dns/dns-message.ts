/** DNS on the wire (RFC 1035), as much of it as answers questions for TXT records: one question in, its answers out. Pure. */

export type DnsQuestion = {
  id: number;
  /** recursion desired, echoed */
  wantsRecursion: boolean;
  /** lower case, without the dot at the end */
  name: string;
  type: number;
  /** the question as it came, to be repeated in the answer */
  bytes: Buffer;
};

export const TXT = 16;

const HEADER_BYTES = 12;
const MAX_NAME = 255;
// A text string carries at most 255 bytes; longer values are several strings.
const MAX_STRING = 255;
// Records of a store on one machine: nobody should remember them for long.
const TTL_SECONDS = 1;

/** Null: not a question that could be read; nobody answers it. */
export function readQuestion(packet: Buffer): DnsQuestion | null {
  if (packet.length < HEADER_BYTES + 5) return null;
  const flags = packet.readUInt16BE(2);
  const isAnswer = (flags & 0x8000) !== 0;
  if (isAnswer || packet.readUInt16BE(4) !== 1) return null;
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (;;) {
    const length = packet[at];
    if (length === undefined || length > 63 || at - HEADER_BYTES > MAX_NAME) return null;
    at += 1;
    if (length === 0) break;
    if (at + length > packet.length) return null;
    labels.push(packet.toString("latin1", at, at + length));
    at += length;
  }
  if (at + 4 > packet.length) return null;
  return {
    id: packet.readUInt16BE(0),
    wantsRecursion: (flags & 0x0100) !== 0,
    name: labels.join(".").toLowerCase(),
    type: packet.readUInt16BE(at),
    bytes: packet.subarray(HEADER_BYTES, at + 4),
  };
}

/** `values` null: there is no such name. Empty: the name exists and has no such record. */
export function writeAnswer(question: DnsQuestion, values: readonly string[] | null): Buffer {
  const { id, wantsRecursion, bytes } = question;
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(id, 0);
  // An answer, with authority, recursion available; 3 = there is no such name.
  header.writeUInt16BE(0x8480 | (wantsRecursion ? 0x0100 : 0) | (values === null ? 3 : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(values?.length ?? 0, 6);
  return Buffer.concat([header, bytes, ...(values ?? []).map(writeTxt)]);
}

function writeTxt(value: string): Buffer {
  const bytes = Buffer.from(value, "utf8");
  const strings: Buffer[] = [];
  for (let at = 0; at < bytes.length || at === 0; at += MAX_STRING) {
    const piece = bytes.subarray(at, at + MAX_STRING);
    strings.push(Buffer.from([piece.length]), piece);
  }
  const data = Buffer.concat(strings);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc000 | HEADER_BYTES, 0); // the name: where the question has it
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(TTL_SECONDS, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}
