/** The answers in the form of the page: fields by order and line, as the components name them. Pure. */
import { isDeclineReason, type AnswerLine } from "#app/dropship/acknowledgements/answer.ts";
import { readPrice } from "#app/dropship/acknowledgements/read-price.ts";
import type {
  PurchaseOrder,
  PurchaseOrderLine,
} from "#app/dropship/purchase-orders/purchase-order.ts";

/** Names of fields. Ticked and unticked differ by being there; `po` says what was on the page. */
export const FIELD = {
  /** `id.revision`, one per order on the page */
  orders: "po",
  sendsOrder: (orderId: string) => `o${orderId}`,
  orderReason: (orderId: string) => `or${orderId}`,
  orderReasonWords: (orderId: string) => `ow${orderId}`,
  orderDate: (orderId: string) => `od${orderId}`,
  sendsLine: (lineId: string) => `l${lineId}`,
  lineUnits: (lineId: string) => `n${lineId}`,
  lineReason: (lineId: string) => `r${lineId}`,
  lineReasonWords: (lineId: string) => `w${lineId}`,
  linePrice: (lineId: string) => `c${lineId}`,
} as const;

/** Text fields of a form; files are left out. */
export type Fields = {
  readonly has: (name: string) => boolean;
  readonly get: (name: string) => string;
  readonly all: (name: string) => readonly string[];
  readonly entries: readonly (readonly [string, string])[];
};

export function fieldsOf(form: FormData): Fields {
  const entries: [string, string][] = [];
  form.forEach((value, name) => {
    if (typeof value === "string") entries.push([name, value]);
  });
  const named = new Map<string, string[]>();
  for (const [name, value] of entries) named.set(name, [...(named.get(name) ?? []), value]);
  return {
    has: (name) => named.has(name),
    get: (name) => named.get(name)?.[0]?.trim() ?? "",
    all: (name) => named.get(name) ?? [],
    entries,
  };
}

export type AnswerWish = {
  readonly purchaseOrderId: bigint;
  readonly revision: number | null;
  readonly lines: readonly AnswerLine[] | "all";
};

export type ReviewedLine = {
  readonly number: string;
  readonly line: PurchaseOrderLine;
  readonly units: number;
  readonly reason: string;
};

export type ReviewedPrice = {
  readonly number: string;
  readonly line: PurchaseOrderLine;
  readonly currency: string;
  readonly statedMinor: bigint;
};

export type ReadAnswers = {
  readonly wishes: readonly AnswerWish[];
  /** what somebody should see once more before it counts */
  readonly declines: readonly ReviewedLine[];
  readonly prices: readonly ReviewedPrice[];
  readonly problems: readonly { readonly code: "bad_units" | "bad_cost"; readonly title: string }[];
};

/** `orders`: those of the supplier, by id. One that is not among them is asked about by its id alone. */
export function readAnswers(
  fields: Fields,
  orders: ReadonlyMap<bigint, PurchaseOrder>,
): ReadAnswers {
  const read = {
    wishes: [] as AnswerWish[],
    declines: [] as ReviewedLine[],
    prices: [] as ReviewedPrice[],
    problems: [] as { code: "bad_units" | "bad_cost"; title: string }[],
  };
  for (const named of new Set(fields.all(FIELD.orders))) {
    const [, id, revision] = /^(\d{1,18})\.(\d{1,6})$/.exec(named) ?? [];
    if (!id || !revision) continue;
    const purchaseOrderId = BigInt(id);
    const order = orders.get(purchaseOrderId);
    const wish = { purchaseOrderId, revision: Number(revision) };
    if (!order) {
      read.wishes.push({ ...wish, lines: "all" });
      continue;
    }
    const lines = order.lines
      .filter(({ units, declinedUnits }) => declinedUnits < units)
      .map((line) => readLine(fields, order, line));
    for (const one of lines) {
      if ("code" in one) read.problems.push(one);
      else noteForReview(read, order, one);
    }
    read.wishes.push({
      ...wish,
      lines: lines.flatMap((one) => ("code" in one ? [] : [one.answer])),
    });
  }
  return read;
}

type ReadLine = { readonly line: PurchaseOrderLine; readonly answer: AnswerLine };
type Problem = { readonly code: "bad_units" | "bad_cost"; readonly title: string };

function readLine(
  fields: Fields,
  order: PurchaseOrder,
  line: PurchaseOrderLine,
): ReadLine | Problem {
  const id = line.id.toString();
  const orderId = order.id.toString();
  const sendsOrder = fields.has(FIELD.sendsOrder(orderId));
  const sends = sendsOrder && fields.has(FIELD.sendsLine(id));
  const open = line.units - line.declinedUnits;
  const asked = fields.get(FIELD.lineUnits(id));
  if (sends && asked !== "" && !/^\d{1,6}$/.test(asked))
    return { code: "bad_units", title: line.title };
  const acceptedUnits = !sends ? 0 : asked === "" ? open : Number(asked);
  if (acceptedUnits > open) return { code: "bad_units", title: line.title };
  const price = readPrice(fields.get(FIELD.linePrice(id)), order.currency);
  if (price === "bad") return { code: "bad_cost", title: line.title };
  const date = fields.get(FIELD.orderDate(orderId));
  return {
    line,
    answer: {
      lineId: line.id,
      acceptedUnits,
      declinedUnits: line.units - acceptedUnits,
      declineReason:
        acceptedUnits === open
          ? null
          : sendsOrder
            ? readReason(fields, FIELD.lineReason(id), FIELD.lineReasonWords(id))
            : readReason(fields, FIELD.orderReason(orderId), FIELD.orderReasonWords(orderId)),
      promisedOn: date === "" ? null : date,
      statedCostMinor: price,
    },
  };
}

/** A reason of the list, or the words written beside "other". */
function readReason(fields: Fields, name: string, words: string): string {
  const chosen = fields.get(name);
  const written = fields.get(words);
  if (written !== "" && (chosen === "other" || !isDeclineReason(chosen))) return written;
  return isDeclineReason(chosen) ? chosen : "out_of_stock";
}

function noteForReview(
  read: { readonly declines: ReviewedLine[]; readonly prices: ReviewedPrice[] },
  { number, currency }: PurchaseOrder,
  { line, answer }: ReadLine,
): void {
  const units = answer.declinedUnits - line.declinedUnits;
  if (units > 0)
    read.declines.push({ number, line, units, reason: answer.declineReason ?? "out_of_stock" });
  const { statedCostMinor: statedMinor } = answer;
  if (
    statedMinor !== null &&
    statedMinor > line.unitCostMinor &&
    statedMinor !== line.statedCostMinor
  )
    read.prices.push({ number, line, currency, statedMinor });
}
