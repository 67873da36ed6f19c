/** The result file of an export as a stream of bytes from an offset on. Signed address: no token is sent. */
import { Outage } from "#app/platform/outage.ts";

/** The address has run out (7 days) or was never good: ask Shopify for the export again. */
export class ResultExpired extends Error {}

// The headers of a file must come within this; the body may take as long as it takes.
const HEADERS_DEADLINE_MS = 30_000;

/** Yields the file's bytes from `offset`. Throws ResultExpired, or Outage when it breaks off: go on from the last commit. */
export async function* downloadResult(
  url: string,
  offset: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const response = await open(url, offset, signal);
  if (!response) return;
  let skip = response.status === 200 ? offset : 0;
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      if (skip >= chunk.length) {
        skip -= chunk.length;
        continue;
      }
      yield skip > 0 ? chunk.subarray(skip) : chunk;
      skip = 0;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new Outage("The download of an export broke off.", { retry: "later", cause: error });
  }
}

/** null: the offset is the file's end. */
async function open(url: string, offset: number, signal: AbortSignal): Promise<Response | null> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), HEADERS_DEADLINE_MS);
  try {
    const response = await fetch(url, {
      headers: offset > 0 ? { Range: `bytes=${offset}-` } : {},
      signal: AbortSignal.any([signal, deadline.signal]),
    });
    if (response.status === 416) return null;
    if ([400, 401, 403, 404, 410].includes(response.status)) throw new ResultExpired();
    if (!response.ok || !response.body)
      throw new Outage(`The export's file answered ${response.status}.`, { retry: "later" });
    return response;
  } catch (error) {
    if (error instanceof ResultExpired || error instanceof Outage) throw error;
    signal.throwIfAborted();
    throw new Outage("The export's file cannot be reached.", { retry: "later", cause: error });
  } finally {
    clearTimeout(timer);
  }
}
