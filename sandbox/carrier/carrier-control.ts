/** `/__sandbox/carrier`: the parcels there are, and handing one in by hand. */
import type { Sandbox } from "#sandbox/http/sandbox-context.ts";
import { nowMs } from "#sandbox/store/clock.ts";
import { handIn, openCarrier } from "./carrier-state.ts";
import { showTracking } from "./show-tracking.ts";

export function describeCarrier(sandbox: Sandbox): object {
  const atMs = nowMs(sandbox.state.world);
  const parcels = Object.values(openCarrier(sandbox).parcels);
  return { parcels: parcels.map((parcel) => ({ ...parcel, shown: showTracking(parcel, atMs) })) };
}

/** `{number, slug?, isLabelOnly?, from?, to?}`; `from` and `to` are countries. Throws a sentence. */
export function changeCarrier(sandbox: Sandbox, fields: Record<string, unknown>): void {
  const number = String(fields["number"] ?? "");
  if (!/[A-Za-z0-9]{4}/.test(number)) throw new Error('"number" is a tracking number');
  handIn(sandbox, {
    number,
    slug: typeof fields["slug"] === "string" ? fields["slug"] : null,
    isLabelOnly: fields["isLabelOnly"] === true,
    origin: { city: "Origin", country: String(fields["from"] ?? "US") },
    destination: { city: "Destination", country: String(fields["to"] ?? "US") },
  });
}
