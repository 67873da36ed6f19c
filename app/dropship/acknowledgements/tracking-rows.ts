/** Many rows of "order number, tracking number", as people paste them: what each means, and what is wrong with it. Pure. */
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";
import { evaluateNumber, planShipment } from "#app/dropship/shipments/plan-shipment.ts";
import type { ShipmentRefusal } from "#app/dropship/shipments/shipment-refusals.ts";
import {
  assessTrackingNumber,
  normaliseTrackingNumber,
} from "#app/dropship/shipments/tracking-number.ts";
import { stageOf } from "./answer-stage.ts";

export type RowProblem =
  | { readonly code: "empty" | "no_number" | "order_unknown" | "order_ambiguous" | "twice" }
  | ShipmentRefusal;

export type TrackingRow = {
  readonly raw: string;
  readonly order: string;
  readonly tracking: string;
  readonly carrier: string | null;
};

export type CheckedRow = TrackingRow & {
  /** `ask`: taken once a person says that it is right */
  readonly verdict: "fine" | "ask" | "wrong";
  readonly problem: RowProblem | null;
  readonly purchaseOrderId: bigint | null;
  readonly number: string | null;
  readonly units: number;
};

// Far above a day of any supplier; more is a file.
export const MOST_ROWS = 1_000;

/** Commas, semicolons and tabs of any script part cells; else the first gap does. Empty rows are left out. */
export function splitRows(text: string): TrackingRow[] {
  return text
    .normalize("NFKC")
    .split(/\r\n|\r|\n/)
    .map((raw) => raw.trim())
    .filter((raw) => raw !== "")
    .slice(0, MOST_ROWS)
    .map(splitRow);
}

function splitRow(raw: string): TrackingRow {
  // Both commas of Chinese keyboards: NFKC turns one into ASCII and leaves the other.
  if (/[,;\t、|]/.test(raw)) {
    const [order = "", tracking = "", ...rest] = raw.split(/[,;\t、|]/).map((cell) => cell.trim());
    return { raw, order, tracking, carrier: rest.filter(Boolean).join(" ") || null };
  }
  const [order = "", ...cells] = raw.split(/\s+/);
  const last = cells.at(-1);
  // "1001-1 LX123456785CN China Post": words after the number name the carrier.
  const words = cells.slice(1);
  const isNamed = words.length > 0 && words.every((word) => !/\d/.test(word));
  const tracking = isNamed ? (cells[0] ?? "") : cells.join(" ");
  return { raw, order, tracking, carrier: isNamed && last ? words.join(" ") : null };
}

/** `#1001-1`, `1001-1 R2` and `1001-1` are one; `1001` is it too while no other order begins so. */
export function findByNumber(
  text: string,
  orders: readonly PurchaseOrder[],
): PurchaseOrder | "order_unknown" | "order_ambiguous" {
  const wanted = text
    .normalize("NFKC")
    .replace(/^['#№\s]+|\s*R\d{1,4}$/gi, "")
    .replace(/[‐‑–—−]/g, "-")
    .trim();
  if (wanted === "") return "order_unknown";
  const exact = orders.find(({ number }) => number.toLowerCase() === wanted.toLowerCase());
  if (exact) return exact;
  const open = orders.filter(
    (order) => order.number.replace(/-\d+$/, "") === wanted && stageOf(order) !== "done",
  );
  if (open.length > 1) return "order_ambiguous";
  return open[0] ?? "order_unknown";
}

/** Each row by itself, and against the rows before it. `known`: numbers that the shop has already, by number. */
export function checkRows(
  rows: readonly TrackingRow[],
  orders: readonly PurchaseOrder[],
  known: ReadonlyMap<string, bigint>,
): CheckedRow[] {
  const seen = new Set<string>();
  const taken = new Set<bigint>();
  return rows.map((row) => {
    const checked = checkRow(row, orders, known);
    const { number, purchaseOrderId } = checked;
    if (number !== null && seen.has(number) && checked.verdict !== "wrong")
      return wrong(row, { code: "twice" });
    if (purchaseOrderId !== null && taken.has(purchaseOrderId) && checked.verdict !== "wrong")
      return wrong(row, { code: "nothing_left", number: row.order });
    if (checked.verdict === "wrong") return checked;
    if (number !== null) seen.add(number);
    if (purchaseOrderId !== null) taken.add(purchaseOrderId);
    return checked;
  });
}

function checkRow(
  row: TrackingRow,
  orders: readonly PurchaseOrder[],
  known: ReadonlyMap<string, bigint>,
): CheckedRow {
  if (row.order === "") return wrong(row, { code: "empty" });
  const order = findByNumber(row.order, orders);
  if (typeof order === "string") return wrong(row, { code: order });
  if (row.tracking === "") return wrong(row, { code: "no_number" });
  const verdict = assessTrackingNumber(row.tracking, row.carrier);
  const number = normaliseTrackingNumber(row.tracking);
  const owner = number === null ? undefined : known.get(number);
  if (number !== null && owner !== undefined)
    return wrong(row, { code: "number_known", number, isSameOrder: owner === order.id });
  const planned = planShipment(order, "all");
  if (!planned.ok) return wrong(row, planned.refusal);
  const units = planned.value.reduce((sum, line) => sum + line.units, 0);
  const found = { ...row, purchaseOrderId: order.id, number, units };
  const evaluated = evaluateNumber(verdict, false);
  if (evaluated.ok) return { ...found, verdict: "fine", problem: null };
  const { refusal } = evaluated;
  const canConfirm = refusal.code === "number_asked" && refusal.canConfirm;
  return { ...found, verdict: canConfirm ? "ask" : "wrong", problem: refusal };
}

const wrong = (row: TrackingRow, problem: RowProblem): CheckedRow => ({
  ...row,
  verdict: "wrong",
  problem,
  purchaseOrderId: null,
  number: null,
  units: 0,
});
