/**
 * Tells the app of new scans: one signed post per parcel, again some seconds later until it is taken. A scan is told when the
 * sandbox clock has reached it.
 */
import { createHmac, randomUUID } from "node:crypto";
import { nextFault } from "#sandbox/http/fault-state.ts";
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import { CARRIER_WEBHOOK_SECRET, openCarrier, type CarrierParcel } from "./carrier-state.ts";
import { listCheckpoints } from "./list-checkpoints.ts";
import { showTracking } from "./show-tracking.ts";

const TICK_MS = 250;
const TIMEOUT_MS = 5_000;
// Fourteen tries, as the documented service makes them, but seconds apart instead of hours.
const MAX_TRIES = 14;
const RETRY_MS = 3_000;

export function startCarrierLoop(sandbox: Sandbox): { stop: () => Promise<void> } {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    if (!sandbox.options.hasApp) return;
    running ??= tellAll(sandbox).finally(() => (running = null));
  }, TICK_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function tellAll(sandbox: Sandbox): Promise<void> {
  for (const parcel of Object.values(openCarrier(sandbox).parcels)) {
    const known = listCheckpoints(parcel, nowMs(sandbox.state.world)).length;
    if (parcel.customFields === null || known <= parcel.toldCheckpoints) continue;
    if (known > parcel.triedCheckpoints) Object.assign(parcel, { failures: 0, retryAtMs: 0 });
    if (parcel.failures < MAX_TRIES && parcel.retryAtMs <= Date.now())
      await tell(sandbox, parcel, known);
  }
}

async function tell(sandbox: Sandbox, parcel: CarrierParcel, known: number): Promise<void> {
  const atMs = nowMs(sandbox.state.world);
  const body = JSON.stringify({
    event_id: randomUUID(),
    event: "tracking_update",
    is_tracking_first_tag: parcel.toldCheckpoints === 0,
    msg: showTracking(parcel, atMs),
    ts: Math.floor(atMs / 1000),
  });
  const fault = nextFault(sandbox.faults, { path: "carrier", shop: null, operations: [] });
  const copies = fault?.kind === "duplicate" ? 2 : 1;
  parcel.triedCheckpoints = known;
  let isTaken = false;
  for (let copy = 0; copy < copies; copy += 1) isTaken = await post(sandbox, body);
  if (isTaken) Object.assign(parcel, { toldCheckpoints: known, failures: 0 });
  else Object.assign(parcel, { failures: parcel.failures + 1, retryAtMs: Date.now() + RETRY_MS });
}

async function post(sandbox: Sandbox, body: string): Promise<boolean> {
  const signature = createHmac("sha256", CARRIER_WEBHOOK_SECRET).update(body).digest("base64");
  try {
    const answer = await fetch(`${sandbox.urls.tunnel}/carrier/tracking`, {
      method: "POST",
      headers: { "content-type": "application/json", "aftership-hmac-sha256": signature },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch (error) {
    if (error instanceof Error) return false; // the app is not up, or slow: later
    throw error;
  }
}
