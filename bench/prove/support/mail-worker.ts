/**
 * A worker process of the product that tells shoppers and sends their mail, with the rails open. Its time runs faster: the
 * wait before a mail in doubt is looked at is a minute, and nobody waits for that a thousand times. Arguments: database
 * URL, SMTP URL, concurrency, the instant (ms) at which all workers' time began, and how fast it runs.
 */
export {};

const [databaseUrl = "", smtpUrl = "", concurrency = "4", beganAt = "0", speed = "1"] =
  process.argv.slice(2);
runFast(Number(beganAt), Number(speed));

// Only now: whoever asks for the time, asks the fast clock.
const { JOBS } = await import("#app/jobs/catalogue.ts");
const { runWorker } = await import("#app/jobs/run-worker.server.ts");
const { createMailKind } = await import("#app/messages/mail-kind.server.ts");
const { createOutbox } = await import("#app/mail-parts.server.ts");
const { createSmtpTransport } = await import("#app/messages/smtp-transport.server.ts");
const { tellShopper } = await import("#app/messages/tell-shopper.server.ts");
const { createDb } = await import("#app/platform/db.server.ts");
const { createLogger } = await import("#app/platform/logger.server.ts");
const { enqueueCarryOut } = await import("#app/rails/enqueue-carry-out.server.ts");
const { handleCarryOut } = await import("#app/rails/handle-carry-out.server.ts");
const { buildIntentKinds } = await import("#app/rails/intent-kind.ts");

const db = createDb({ url: databaseUrl, poolMax: 12 });
const clock = { now: () => new Date() };
const logger = createLogger("worker", "silent");
// Two seconds of silence are forty of the fast clock: a call ends before anybody looks for its effect.
const transport = createSmtpTransport({ url: smtpUrl, clientName: "proof", silenceMs: 2_000 });
const rails = {
  db,
  clock,
  logger,
  kinds: buildIntentKinds([createMailKind({ db, clock, transport })]),
  mayAct: async () => ({ ok: true, value: null }) as const,
  evaluateOwnCeiling: async () => ({ ok: true, value: null }) as const,
  enqueueCarryOut,
  fetchIsDisputed: async () => false,
  listTeam: async () => [],
  tellTeam: async () => undefined,
};
const env = {
  SMTP_URL: smtpUrl,
  MAIL_DOMAIN: "mail.proof.example",
  SHOPIFY_APP_URL: "https://proof.example",
  ENCRYPTION_KEYS: [{ id: "k1", key: Buffer.alloc(32, 7) }],
};
const outbox = { db, ...createOutbox({ clock, env, rails }) };
const nothing = async () => undefined;

// Every job of the catalogue has a handler; two of them do something here.
const handlers = {
  ...Object.fromEntries(Object.keys(JOBS).map((name) => [name, nothing])),
  "order.changed": ({ shopId, orderId }: { shopId: string; orderId: string }) =>
    tellShopper(outbox, { shopId: BigInt(shopId), orderId: BigInt(orderId) }),
  "rails.carry-out": (
    payload: { shopId: string; intentId: string },
    context: { signal: AbortSignal },
  ) => handleCarryOut(rails, payload, context),
} as unknown as Parameters<typeof runWorker>[0]["handlers"];

const worker = await runWorker({
  env: {
    DATABASE_URL: databaseUrl,
    WORKER_CONCURRENCY: Number(concurrency),
    JOBS_CLOCK: "process",
  },
  handlers,
  logger,
  schedule: {},
  onLost: () => process.exit(1),
});
process.on("SIGTERM", () => void worker.stop().then(() => process.exit(0)));
// A worker whose proof has ended must not live on.
process.on("disconnect", () => process.exit(1));
process.send?.("ready");

/** Date and Date.now from now on: `factor` seconds a second since the common beginning. */
function runFast(since: number, factor: number): void {
  const RealDate = Date;
  const now = () => since + (RealDate.now() - since) * factor;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parts, newTarget) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget) as Date,
    get: (target, key, receiver) =>
      key === "now" ? now : (Reflect.get(target, key, receiver) as unknown),
  });
}
