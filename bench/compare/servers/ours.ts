/** Our webhook listener as the web process runs it. Arguments: database URL, secret. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { handleWebhookRequest } from "#app/ingest/handle-webhook-request.server.ts";
import { createDeliveryStore } from "#app/ingest/store-deliveries.server.ts";
import { JOBS } from "#app/jobs/catalogue.ts";
import { systemClock } from "#app/platform/clock.ts";
import { createIngestPool } from "#app/platform/db.server.ts";
import { createLogger } from "#app/platform/logger.server.ts";

const [databaseUrl = "", secret = ""] = process.argv.slice(2);
const { maxAttempts } = JOBS["deliveries.apply"];
const store = createDeliveryStore(
  { pool: createIngestPool(databaseUrl) },
  { task: "deliveries.apply", maxAttempts },
);
const deps = { store, secrets: [secret], logger: createLogger("web", "error"), clock: systemClock };
const server = createServer(
  (request, response) => void handleWebhookRequest(deps, request, response),
);
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit(0));
