/**
 * Every job there is: its payload, how often it is tried, how long one try may take. Names are `<feature>.<verb>`.
 * A handler is safe to run twice; which function handles which job is wired in app/worker.ts.
 */
import { z } from "zod";

/** bigint ids travel as digits: JSON has no such number. */
const id = z.string().regex(/^\d{1,19}$/);
const gid = z.string().regex(/^gid:\/\/shopify\/\w+\/.+$/);

type JobDefinition<Schema extends z.ZodType> = {
  readonly payload: Schema;
  /** Tries in all, first one included. With the queue's back-off 12 tries span about two days. */
  readonly maxAttempts: number;
  /** One try is aborted after this long; longer than the slowest honest run. */
  readonly timeoutMs: number;
};

const job = <Schema extends z.ZodType>(
  payload: Schema,
  { maxAttempts = 12, timeoutMs = 60_000 }: { maxAttempts?: number; timeoutMs?: number } = {},
): JobDefinition<Schema> => ({ payload, maxAttempts, timeoutMs });

export const JOBS = {
  /** Settles one stored webhook. */
  "deliveries.apply": job(z.object({ shopId: id, webhookId: z.string() })),
  /** Reads the shop's profile and starts the first import. `installEpoch` makes a late run of an earlier install a no-op. */
  "shops.install": job(z.object({ shopId: id, installEpoch: z.number().int() })),
  /** Hands out or erases what a privacy webhook asked for, and writes down what was done. */
  "shops.answer-compliance": job(z.object({ shopId: id, requestId: id }), { timeoutMs: 600_000 }),
  /** Moves one bulk import a step: start, wait, read, finish. */
  "orders.import": job(z.object({ shopId: id, importId: id }), { timeoutMs: 3_600_000 }),
  /** Reads one order from Shopify and applies it. */
  "orders.refetch": job(z.object({ shopId: id, orderGid: gid })),
  /** Enqueues a round for each installed shop. */
  "orders.reconcile-due": job(z.object({}), { maxAttempts: 3 }),
  /** Compares what changed lately at Shopify with the mirror and reads what differs. */
  "orders.reconcile": job(z.object({ shopId: id }), { timeoutMs: 1_800_000 }),
  /** Compares every order with an export, once a night or after a gap; `step` looks at the running export. */
  "orders.reconcile-nightly": job(
    z.object({ shopId: id, cause: z.enum(["night", "gap", "step"]) }),
    { timeoutMs: 3_600_000 },
  ),
  /** Lets what a pause or a ceiling holds back ask the rails again. */
  "rails.wake": job(z.object({ shopId: id, code: z.enum(["paused", "ceiling_reached"]) })),
  /** Carries one intent a step on: call, look, or wait. */
  "rails.carry-out": job(z.object({ shopId: id, intentId: id }), { timeoutMs: 180_000 }),
  /** Mails one alert to everybody who wants it at once. */
  "alerts.tell": job(z.object({ shopId: id, alertId: id })),
  /** Sends one alert, signed, to the shop's own address. */
  "alerts.post": job(z.object({ shopId: id, alertId: id })),
  /** Enqueues a look at each installed shop. */
  "alerts.watch-due": job(z.object({}), { maxAttempts: 3 }),
  /** Looks for what nobody reports by itself, and sends the digests that are due. */
  "alerts.watch": job(z.object({ shopId: id }), { maxAttempts: 3 }),
  /** Something of an order changed in the mirror: tells everybody whom that concerns. Enqueued by the database. */
  "order.changed": job(z.object({ shopId: id, orderId: id })),
  /** Looks again at what shopper mail held back while it was off. Enqueued by the database. */
  "messages.tell-held": job(z.object({ shopId: id })),
  /** Looks up again whether a shop's domain still lets us write for it. */
  "messages.check-sender": job(z.object({ shopId: id }), { maxAttempts: 3 }),
  /** Signs the ledger heads that moved, shop by shop. */
  "ledger.sign-heads": job(z.object({}), { timeoutMs: 1_800_000 }),
  /** Deletes settled deliveries, old parked bodies and finished job records. */
  "platform.clean-up": job(z.object({}), { maxAttempts: 3 }),
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<Name extends JobName> = z.output<(typeof JOBS)[Name]["payload"]>;
