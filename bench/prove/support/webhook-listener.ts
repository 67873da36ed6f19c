/**
 * The intake of webhooks as a process of its own, as it stands in the web process. Arguments: database URL, port (0 =
 * any), secrets separated by commas. Says its port; answers the message "rss" with its memory in bytes.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { handleWebhookRequest } from "#app/ingest/handle-webhook-request.server.ts";
import { createDeliveryStore } from "#app/ingest/store-deliveries.server.ts";
import { JOBS } from "#app/jobs/catalogue.ts";
import { systemClock } from "#app/platform/clock.ts";
import { createIngestPool } from "#app/platform/db.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";

const [databaseUrl = "", port = "0", secrets = ""] = process.argv.slice(2);
const pool = createIngestPool(databaseUrl);
const { maxAttempts } = JOBS["deliveries.apply"];
const deps = {
  store: createDeliveryStore({ pool }, { task: "deliveries.apply", maxAttempts }),
  secrets: secrets.split(","),
  clock: systemClock,
  logger: createLogger("web", "silent"),
};
const server = createServer(
  (request, response) => void handleWebhookRequest(deps, request, response),
);
server.listen(Number(port), "127.0.0.1", () => {
  // A TCP server's address is an object once it listens.
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on("message", (asked) => {
  if (asked !== "rss") return;
  globalThis.gc?.();
  process.send?.({ rssBytes: process.memoryUsage.rss() });
});
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(1));
