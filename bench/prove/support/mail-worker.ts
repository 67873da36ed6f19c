/**
 * A worker process of the product that tells shoppers and sends their mail, with the rails open. Its time runs faster: the
 * wait before a mail in doubt is looked at is a minute, and nobody waits for that a thousand times. Arguments: database
 * URL, SMTP URL, concurrency, the instant (ms) at which all workers' time began, and how fast it runs.
 */
import { runFast } from "./run-fast.ts";

const [databaseUrl = "", smtpUrl = "", concurrency = "4", beganAt = "0", speed = "1"] =
  process.argv.slice(2);
runFast(Number(beganAt), Number(speed));

// Only now: whoever asks for the time, asks the fast clock.
const { createMailKind } = await import("#app/messages/mail-kind.server.ts");
const { createOutbox } = await import("#app/mail-parts.server.ts");
const { createSmtpTransport } = await import("#app/messages/smtp-transport.server.ts");
const { tellShopper } = await import("#app/messages/tell-shopper.server.ts");
const { createDb } = await import("#app/platform/db.server.ts");
const { createLogger } = await import("#app/platform/logger.server.ts");
const { buildIntentKinds } = await import("#app/rails/intent-kind.ts");
const { OPEN_RAILS, serveJobs } = await import("./serve-jobs.ts");

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
  ...OPEN_RAILS,
};
const env = {
  SMTP_URL: smtpUrl,
  MAIL_DOMAIN: "mail.proof.example",
  SHOPIFY_APP_URL: "https://proof.example",
  ENCRYPTION_KEYS: [{ id: "k1", key: Buffer.alloc(32, 7) }],
};
const outbox = { db, ...createOutbox({ clock, env, rails }) };

await serveJobs({
  databaseUrl,
  concurrency: Number(concurrency),
  rails,
  handlers: {
    "order.changed": ({ shopId, orderId }) =>
      tellShopper(outbox, { shopId: BigInt(shopId), orderId: BigInt(orderId) }),
  },
});
