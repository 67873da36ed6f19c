/** Where a parcel has been scanned by an instant. Pure: the same parcel has the same journey at every look. */
import type { CarrierParcel, Place } from "./carrier-state.ts";

const HOUR_MS = 3_600_000;

export type Checkpoint = {
  atMs: number;
  tag: "InfoReceived" | "InTransit" | "OutForDelivery" | "Delivered";
  subtag: string;
  message: string;
  place: Place | null;
};

type Step = Omit<Checkpoint, "atMs" | "place"> & {
  afterHours: number;
  at: "origin" | "destination";
};

const LABEL: Step = {
  afterHours: 0,
  tag: "InfoReceived",
  subtag: "InfoReceived_001",
  message: "Shipping label created",
  at: "origin",
};

const AT_HOME: readonly Step[] = [
  LABEL,
  step(4, "InTransit", "InTransit_002", "Picked up", "origin"),
  step(20, "InTransit", "InTransit_003", "Arrived at sorting centre", "destination"),
  step(62, "OutForDelivery", "OutForDelivery_001", "Out for delivery", "destination"),
  step(67, "Delivered", "Delivered_001", "Delivered", "destination"),
];

const ABROAD: readonly Step[] = [
  LABEL,
  step(6, "InTransit", "InTransit_002", "Picked up", "origin"),
  step(30, "InTransit", "InTransit_003", "Departed from the country of origin", "origin"),
  step(96, "InTransit", "InTransit_006", "Cleared customs", "destination"),
  step(160, "OutForDelivery", "OutForDelivery_001", "Out for delivery", "destination"),
  step(165, "Delivered", "Delivered_001", "Delivered", "destination"),
];

export function listCheckpoints(
  parcel: Pick<CarrierParcel, "labelledAtMs" | "isLabelOnly" | "origin" | "destination">,
  nowMs: number,
): Checkpoint[] {
  const { labelledAtMs, isLabelOnly, origin, destination } = parcel;
  if (labelledAtMs === null) return [];
  const isAbroad = origin?.country !== destination?.country;
  const journey = isLabelOnly ? [LABEL] : isAbroad ? ABROAD : AT_HOME;
  return journey
    .map(({ afterHours, at, ...rest }) => ({
      ...rest,
      atMs: labelledAtMs + afterHours * HOUR_MS,
      place: at === "origin" ? origin : destination,
    }))
    .filter(({ atMs }) => atMs <= nowMs);
}

function step(
  afterHours: number,
  tag: Step["tag"],
  subtag: string,
  message: string,
  at: Step["at"],
): Step {
  return { afterHours, tag, subtag, message, at };
}
