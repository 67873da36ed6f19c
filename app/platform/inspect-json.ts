/**
 * Looks for what JSON allows and two readers understand differently: a key twice in one object, and nesting so deep that
 * the next reader overflows. One pass without recursion; says nothing about texts that are no JSON. Pure.
 */

export type JsonFault = "duplicate_key" | "too_deep";

// Shopify's deepest payload has eleven levels.
const MAX_DEPTH = 64;

/** The first fault of the text; null when there is none. */
export function inspectJson(text: string): JsonFault | null {
  // The keys seen in each open object; null for an open list.
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === "{" || letter === "[") {
      open.push(letter === "{" ? new Set() : null);
      if (open.length > MAX_DEPTH) return "too_deep";
    } else if (letter === "}" || letter === "]") open.pop();
    else if (letter === '"') {
      const end = endOfString(text, at);
      if (isKey(text, end)) {
        const keys = open.at(-1);
        const key = readKey(text.slice(at, end + 1));
        if (keys?.has(key)) return "duplicate_key";
        keys?.add(key);
      }
      at = end;
    }
  }
  return null;
}

/** Index of the closing quote, or of the last character of a string that never closes. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length - 1;
}

function isKey(text: string, end: number): boolean {
  let at = end + 1;
  while (at < text.length && /\s/.test(text[at] ?? "")) at += 1;
  return text[at] === ":";
}

/** "\u0069d" and "id" are one key. */
function readKey(quoted: string): string {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch (error) {
    if (error instanceof SyntaxError) return quoted;
    throw error;
  }
}
