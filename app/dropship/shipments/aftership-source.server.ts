/**
 * The tracking service AfterShip, over its REST API. Its address and key come from the environment, never from a
 * merchant; without a key nobody is asked and carriers' words come through Shopify alone.
 */
import { request } from "undici";
import { z } from "zod";
import { Outage } from "#app/platform/outage.ts";
import type { CarrierEvent, CarrierSource, WatchedParcel } from "./carrier-event.ts";
import { readTracking, SHOP_FIELD, trackingSchema } from "./read-aftership.ts";

export type AftershipOptions = {
  /** e.g. https://api.aftership.com/tracking/2026-07 */
  readonly baseUrl: string;
  readonly apiKey: string;
};

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
// The service's own limit of one question.
const NUMBERS_AT_ONCE = 50;
// Source: https://www.aftership.com/docs/tracking/2026-07/quickstart/request-errors
const KNOWN_ALREADY = 4003;
// It cannot be followed: no carrier found, or none of the service's.
const NO_CARRIER = new Set([4005, 4006, 4007, 4008, 4012, 4019]);
// Our key, our plan or our address is wrong: that is no parcel's fault, and would be said of each.
const CONCERNS_ALL = new Set([401, 402, 403, 404, 405, 408]);
const MOST_SAID = 200;

const envelope = z.object({
  meta: z.object({ code: z.number(), message: z.string().nullish() }),
  data: z.unknown(),
});
const pageSchema = z.object({
  pagination: z.object({ next_cursor: z.string().nullish(), has_next_page: z.boolean().nullish() }),
  trackings: z.array(trackingSchema),
});

export function createAftership(options: AftershipOptions): CarrierSource {
  return {
    name: "aftership",
    watch: (shopId, parcel) => watchOne(options, shopId, parcel),
    listEvents: async (numbers, since) => {
      const found = new Map<string, readonly CarrierEvent[]>();
      for (let at = 0; at < numbers.length; at += NUMBERS_AT_ONCE)
        await readBatch(options, numbers.slice(at, at + NUMBERS_AT_ONCE), since, found);
      return found;
    },
  };
}

async function watchOne(
  options: AftershipOptions,
  shopId: bigint,
  { trackingNumber, slug }: WatchedParcel,
): Promise<string | null> {
  const { meta, status } = await call(options, "POST", "/trackings", {
    tracking_number: trackingNumber,
    ...(slug === null ? {} : { slug }),
    custom_fields: { [SHOP_FIELD]: shopId.toString() },
  });
  if (meta.code < 300 || meta.code === KNOWN_ALREADY) return null;
  if (NO_CARRIER.has(meta.code)) return "The tracking service knows no carrier for this number.";
  if (CONCERNS_ALL.has(status)) throw outage(`answered ${status}`);
  const said = meta.message?.trim().slice(0, MOST_SAID) || `code ${meta.code}`;
  return `The tracking service refuses this number: ${said}`;
}

async function readBatch(
  options: AftershipOptions,
  numbers: readonly string[],
  since: Date | null,
  found: Map<string, readonly CarrierEvent[]>,
): Promise<void> {
  for (let cursor = ""; ;) {
    const query = new URLSearchParams({ tracking_numbers: numbers.join(","), limit: "100" });
    if (cursor !== "") query.set("cursor", cursor);
    const { meta, data } = await call(options, "GET", `/trackings?${query}`, null);
    if (meta.code >= 300) throw outage(`answered ${meta.code}`);
    const page = pageSchema.safeParse(data);
    if (!page.success) throw outage("answered something we cannot read");
    for (const tracking of page.data.trackings) {
      const events = readTracking(tracking).filter(
        ({ happenedAt }) => since === null || happenedAt > since,
      );
      const known = found.get(tracking.tracking_number) ?? [];
      found.set(tracking.tracking_number, [...known, ...events]);
    }
    const { next_cursor: next, has_next_page: hasNext } = page.data.pagination;
    if (!hasNext || !next || next === cursor) return;
    cursor = next;
  }
}

async function call(
  { baseUrl, apiKey }: AftershipOptions,
  method: "GET" | "POST",
  path: string,
  body: unknown,
): Promise<z.output<typeof envelope> & { readonly status: number }> {
  try {
    const answer = await request(`${baseUrl.replace(/\/$/, "")}${path}`, {
      method,
      headers: { "as-api-key": apiKey, "content-type": "application/json" },
      body: body === null ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      // A redirect would carry the key elsewhere; undici follows none unless told to.
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) throw outage("answered more than 8 MB");
      chunks.push(chunk);
    }
    if (answer.statusCode === 429 || answer.statusCode >= 500)
      throw outage(`answered ${answer.statusCode}`);
    const text = Buffer.concat(chunks).toString("utf8");
    return { ...readEnvelope(text, answer.statusCode), status: answer.statusCode };
  } catch (error) {
    if (error instanceof Outage) throw error;
    throw new Outage("The tracking service did not answer as expected.", {
      retry: "later",
      cause: error,
    });
  }
}

/** A refusal may come without the service's own envelope, from what stands before it. */
function readEnvelope(text: string, status: number): z.output<typeof envelope> {
  const bare = { meta: { code: status, message: null }, data: null };
  if (status < 400) return envelope.parse(JSON.parse(text));
  try {
    return envelope.catch(bare).parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return bare;
    throw error;
  }
}

const outage = (what: string) => new Outage(`The tracking service ${what}.`, { retry: "later" });
