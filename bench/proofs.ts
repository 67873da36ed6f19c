/** Every proof by its name, in the order in which they run. */
import { proveAdminStorm } from "./prove/admin-storm.ts";
import { proveBadBodies } from "./prove/bad-bodies.ts";
import { proveForgedSessionTokens } from "./prove/forged-session-tokens.ts";
import { proveForgedWebhooks } from "./prove/forged-webhooks.ts";
import { proveKillWorker } from "./prove/kill-worker.ts";
import { proveRestartPostgres } from "./prove/restart-postgres.ts";
import type { Proof } from "./prove/support/proof.ts";

export const PROOFS: Readonly<Record<string, Proof>> = {
  "kill-worker": proveKillWorker,
  "restart-postgres": proveRestartPostgres,
  "forged-webhooks": proveForgedWebhooks,
  "forged-session-tokens": proveForgedSessionTokens,
  "bad-bodies": proveBadBodies,
  "admin-storm": proveAdminStorm,
};
