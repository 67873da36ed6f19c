/**
 * Decides what an answer of a supplier changes. Pure. What was declined is final, for it may be ordered elsewhere within
 * the second; what was accepted may still be declined until it has a tracking number, and stays accepted until it is.
 */
import { addYears } from "date-fns/addYears";
import { isCalendarDate, type CalendarDate } from "#app/platform/business-days.ts";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type {
  PurchaseOrder,
  PurchaseOrderLine,
} from "#app/dropship/purchase-orders/purchase-order.ts";
import { nextPurchaseOrderState } from "#app/dropship/purchase-orders/purchase-order-states.ts";
import type { AnswerLine, AnswerRefusal } from "./answer.ts";

export type AnswerQuestion = {
  readonly order: Pick<
    PurchaseOrder,
    "number" | "state" | "revision" | "endedAt" | "promisedOn" | "lines"
  >;
  readonly lines: readonly AnswerLine[];
  /** which revision was answered; null = not said */
  readonly revision: number | null;
  /** on the supplier's wall */
  readonly today: CalendarDate;
};

export type LineChange = {
  readonly line: PurchaseOrderLine;
  readonly acceptedUnits: number;
  readonly declinedUnits: number;
  readonly declineReason: string | null;
  readonly promisedOn: CalendarDate | null;
  readonly statedCostMinor: bigint | null;
  /** units that others may be asked for from now on */
  readonly freedUnits: number;
  /** a price above the ordered one, stated now: a person has to agree */
  readonly asksForMore: boolean;
};

export type AnswerChange = {
  /** lines that change; empty = it was said before */
  readonly changes: readonly LineChange[];
  /** every unit has an answer now */
  readonly isComplete: boolean;
  readonly move: "accept" | "decline" | null;
  /** the latest date promised for any line; null = none */
  readonly promisedOn: CalendarDate | null;
  /** what is left has a tracking number */
  readonly isTracked: boolean;
};

const MOST_REASON_LENGTH = 200;
// No unit of anything costs that much in any currency; it is a price list's number in the wrong column.
const MOST_COST_MINOR = 10n ** 13n;

export function decideAnswer(asked: AnswerQuestion): Result<AnswerChange, AnswerRefusal> {
  const { order, lines, revision, today } = asked;
  const closed = refuseClosed(order, revision);
  if (closed) return refuse(closed);
  const changes: LineChange[] = [];
  for (const answer of lines) {
    const line = order.lines.find(({ id }) => id === answer.lineId);
    if (!line || changes.some((change) => change.line.id === line.id))
      return refuse({ code: "unknown_line" });
    const refusal = refuseUnits(line, answer) ?? refuseWords(line, answer, today);
    if (refusal) return refuse(refusal);
    changes.push(changeOf(line, answer));
  }
  return accept(summarise(order, changes));
}

function refuseClosed(
  { number, state, endedAt, revision: current }: AnswerQuestion["order"],
  revision: number | null,
): AnswerRefusal | null {
  if (state === "revoked") return { code: "revoked", number, revokedAt: endedAt ?? new Date(0) };
  if (nextPurchaseOrderState(state, "accept") === null) return { code: "not_open", number, state };
  if (revision !== null && revision !== current)
    return { code: "revised", number, revision: current };
  return null;
}

function refuseUnits(line: PurchaseOrderLine, answer: AnswerLine): AnswerRefusal | null {
  const { title, units, trackedUnits } = line;
  const { acceptedUnits, declinedUnits } = answer;
  if (![acceptedUnits, declinedUnits].every((count) => Number.isInteger(count) && count >= 0))
    return { code: "bad_units", title };
  if (acceptedUnits + declinedUnits > units) return { code: "too_many_units", title, units };
  if (declinedUnits < line.declinedUnits)
    return { code: "declined_is_final", title, declinedUnits: line.declinedUnits };
  if (trackedUnits > units - declinedUnits) return { code: "tracked_already", title, trackedUnits };
  return null;
}

function refuseWords(
  line: PurchaseOrderLine,
  { declinedUnits, declineReason, promisedOn, statedCostMinor }: AnswerLine,
  today: CalendarDate,
): AnswerRefusal | null {
  const { title } = line;
  if (declinedUnits > line.declinedUnits && !declineReason?.trim())
    return { code: "reason_missing", title };
  if ((declineReason?.length ?? 0) > MOST_REASON_LENGTH) return { code: "reason_too_long", title };
  if (promisedOn !== null && promisedOn !== dateText(line.promisedOn)) {
    if (!isCalendarDate(promisedOn)) return { code: "bad_date", title };
    if (promisedOn < today) return { code: "date_past", title };
    if (promisedOn > yearAfter(today)) return { code: "date_too_far", title };
  }
  if (statedCostMinor !== null && (statedCostMinor < 0n || statedCostMinor > MOST_COST_MINOR))
    return { code: "bad_cost", title };
  return null;
}

function changeOf(line: PurchaseOrderLine, answer: AnswerLine): LineChange {
  const { declinedUnits, acceptedUnits } = answer;
  const freedUnits = declinedUnits - line.declinedUnits;
  const statedCostMinor = answer.statedCostMinor ?? line.statedCostMinor;
  return {
    line,
    // A yes and a tracking number stand, whatever an older list says: only a no takes them back.
    acceptedUnits: Math.max(
      acceptedUnits,
      line.trackedUnits,
      Math.min(line.acceptedUnits, line.units - declinedUnits),
    ),
    declinedUnits,
    declineReason: freedUnits > 0 ? (answer.declineReason?.trim() ?? null) : line.declineReason,
    promisedOn: answer.promisedOn ?? dateText(line.promisedOn),
    statedCostMinor,
    freedUnits,
    asksForMore:
      answer.statedCostMinor !== null &&
      answer.statedCostMinor > line.unitCostMinor &&
      answer.statedCostMinor !== line.statedCostMinor,
  };
}

function summarise(order: AnswerQuestion["order"], all: readonly LineChange[]): AnswerChange {
  const after = order.lines.map(
    (line) => all.find((change) => change.line.id === line.id) ?? keep(line),
  );
  const isComplete = after.every(
    ({ line, acceptedUnits, declinedUnits }) => acceptedUnits + declinedUnits === line.units,
  );
  const accepted = after.reduce((sum, { acceptedUnits }) => sum + acceptedUnits, 0);
  const tracked = order.lines.reduce((sum, { trackedUnits }) => sum + trackedUnits, 0);
  const open = after.reduce((sum, { line, declinedUnits }) => sum + line.units - declinedUnits, 0);
  const dates = after
    .filter(({ line, declinedUnits }) => declinedUnits < line.units)
    .flatMap(({ promisedOn }) => promisedOn ?? []);
  return {
    changes: all.filter(isChange),
    isComplete,
    move: !isComplete ? null : accepted > 0 ? "accept" : "decline",
    promisedOn: dates.sort().at(-1) ?? null,
    isTracked: tracked > 0 && tracked === open,
  };
}

const keep = (line: PurchaseOrderLine): LineChange => ({
  line,
  acceptedUnits: line.acceptedUnits,
  declinedUnits: line.declinedUnits,
  declineReason: line.declineReason,
  promisedOn: dateText(line.promisedOn),
  statedCostMinor: line.statedCostMinor,
  freedUnits: 0,
  asksForMore: false,
});

const isChange = ({ line, ...after }: LineChange): boolean =>
  after.acceptedUnits !== line.acceptedUnits ||
  after.declinedUnits !== line.declinedUnits ||
  after.promisedOn !== dateText(line.promisedOn) ||
  after.statedCostMinor !== line.statedCostMinor;

/** A DATE column arrives as midnight UTC. */
export const dateText = (date: Date | null): CalendarDate | null =>
  date?.toISOString().slice(0, 10) ?? null;

const yearAfter = (today: CalendarDate): CalendarDate =>
  addYears(new Date(`${today}T00:00:00Z`), 1)
    .toISOString()
    .slice(0, 10);
