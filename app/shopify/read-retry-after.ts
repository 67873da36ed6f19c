/** How long a `Retry-After` header asks us to wait: whole or fractional seconds, or an HTTP date. */
import { MS_PER_SECOND } from "#app/platform/time.ts";

/** Milliseconds, rounded up so that we never come too early; null when the header is missing or makes no sense. */
export function readRetryAfter(header: string | null, now: Date): number | null {
  const text = header?.trim();
  if (!text) return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * MS_PER_SECOND);
  // "-5" would be read as a year.
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
