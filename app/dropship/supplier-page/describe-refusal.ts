/** Refusals in the words of the supplier's page. Pure. */
import type { AnswerRefusal } from "#app/dropship/acknowledgements/answer.ts";
import type { ShipmentRefusal } from "#app/dropship/shipments/shipment-refusals.ts";
import type { Reader } from "./reader.ts";
import type { RowProblem } from "#app/dropship/acknowledgements/tracking-rows.ts";

type AnyRefusal = AnswerRefusal | RowProblem | ShipmentRefusal;

export function describeRefusal(refusal: AnyRefusal, reader: Reader): string {
  const { refusal: words, row } = reader.words;
  switch (refusal.code) {
    case "empty":
    case "no_number":
    case "order_unknown":
    case "order_ambiguous":
    case "twice":
      return row[refusal.code];
    case "number_asked":
      return describeAsked(refusal, reader);
    case "number_known":
      return refusal.isSameOrder
        ? words.number_known_here(refusal.number)
        : words.number_known(refusal.number);
    case "order_revoked":
      return `${refusal.number}: ${reader.words.revokedDo}`;
    case "revoked":
      return describeRevoked(refusal.revokedAt, reader, refusal.number);
    case "order_not_open":
    case "not_open":
      return words.not_open(refusal.number);
    case "line_of_another_order":
    case "unknown_line":
      return words.unknown_line;
    case "nothing_left":
      return words.nothing_left;
    case "already_scanned":
      return words.scanned;
    case "unknown_purchase_order":
      return words.unknown_order;
    case "revised":
      return words.revised(refusal.number);
    case "too_many_units":
      return "leftUnits" in refusal
        ? words.too_many_tracked(refusal.title, refusal.leftUnits)
        : words.too_many_units(refusal.title, refusal.units);
    default:
      return words[refusal.code](refusal.title);
  }
}

/** "This order was cancelled at 14:02. Please don't ship it. Already shipped? Tell us." */
export function describeRevoked(at: Date, { words, moment }: Reader, number?: string): string {
  const sentence = `${words.revokedTitle(moment(at))} ${words.revokedDo} ${words.revokedTell}`;
  return number ? `${number}: ${sentence}` : sentence;
}

function describeAsked(
  { verdict }: Extract<ShipmentRefusal, { code: "number_asked" }>,
  { words: { refusal: words, row } }: Reader,
): string {
  switch (verdict.verdict) {
    case "wrong_check_digit":
      return words.check_digit(verdict.number, verdict.carrier);
    case "unknown_carrier":
      return words.which_carrier(verdict.number);
    case "valid":
      return "";
    case "wrong_format":
      if (verdict.why === "empty") return row.no_number;
      if (verdict.why === "rounded") return words.rounded;
      return verdict.why === "other_carrier" && verdict.number
        ? words.other_carrier(verdict.number, verdict.carrier ?? "–")
        : words.not_a_number;
  }
}
