/**
 * A worker process of the product that turns plans into purchase orders and hands them over by mail, SFTP and HTTPS, with the
 * rails open. Its time runs faster: the wait before a sending in doubt is looked at is a minute. Arguments: database URL,
 * SMTP URL, the peers' `host:port` pairs, concurrency, the instant (ms) at which all workers' time began, how fast it runs.
 */
import { runFast } from "./run-fast.ts";

const [databaseUrl = "", smtpUrl = "", hosts = "", concurrency = "4", beganAt = "0", speed = "1"] =
  process.argv.slice(2);
runFast(Number(beganAt), Number(speed));

// Only now: whoever asks for the time, asks the fast clock.
const { createHostKeys } =
  await import("#app/dropship/purchase-orders/channels/host-keys.server.ts");
const { createHttpsHandover } =
  await import("#app/dropship/purchase-orders/channels/send-by-https.server.ts");
const { createMailHandover } =
  await import("#app/dropship/purchase-orders/channels/send-by-mail.server.ts");
const { createSftpHandover } =
  await import("#app/dropship/purchase-orders/channels/send-by-sftp.server.ts");
const { createRenderPdf } =
  await import("#app/dropship/purchase-orders/documents/render-pdf.server.ts");
const { createSendKinds } =
  await import("#app/dropship/purchase-orders/sending/send-kinds.server.ts");
const { createSmtpTransport } = await import("#app/messages/smtp-transport.server.ts");
const { createDb } = await import("#app/platform/db.server.ts");
const { createLogger } = await import("#app/platform/logger.server.ts");
const { createSupplierOutgoing } = await import("#app/platform/supplier-hosts.server.ts");
const { buildIntentKinds } = await import("#app/rails/intent-kind.ts");
const { issuePlan } = await import("./issue-plan.ts");
const { PEER_KEYS } = await import("./purchase-suppliers.ts");
const { OPEN_RAILS, serveJobs } = await import("./serve-jobs.ts");

const db = createDb({ url: databaseUrl, poolMax: 14 });
const clock = { now: () => new Date() };
const logger = createLogger("worker", "silent");
const listedHosts = hosts.split(",");
const mail = createMailHandover(
  createSmtpTransport({ url: smtpUrl, clientName: "proof", silenceMs: 2_000 }),
);
const kinds = createSendKinds({
  db,
  clock,
  env: { ENCRYPTION_KEYS: PEER_KEYS },
  mailDomain: "mail.proof.example",
  keyHeader: null,
  renderPdf: createRenderPdf(),
  linkOf: async (_tx, { contactId }) => `https://proof.example/supplier/${contactId}`,
  replyAddress: () => null,
  handovers: {
    email: mail,
    link: mail,
    sftp: createSftpHandover({ hostKeys: createHostKeys({ db, clock }), listedHosts }),
    https: createHttpsHandover(createSupplierOutgoing(listedHosts)),
  },
});
const rails = {
  db,
  clock,
  logger,
  kinds: buildIntentKinds(kinds),
  ...OPEN_RAILS,
};

await serveJobs({
  databaseUrl,
  concurrency: Number(concurrency),
  rails,
  handlers: {
    "dropship.route": ({ shopId, orderId }) =>
      issuePlan({ db, clock, rails }, BigInt(shopId), BigInt(orderId)),
  },
});
