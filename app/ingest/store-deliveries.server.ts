/**
 * Group commit for webhooks: whatever arrives while one statement is in flight goes out together with the next.
 * A delivery is answered after the commit that holds it and its job, never before.
 * Why: docs/decisions/0004-batched-ingest.md
 */
import { createHash } from "node:crypto";
import type { Db } from "#app/platform/db.server.ts";
import type { IncomingDelivery } from "./delivery.ts";

export type SignedDelivery = IncomingDelivery & {
  readonly body: Buffer;
  readonly receivedAt: Date;
};
export type StoreDelivery = (delivery: SignedDelivery) => Promise<void>;

// Larger batches gain nothing measurable and make one bad row cost more single retries.
const MAX_BATCH = 128;
const MAX_BATCH_BYTES = 8 * 1024 * 1024;
// Waiting deliveries beyond this are refused with 503, which makes Shopify retry: memory stays bounded.
const MAX_WAITING = 2_000;
const MAX_WAITING_BYTES = 128 * 1024 * 1024;

type Waiting = {
  readonly delivery: SignedDelivery;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** Thrown when the queue in front of the database is full. */
export class IngestOverloaded extends Error {
  override name = "IngestOverloaded";
}

type StoreOptions = { readonly task: string; readonly maxAttempts: number };

/** A function that stores one delivery durably and rejects when it could not. Safe to call concurrently. */
export function createDeliveryStore(db: Pick<Db, "pool">, options: StoreOptions): StoreDelivery {
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let isStoring = false;

  // One statement at a time: their jobs' NOTIFY lets one transaction commit at a time anyhow, and fewer are larger.
  function flush(): void {
    if (isStoring || waiting.length === 0) return;
    const batch = waiting.slice(0, countForBatch(waiting));
    waiting = waiting.slice(batch.length);
    waitingBytes -= sumBytes(batch);
    isStoring = true;
    void storeBatch(db, options, batch).finally(() => {
      isStoring = false;
      flush();
    });
  }

  return (delivery) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= MAX_WAITING || waitingBytes >= MAX_WAITING_BYTES) {
        reject(new IngestOverloaded("Too many deliveries are waiting for the database."));
        return;
      }
      waiting.push({ delivery, resolve, reject });
      waitingBytes += delivery.body.length;
      flush();
    });
}

const sumBytes = (batch: readonly Waiting[]): number =>
  batch.reduce((sum, { delivery }) => sum + delivery.body.length, 0);

/** One at least, however large it is. */
function countForBatch(waiting: readonly Waiting[]): number {
  let bytes = 0;
  let count = 0;
  for (const { delivery } of waiting) {
    bytes += delivery.body.length;
    if (count > 0 && (count === MAX_BATCH || bytes > MAX_BATCH_BYTES)) break;
    count += 1;
  }
  return count;
}

async function storeBatch(db: Pick<Db, "pool">, options: StoreOptions, batch: Waiting[]) {
  try {
    await insert(db, options, batch);
    for (const one of batch) one.resolve();
  } catch (error) {
    if (batch.length === 1 || !isRowsFault(error)) {
      for (const one of batch) one.reject(error);
      return;
    }
    // One row that PostgreSQL refuses must not cost the others their acknowledgement.
    for (const one of batch)
      await insert(db, options, [one]).then(one.resolve, (cause: unknown) => one.reject(cause));
  }
}

/** SQLSTATE class 22 (data) and 23 (integrity) blame a row; anything else blames the server. */
function isRowsFault(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code.startsWith("22") || code.startsWith("23");
}

async function insert(db: Pick<Db, "pool">, options: StoreOptions, batch: readonly Waiting[]) {
  let start = 0;
  const rows = batch.map(({ delivery: { body, receivedAt, ...headers } }) => {
    const row = {
      webhook_id: headers.webhookId,
      event_id: headers.eventId,
      topic: headers.topic,
      shop_domain: headers.shopDomain,
      api_version: headers.apiVersion,
      triggered_at: headers.triggeredAt,
      received_at: receivedAt.toISOString(),
      body_start: start,
      body_bytes: body.length,
      body_hash: createHash("sha256").update(body).digest("hex"),
    };
    start += body.length;
    return row;
  });
  // The driver sends a Buffer as it is: what is written into JSON is escaped here and read character by character there.
  const bodies = Buffer.concat(batch.map(({ delivery }) => delivery.body));
  await db.pool.query({
    name: "store-deliveries",
    text: "select app.store_deliveries($1::jsonb, $2::bytea, $3, $4)",
    values: [JSON.stringify(rows), bodies, options.task, options.maxAttempts],
  });
}
