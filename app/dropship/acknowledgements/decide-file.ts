/** What a filled-in table would do, order by order, before anything is saved. Pure. */
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type {
  PurchaseOrder,
  PurchaseOrderLine,
} from "#app/dropship/purchase-orders/purchase-order.ts";
import {
  evaluateNumber,
  planShipment,
  type ShippedLine,
} from "#app/dropship/shipments/plan-shipment.ts";
import type { ShipmentRefusal } from "#app/dropship/shipments/shipment-refusals.ts";
import {
  assessTrackingNumber,
  normaliseTrackingNumber,
} from "#app/dropship/shipments/tracking-number.ts";
import { isDeclineReason, type AnswerLine, type AnswerRefusal } from "./answer.ts";
import { dateText, decideAnswer } from "./decide-answer.ts";
import type { FilledRow } from "./day-table.ts";
import { readPrice } from "./read-price.ts";
import { findByNumber } from "./tracking-rows.ts";
import { reasonCode, isYes } from "./reply-words.ts";

export type FileProblem =
  | { readonly code: "order_unknown" | "order_ambiguous" | "twice" }
  | AnswerRefusal
  | ShipmentRefusal;

export type FileAnswer = {
  readonly order: PurchaseOrder;
  readonly lines: readonly AnswerLine[];
  readonly rows: readonly number[];
};

export type FileParcel = {
  readonly order: PurchaseOrder;
  readonly tracking: string;
  readonly carrier: string | null;
  readonly lines: readonly ShippedLine[];
  readonly rows: readonly number[];
  /** taken once a person says that it is right */
  readonly asked: ShipmentRefusal | null;
};

export type FilePlan = {
  readonly answers: readonly FileAnswer[];
  readonly parcels: readonly FileParcel[];
  readonly problems: readonly { readonly at: number; readonly problem: FileProblem }[];
};

export type FileFacts = {
  readonly orders: readonly PurchaseOrder[];
  /** numbers that the shop has already, with the purchase order they belong to */
  readonly known: ReadonlyMap<string, bigint>;
  /** on the supplier's wall */
  readonly today: string;
};

export function decideFile(rows: readonly FilledRow[], facts: FileFacts): FilePlan {
  const problems: { at: number; problem: FileProblem }[] = [];
  const answers: FileAnswer[] = [];
  const parcels: FileParcel[] = [];
  const byOrder = new Map<PurchaseOrder, FilledRow[]>();
  for (const row of rows) {
    const order = findByNumber(row.order, facts.orders);
    if (typeof order !== "string") byOrder.set(order, [...(byOrder.get(order) ?? []), row]);
    else if (isFilled(row)) problems.push({ at: row.at, problem: { code: order } });
  }
  const seen = new Set<string>();
  for (const [order, its] of byOrder) {
    const answer = decideLines(order, its, facts.today);
    if (!answer.ok) {
      problems.push({ at: its[0]?.at ?? 0, problem: answer.refusal });
      continue;
    }
    if (answer.value.lines.length > 0) answers.push(answer.value);
    for (const parcel of decideParcels(order, its, answer.value.lines, facts)) {
      if ("problem" in parcel) problems.push(parcel);
      else if (seen.has(parcel.tracking))
        problems.push({ at: parcel.rows[0] ?? 0, problem: { code: "twice" } });
      else {
        seen.add(parcel.tracking);
        parcels.push(parcel);
      }
    }
  }
  return { answers, parcels, problems };
}

const isFilled = ({ accept: yes, decline, tracking }: FilledRow) =>
  [yes, decline, tracking].some((cell) => cell !== "");

function decideLines(
  order: PurchaseOrder,
  rows: readonly FilledRow[],
  today: string,
): Result<FileAnswer, AnswerRefusal> {
  const lines: AnswerLine[] = [];
  for (const row of rows) {
    for (const line of linesOf(order, row)) {
      const read = readAnswerLine(order, line, row);
      if (!read.ok) return read;
      if (read.value) lines.push(read.value);
    }
  }
  const decided = decideAnswer({ order, lines, revision: null, today });
  if (!decided.ok) return decided;
  const changed = new Set(decided.value.changes.map((change) => change.line.id));
  return accept({
    order,
    lines: lines.filter(({ lineId }) => changed.has(lineId)),
    rows: rows.map(({ at }) => at),
  });
}

/** By its id, else by its SKU; a row that names neither speaks of the whole order. */
export function linesOf(
  order: PurchaseOrder,
  { line, sku }: Pick<FilledRow, "line" | "sku">,
): readonly PurchaseOrderLine[] {
  const byId = order.lines.filter(({ id }) => id.toString() === line);
  if (byId.length > 0 || line !== "") return byId;
  if (sku === "") return order.lines;
  return order.lines.filter((one) => one.supplierSku === sku || one.sku === sku);
}

function readAnswerLine(
  { currency }: PurchaseOrder,
  line: PurchaseOrderLine,
  row: FilledRow,
): Result<AnswerLine | null, AnswerRefusal> {
  const { title } = line;
  const acceptedUnits = readUnits(row.accept, line.units - line.declinedUnits);
  const declinedUnits = readUnits(row.decline, line.units);
  const price = readPrice(row.price, currency);
  if (acceptedUnits === "bad" || declinedUnits === "bad")
    return refuse({ code: "bad_units", title });
  if (price === "bad") return refuse({ code: "bad_cost", title });
  const current = line.statedCostMinor ?? line.unitCostMinor;
  const statedCostMinor = price === null || price === current ? null : price;
  const date = row.date.slice(0, 10).replaceAll("/", "-");
  const promisedOn = date === "" || date === dateText(line.promisedOn) ? null : date;
  const saysNothing =
    acceptedUnits === null &&
    declinedUnits === null &&
    promisedOn === null &&
    statedCostMinor === null;
  if (saysNothing) return accept(null);
  const declined = declinedUnits ?? line.declinedUnits;
  return accept({
    lineId: line.id,
    acceptedUnits:
      acceptedUnits ?? Math.max(0, Math.min(line.acceptedUnits, line.units - declined)),
    declinedUnits: declined,
    declineReason: declined > line.declinedUnits ? readReason(row.reason) : null,
    promisedOn,
    statedCostMinor,
  });
}

const readReason = (text: string): string | null => {
  if (text === "") return null;
  return isDeclineReason(text) ? text : (reasonCode(text) ?? text);
};

function readUnits(text: string, all: number): number | null | "bad" {
  if (text === "") return null;
  if (isYes(text)) return all;
  const bare = text.normalize("NFKC").replace(/[.,]0+$/, "");
  return /^\d{1,6}$/.test(bare) ? Number(bare) : "bad";
}

function decideParcels(
  order: PurchaseOrder,
  rows: readonly FilledRow[],
  answers: readonly AnswerLine[],
  { known }: FileFacts,
): (FileParcel | { at: number; problem: FileProblem })[] {
  const tracked = rows.filter(({ tracking }) => tracking !== "");
  const keys = [
    ...new Set(tracked.map(({ tracking }) => normaliseTrackingNumber(tracking) ?? tracking)),
  ];
  return keys.map((number) => {
    const its = tracked.filter(
      ({ tracking }) => (normaliseTrackingNumber(tracking) ?? tracking) === number,
    );
    const at = its[0]?.at ?? 0;
    const carrier = its.find((row) => row.carrier !== "")?.carrier ?? null;
    const lines = its
      .flatMap((row) => linesOf(order, row))
      .map((line) => ({
        lineId: line.id,
        units: leftOf(line, answers),
      }));
    const owner = known.get(number);
    if (owner !== undefined)
      return { at, problem: { code: "number_known", number, isSameOrder: owner === order.id } };
    const planned = planShipment(order, lines);
    if (!planned.ok) return { at, problem: planned.refusal };
    const evaluated = evaluateNumber(assessTrackingNumber(number, carrier), false);
    const asked = evaluated.ok ? null : evaluated.refusal;
    if (asked?.code === "number_asked" && !asked.canConfirm) return { at, problem: asked };
    return { order, tracking: number, carrier, lines, rows: its.map((row) => row.at), asked };
  });
}

function leftOf(line: PurchaseOrderLine, answers: readonly AnswerLine[]): number {
  const answer = answers.find(({ lineId }) => lineId === line.id);
  return line.units - (answer?.declinedUnits ?? line.declinedUnits) - line.trackedUnits;
}
