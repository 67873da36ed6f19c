/** Every proof by its name, in the order in which they run. */
import { proveAdminStorm } from "./prove/admin-storm.ts";
import { proveBadBodies } from "./prove/bad-bodies.ts";
import { proveForgedProxyRequests } from "./prove/forged-proxy-requests.ts";
import { proveForgedSessionTokens } from "./prove/forged-session-tokens.ts";
import { proveForgedWebhooks } from "./prove/forged-webhooks.ts";
import { proveKillWorker } from "./prove/kill-worker.ts";
import { proveMailStorm } from "./prove/mail-storm.ts";
import { provePlacements } from "./prove/placements.ts";
import { provePurchaseOrders } from "./prove/purchase-orders.ts";
import { proveRestartPostgres } from "./prove/restart-postgres.ts";
import { proveRestoreDump } from "./prove/restore-dump.ts";
import { proveArrivalOrders, proveWebhookLoss } from "./prove/test-properties.ts";
import type { Proof } from "./prove/support/proof.ts";

export const PROOFS: Readonly<Record<string, Proof>> = {
  "kill-worker": proveKillWorker,
  "restart-postgres": proveRestartPostgres,
  "restore-dump": proveRestoreDump,
  "forged-webhooks": proveForgedWebhooks,
  "forged-session-tokens": proveForgedSessionTokens,
  "forged-proxy-requests": proveForgedProxyRequests,
  "bad-bodies": proveBadBodies,
  "admin-storm": proveAdminStorm,
  "mail-storm": proveMailStorm,
  "purchase-orders": provePurchaseOrders,
  placements: provePlacements,
};

/** Proofs that are files of the test suite, run for long: the suite itself is their small form. */
export const TEST_PROOFS: Readonly<Record<string, Proof>> = {
  "arrival-orders": proveArrivalOrders,
  "webhook-loss": proveWebhookLoss,
};
