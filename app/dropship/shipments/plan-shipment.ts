/** Decides which units of a purchase order a tracking number stands for, or why it is not taken. Pure. */
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type {
  PurchaseOrder,
  PurchaseOrderLine,
} from "#app/dropship/purchase-orders/purchase-order.ts";
import type { ShipmentRefusal } from "./shipment-refusals.ts";
import type { TrackingVerdict } from "./tracking-number.ts";

export type ShippedLine = { readonly lineId: bigint; readonly units: number };

export type PlannedLine = ShippedLine & { readonly lineGid: string };

// What the supplier has, or may have, in hands. Before it was sent nobody can have shipped it.
export const OPEN_STATES: ReadonlySet<string> = new Set([
  "sending",
  "sent",
  "accepted",
  "shipped",
  "failed",
]);

/** The number as it is stored, or the question it raises. A carrier nobody knows is fine once it is named. */
export function evaluateNumber(
  verdict: TrackingVerdict,
  isConfirmed: boolean,
): Result<{ readonly number: string; readonly isValid: boolean }, ShipmentRefusal> {
  const { number } = verdict;
  if (number === null) return refuse({ code: "number_asked", verdict, canConfirm: false });
  const isValid = verdict.verdict === "valid";
  const isFine = isValid || (verdict.verdict === "unknown_carrier" && verdict.carrier !== null);
  if (!isFine && !isConfirmed) return refuse({ code: "number_asked", verdict, canConfirm: true });
  return accept({ number, isValid });
}

/** `lines` "all": whatever still needs a number. */
export function planShipment(
  order: Pick<PurchaseOrder, "number" | "state" | "lines">,
  lines: readonly ShippedLine[] | "all",
): Result<readonly PlannedLine[], ShipmentRefusal> {
  const { number, state } = order;
  if (state === "revoked") return refuse({ code: "order_revoked", number });
  if (!OPEN_STATES.has(state)) return refuse({ code: "order_not_open", number, state });
  const wanted = lines === "all" ? order.lines.map(wholeLine) : lines;
  const planned: PlannedLine[] = [];
  for (const { lineId, units } of wanted.filter((line) => line.units > 0)) {
    const line = order.lines.find(({ id }) => id === lineId);
    if (!line) return refuse({ code: "line_of_another_order" });
    const left = unitsLeft(line) - unitsOf(planned, lineId);
    if (!Number.isInteger(units) || units > left)
      return refuse({ code: "too_many_units", title: line.title, leftUnits: Math.max(0, left) });
    planned.push({ lineId, units, lineGid: line.lineGid });
  }
  return planned.length === 0 ? refuse({ code: "nothing_left", number }) : accept(merge(planned));
}

export const unitsLeft = ({ units, declinedUnits, trackedUnits }: PurchaseOrderLine): number =>
  units - declinedUnits - trackedUnits;

const wholeLine = (line: PurchaseOrderLine): ShippedLine => ({
  lineId: line.id,
  units: unitsLeft(line),
});

const unitsOf = (lines: readonly ShippedLine[], lineId: bigint): number =>
  lines.filter((line) => line.lineId === lineId).reduce((sum, { units }) => sum + units, 0);

/** A file may name a line twice for one parcel. */
const merge = (lines: readonly PlannedLine[]): PlannedLine[] =>
  [...new Map(lines.map((line) => [line.lineId, line])).values()].map((line) => ({
    ...line,
    units: unitsOf(lines, line.lineId),
  }));
