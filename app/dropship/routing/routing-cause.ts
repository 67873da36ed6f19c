/** Why an order is routed, or routed again. Written into its plan and its ledger. */
import type { JobPayload } from "#app/jobs/catalogue.ts";

export type RoutingCause = JobPayload<"dropship.route">["cause"];
