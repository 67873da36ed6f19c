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
  /** Reads one order from Shopify, or its fulfilment orders only, and applies what it says. */
  "orders.refetch": job(
    z.object({ shopId: id, orderGid: gid, only: z.literal("fulfillment_orders").optional() }),
  ),
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
  /** Finds the suppliers of one order and issues its purchase orders, or says why not. */
  "dropship.route": job(
    z.object({
      shopId: id,
      orderId: id,
      /** `declined`, `fail_over`, `revoked`, `failed`: units came back; `supply`: stock, cost, supplier or rate changed. */
      cause: z.enum([
        "changed",
        "declined",
        "fail_over",
        "revoked",
        "failed",
        "supply",
        "rule",
        "person",
      ]),
    }),
    { timeoutMs: 120_000 },
  ),
  /** Enqueues reading variants and fetching feeds for each installed shop. */
  "dropship.supply-due": job(z.object({}), { maxAttempts: 3 }),
  /** Reads the shop's variants from Shopify: what changed, and once a day all. */
  "dropship.read-variants": job(z.object({ shopId: id }), { maxAttempts: 3, timeoutMs: 1_800_000 }),
  /** Fetches the file of one supplier whose feed is due. */
  "dropship.pull-feed": job(z.object({ shopId: id, supplierId: id }), {
    maxAttempts: 4,
    timeoutMs: 300_000,
  }),
  /** Reads a supplier's file, or applies one that was looked at. */
  "dropship.read-feed": job(z.object({ shopId: id, runId: id }), {
    maxAttempts: 3,
    timeoutMs: 600_000,
  }),
  "dropship.apply-feed": job(z.object({ shopId: id, runId: id }), {
    maxAttempts: 3,
    timeoutMs: 600_000,
  }),
  /** Looks again at held orders after stock, cost, a supplier or the rule has changed. */
  "dropship.wake-held": job(
    z.object({
      shopId: id,
      cause: z.enum(["supply", "rule"]),
      /** of a round that goes on: when it began */
      before: z.iso.datetime().optional(),
    }),
  ),
  /** Runs a routing rule over the orders there are, a chunk a step. */
  "dropship.backtest": job(z.object({ shopId: id, backtestId: id }), {
    maxAttempts: 3,
    timeoutMs: 600_000,
  }),
  /** Sends one purchase order at the time of its supplier's schedule. */
  "dropship.send-purchase-order": job(
    z.object({ shopId: id, purchaseOrderId: id, person: z.string().optional() }),
  ),
  /** Moves an order's units in Shopify to the locations of the suppliers that ship them, one step a run. */
  "dropship.place": job(z.object({ shopId: id, orderId: id }), { timeoutMs: 120_000 }),
  /** Tells Shopify what is known of one parcel: its number, a corrected one, what the carrier said. */
  "dropship.report-shipment": job(z.object({ shopId: id, shipmentId: id }), {
    timeoutMs: 120_000,
  }),
  /** Asks the carriers about the parcels of each shop. */
  "dropship.track-due": job(z.object({}), { maxAttempts: 3 }),
  /** Asks the carriers about the open parcels of one shop. */
  "dropship.track": job(z.object({ shopId: id }), { maxAttempts: 3, timeoutMs: 300_000 }),
  /** Enqueues a look at the suppliers' deadlines of each shop. */
  "dropship.time-due": job(z.object({}), { maxAttempts: 3 }),
  /** Nudges suppliers that are late; after a second term, fails over or tells a person. */
  "dropship.time": job(z.object({ shopId: id }), { maxAttempts: 3, timeoutMs: 300_000 }),
  /** Signs the ledger heads that moved, shop by shop. */
  "ledger.sign-heads": job(z.object({}), { timeoutMs: 1_800_000 }),
  /** Deletes settled deliveries, old parked bodies and finished job records. */
  "platform.clean-up": job(z.object({}), { maxAttempts: 3 }),
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<Name extends JobName> = z.output<(typeof JOBS)[Name]["payload"]>;
