/** Reads a webhook fault as posted to `/__sandbox/webhooks`. */
import { isRecord } from "#sandbox/http/respond.ts";
import type { DeliveryState, WebhookFault, WebhookFaultKind } from "./delivery-state.ts";

const KINDS: readonly WebhookFaultKind[] = ["duplicate", "delay", "reorder", "drop"];
const MAX_COPIES = 5;
const DEFAULT_DELAY_MS = 1_000;

/** Adds the fault. Throws with a sentence when it is not one. */
export function addWebhookFault(deliveries: DeliveryState, input: unknown): WebhookFault {
  const fields = isRecord(input) ? input : {};
  const kind = KINDS.find((known) => known === fields["kind"]);
  if (!kind) throw new Error(`webhook fault "kind" is one of ${KINDS.join(", ")}`);
  const rate = numberOr(fields["rate"], 1);
  const isEndless = fields["count"] === null || (fields["count"] === undefined && rate < 1);
  const fault: WebhookFault = {
    id: deliveries.nextId,
    kind,
    topic: typeof fields["topic"] === "string" ? fields["topic"] : null,
    remaining: isEndless ? null : numberOr(fields["count"], 1),
    rate,
    copies: Math.min(MAX_COPIES, Math.max(1, numberOr(fields["copies"], 1))),
    ms: numberOr(fields["ms"], DEFAULT_DELAY_MS),
    hits: 0,
  };
  if (typeof fields["seed"] === "number") deliveries.seed = fields["seed"];
  deliveries.nextId += 1;
  deliveries.faults.push(fault);
  return fault;
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === "number" && Number.isFinite(value) ? value : fallback;
}
