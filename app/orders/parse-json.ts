/**
 * JSON without losing ids: integers of sixteen digits and more become text, because a JavaScript number would round
 * them. Shopify's own samples carry such ids. Pure.
 */
import { accept, refuse, type Result } from "#app/platform/result.ts";

// A string, or an integer that may exceed 2^53 (9,007,199,254,740,992 has sixteen digits).
const STRING_OR_LONG_INTEGER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d{16,}(?![\d.eE])/g;

/** The parsed value. Refuses what is not JSON. */
export function parseJson(text: string): Result<unknown, { code: "not_json" }> {
  const safe = text.replace(STRING_OR_LONG_INTEGER, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  );
  try {
    return accept(JSON.parse(safe) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError) return refuse({ code: "not_json" });
    throw error;
  }
}
