/**
 * Text of a file as its bytes stream past. Windows-1252 by a table of our own: Node 20 reads its 0x80–0x9F as control
 * characters, so that a euro sign is lost. Seen with Node 20.20. Pure.
 */
import type { FeedEncoding } from "./detect-encoding.ts";

export type TextReader = {
  readonly push: (bytes: Uint8Array) => string;
  readonly end: () => string;
};

// 0x80 to 0x9f. Source: https://encoding.spec.whatwg.org/index-windows-1252.txt
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

export function createTextReader(encoding: FeedEncoding): TextReader {
  if (encoding === "windows-1252")
    return { push: (bytes) => fixControls(readLatin1(bytes)), end: () => "" };
  const decoder = new TextDecoder(encoding);
  return {
    push: (bytes) => decoder.decode(bytes, { stream: true }),
    end: () => decoder.decode(),
  };
}

const fixControls = (text: string): string =>
  text.replace(/[\u0080-\u009f]/g, (control) => WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80));

// Fewer arguments than a call may have, and few enough calls.
const AT_ONCE = 8_192;

function readLatin1(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return text;
}
