/** The open purchase orders of a supplier as the page shows them. Pure. */
import { calendarDate } from "#app/platform/time.ts";
import { stageOf, type AnswerStage } from "#app/dropship/acknowledgements/answer-stage.ts";
import { dateText } from "#app/dropship/acknowledgements/decide-answer.ts";
import { isDeclineReason } from "#app/dropship/acknowledgements/answer.ts";
import type {
  PurchaseOrder,
  PurchaseOrderLine,
} from "#app/dropship/purchase-orders/purchase-order.ts";
import type { Supplier } from "#app/dropship/suppliers/supplier.ts";
import { calendarOf, nextCutOff } from "#app/dropship/suppliers/work-calendar.ts";
import type { Reader } from "./reader.ts";

/** `agreed` and `refused` by a person of the shop; `waiting`: nobody has said yet. */
export type PriceState = "waiting" | "agreed" | "refused";

export type LineView = {
  readonly id: string;
  readonly title: string;
  readonly sku: string | null;
  readonly imageUrl: string | null;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
  readonly note: string | null;
  /** not declined */
  readonly openUnits: number;
  readonly orderedUnits: number;
  readonly acceptedUnits: number;
  readonly trackedUnits: number;
  readonly declined: string | null;
  readonly price: string;
  readonly statedPrice: string | null;
  readonly priceState: PriceState | null;
  readonly promisedOn: string;
  readonly customs: string | null;
};

export type OrderView = {
  readonly id: string;
  readonly number: string;
  readonly revision: number;
  /** what the supplier has to do next */
  readonly stage: AnswerStage;
  readonly units: number;
  readonly due: string | null;
  readonly isLate: boolean;
  readonly currency: string;
  readonly destination: string | null;
  readonly lines: readonly LineView[];
};

export type TodayView = {
  readonly toAnswer: readonly OrderView[];
  readonly toShip: readonly OrderView[];
  readonly doneCount: number;
  readonly hiddenCount: number;
  readonly openCount: number;
  /** open orders that have to leave by the next cut-off */
  readonly dueCount: number;
  readonly cutOff: string;
  readonly nextDue: string | null;
  /** the earliest date that may be promised */
  readonly today: string;
};

// A phone shows no more at once; the file has them all.
const MOST_SHOWN = 200;

export type PriceStates = ReadonlyMap<bigint, PriceState>;

export function todayView(
  orders: readonly PurchaseOrder[],
  { supplier, reader, prices, now }: ViewFacts,
): TodayView {
  const sorted = [...orders].sort(
    (one, other) => dueOf(one) - dueOf(other) || one.number.localeCompare(other.number),
  );
  const all = sorted.map((order) => orderView(order, { reader, prices, now }));
  const toAnswer = all.filter(({ stage }) => stage === "answer");
  const toShip = all.filter(({ stage }) => stage === "ship");
  const open = sorted.filter((order) => stageOf(order) !== "done");
  const cutOff = nextCutOff(now, calendarOf(supplier));
  const isDue = ({ shipBy }: PurchaseOrder) =>
    shipBy !== null && shipBy.getTime() <= endOfDay(cutOff, supplier.timeZone);
  const [first] = open;
  return {
    toAnswer: toAnswer.slice(0, MOST_SHOWN),
    toShip: toShip.slice(0, MOST_SHOWN),
    doneCount: all.length - open.length,
    hiddenCount:
      Math.max(0, toAnswer.length - MOST_SHOWN) + Math.max(0, toShip.length - MOST_SHOWN),
    openCount: open.length,
    dueCount: open.filter(isDue).length,
    cutOff: reader.time(cutOff),
    nextDue: first?.shipBy ? reader.endOf(first.shipBy) : null,
    today: calendarDate(now, supplier.timeZone),
  };
}

type ViewFacts = {
  readonly supplier: Supplier;
  readonly reader: Reader;
  readonly prices: PriceStates;
  readonly now: Date;
};

export function orderView(
  order: PurchaseOrder,
  { reader, prices, now }: Omit<ViewFacts, "supplier">,
): OrderView {
  const { shipTo, currency } = order;
  const stage = stageOf(order);
  const due = stage === "answer" ? (order.acknowledgeBy ?? order.shipBy) : order.shipBy;
  return {
    id: order.id.toString(),
    number: order.number,
    revision: order.revision,
    stage,
    units: order.lines.reduce((sum, line) => sum + line.units - line.declinedUnits, 0),
    due: dueText(order, reader),
    isLate: stage !== "done" && due !== null && due < now,
    currency,
    destination: [shipTo?.city, shipTo?.countryCode].filter(Boolean).join(", ") || null,
    lines: order.lines.map((line) => lineView(line, currency, { reader, prices })),
  };
}

function lineView(
  line: PurchaseOrderLine,
  currency: string,
  { reader, prices }: Pick<ViewFacts, "reader" | "prices">,
): LineView {
  const { words, money } = reader;
  const price = (amountMinor: bigint) => money({ amountMinor, currency });
  const { statedCostMinor, declineReason } = line;
  const reason =
    declineReason && isDeclineReason(declineReason) ? words.reasons[declineReason] : declineReason;
  return {
    id: line.id.toString(),
    title: [line.title, line.variantTitle].filter(Boolean).join(" · "),
    sku: line.supplierSku ?? line.sku,
    imageUrl: line.imageUrl,
    attributes: line.customAttributes,
    note: line.note,
    orderedUnits: line.units,
    openUnits: line.units - line.declinedUnits,
    acceptedUnits: line.acceptedUnits,
    trackedUnits: line.trackedUnits,
    declined: line.declinedUnits > 0 ? words.declined(line.declinedUnits, reason ?? "–") : null,
    price: price(line.unitCostMinor),
    statedPrice:
      statedCostMinor !== null && statedCostMinor !== line.unitCostMinor
        ? price(statedCostMinor)
        : null,
    priceState: prices.get(line.id) ?? null,
    promisedOn: dateText(line.promisedOn) ?? "",
    customs: [line.hsCode, line.originCountry].filter(Boolean).join(" · ") || null,
  };
}

function dueText(order: PurchaseOrder, { words, endOf, day }: Reader): string | null {
  if (order.shipBy) return words.shipsBy(endOf(order.shipBy));
  return order.acknowledgeBy ? words.answerBy(day(order.acknowledgeBy)) : null;
}

/** By cut-off: what has to leave first comes first. */
const dueOf = ({ shipBy, acknowledgeBy, createdAt }: PurchaseOrder): number =>
  (shipBy ?? acknowledgeBy ?? createdAt).getTime();

function endOfDay(at: Date, zone: string): number {
  const day = calendarDate(at, zone);
  let end = at.getTime();
  // At most 25 hours on, in steps no clock change can jump over.
  while (calendarDate(new Date(end), zone) === day) end += 900_000;
  return end;
}
