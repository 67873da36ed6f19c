/**
 * Which encoding a file is in, judged from all of its bytes as they stream past. UTF-8 is certain when it fits; Shift_JIS
 * and Windows-1252 are told apart by how their high bytes stand together. Pure.
 */

export type FeedEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252" | "shift_jis";

export type EncodingDetector = {
  readonly push: (bytes: Uint8Array) => void;
  readonly end: () => FeedEncoding;
};

// UTF-16 of a table is mostly ASCII: every other byte is zero. Enough bytes to be sure, few enough to be quick.
const UTF16_SAMPLE = 4_096;

export function createEncodingDetector(): EncodingDetector {
  let head = new Uint8Array(0);
  const fitsUtf8 = createFit("utf-8");
  const fitsShiftJis = createFit("shift_jis");
  const shape = createHighByteShape();
  return {
    push(bytes) {
      if (head.length < UTF16_SAMPLE) head = join(head, bytes.subarray(0, UTF16_SAMPLE));
      fitsUtf8.push(bytes);
      if (fitsUtf8.isFit()) return;
      fitsShiftJis.push(bytes);
      shape.push(bytes);
    },
    end() {
      const utf16 = findUtf16(head);
      if (utf16) return utf16;
      if (fitsUtf8.end()) return "utf-8";
      return fitsShiftJis.end() && shape.looksShiftJis() ? "shift_jis" : "windows-1252";
    },
  };
}

/** The same for bytes that are all there. */
export function detectEncoding(bytes: Uint8Array): FeedEncoding {
  const detector = createEncodingDetector();
  detector.push(bytes);
  return detector.end();
}

function findUtf16(head: Uint8Array): FeedEncoding | null {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  let even = 0;
  let odd = 0;
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) even += 1;
    if (head[at + 1] === 0) odd += 1;
  }
  const pairs = Math.floor(head.length / 2);
  // Text without a byte order mark: separators, digits and line ends have a zero beside them, nothing else does.
  if (pairs > 0 && odd > pairs * 0.2 && even < odd * 0.1) return "utf-16le";
  if (pairs > 0 && even > pairs * 0.2 && odd < even * 0.1) return "utf-16be";
  return null;
}

function createFit(encoding: "utf-8" | "shift_jis") {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let isFit = true;
  const test = (decode: () => void) => {
    try {
      if (isFit) decode();
    } catch (error) {
      // What a fatal decoder throws at bytes that do not fit.
      if (!(error instanceof TypeError)) throw error;
      isFit = false;
    }
  };
  return {
    isFit: () => isFit,
    push: (bytes: Uint8Array) => test(() => void decoder.decode(bytes, { stream: true })),
    end(): boolean {
      test(() => void decoder.decode());
      return isFit;
    },
  };
}

/**
 * High bytes of Western text stand alone among letters; Japanese ones come in pairs and runs. Quotes and dashes of
 * Windows-1252 (0x85, 0x91–0x97) say nothing either way.
 */
function createHighByteShape() {
  let together = 0;
  let alone = 0;
  let run = 0;
  let last = 0;
  function endRun() {
    if (run >= 2) together += run;
    else if (run === 1 && !(last === 0x85 || (last >= 0x91 && last <= 0x97))) {
      // Kana and punctuation may have an ASCII trail byte; as Western characters these leads hardly occur.
      if (last >= 0x81 && last <= 0x84) together += 1;
      else alone += 1;
    }
    run = 0;
  }
  return {
    push(bytes: Uint8Array) {
      for (const byte of bytes)
        if (byte >= 0x80) {
          run += 1;
          last = byte;
        } else if (run > 0) endRun();
    },
    looksShiftJis(): boolean {
      endRun();
      return together > alone;
    },
  };
}

function join(one: Uint8Array, other: Uint8Array) {
  const joined = new Uint8Array(one.length + other.length);
  joined.set(one);
  joined.set(other, one.length);
  return joined;
}
