/** A parcel in the tracking API's own shape: the fields its readers use, and no others. */
import { toInstant } from "#sandbox/store/clock.ts";
import type { CarrierParcel } from "./carrier-state.ts";
import { listCheckpoints, type Checkpoint } from "./list-checkpoints.ts";

export function showTracking(parcel: CarrierParcel, nowMs: number): object {
  const checkpoints = listCheckpoints(parcel, nowMs);
  const last = checkpoints.at(-1);
  return {
    id: parcel.id,
    tracking_number: parcel.number,
    slug: parcel.slug,
    tag: last?.tag ?? "Pending",
    subtag: last?.subtag ?? "Pending_002",
    custom_fields: parcel.customFields,
    courier_estimated_delivery_date: null,
    checkpoints: checkpoints.map((checkpoint) => showCheckpoint(parcel, checkpoint)),
  };
}

function showCheckpoint({ slug }: CarrierParcel, checkpoint: Checkpoint): object {
  const { atMs, tag, subtag, message, place } = checkpoint;
  return {
    checkpoint_time: toInstant(atMs),
    slug,
    tag,
    subtag,
    message,
    city: place?.city || null,
    state: null,
    country_region: place?.country ?? null,
    location: place ? [place.city, place.country].filter(Boolean).join(", ") : null,
  };
}
