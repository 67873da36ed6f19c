/** The slowest planner there is: tries every way to give each unit to a supplier or to hold it. Judge of small cases. */
import type { RoutingQuestion } from "#app/dropship/planner/routing-question.ts";

type Outcome = { readonly held: number; readonly total: bigint };

/** Fewest held units, then least total cost. Reads the question by itself, without the planner's filter or groups. */
export function planByTrying(question: RoutingQuestion): Outcome {
  const units = question.order.lines.flatMap((line) => Array<typeof line>(line.units).fill(line));
  const choices: (bigint | null)[] = [];
  let best: Outcome | null = null;
  function walk(index: number): void {
    if (index === units.length) {
      const outcome = weigh(question, units, choices);
      if (outcome && (!best || isBetter(outcome, best))) best = outcome;
      return;
    }
    for (const choice of [null, ...question.suppliers.map(({ supplierId }) => supplierId)]) {
      choices[index] = choice;
      walk(index + 1);
    }
  }
  walk(0);
  if (question.rule.parcels === "any") return best!;
  return (
    planSingle(question, units) ??
    (question.rule.parcels === "single_preferred"
      ? best!
      : {
          held: units.length,
          total: 0n,
        })
  );
}

function planSingle(
  question: RoutingQuestion,
  units: RoutingQuestion["order"]["lines"],
): Outcome | null {
  let best: Outcome | null = null;
  for (const { supplierId } of question.suppliers) {
    const outcome = weigh(
      question,
      units,
      units.map(() => supplierId),
    );
    if (outcome && (!best || isBetter(outcome, best))) best = outcome;
  }
  return best;
}

const isBetter = (a: Outcome, b: Outcome) =>
  a.held < b.held || (a.held === b.held && a.total < b.total);

/** Null: not allowed. */
function weigh(
  { suppliers, offers, rule }: RoutingQuestion,
  units: RoutingQuestion["order"]["lines"],
  choices: readonly (bigint | null)[],
): Outcome | null {
  let total = 0n;
  for (const supplier of suppliers) {
    const mine = units.filter((_, index) => choices[index] === supplier.supplierId);
    if (mine.length === 0) continue;
    const tariff = ["US-CA", "US", "*"]
      .map((region) => supplier.tariffs.find((one) => one.region === region))
      .find((one) => one !== undefined);
    if (!tariff || !supplier.isActive || supplier.ordersLeft === 0) return null;
    let goods = 0n;
    const counts = new Map<string, number>();
    for (const line of mine) {
      const offer = offers.find(
        (one) => one.supplierId === supplier.supplierId && one.variantGid === line.variantGid,
      );
      if (!offer || offer.unitCostMinor === null || offer.stockUnits === null) return null;
      const { unitCostMinor: cost, leadTimeDays, minimumAdvertisedMinor: advertised } = offer;
      if (rule.maxLeadTimeDays !== null && (leadTimeDays ?? 1e9) > rule.maxLeadTimeDays)
        return null;
      if (advertised !== null && line.unitPriceMinor < advertised) return null;
      const margin = Number(line.unitPriceMinor - cost) / Number(line.unitPriceMinor);
      if (rule.marginFloorRatio > 0 && margin < rule.marginFloorRatio) return null;
      const count = (counts.get(line.variantGid) ?? 0) + 1;
      counts.set(line.variantGid, count);
      if (count > offer.stockUnits) return null;
      goods += cost;
      const grams = BigInt(line.unitWeightGrams ?? 0);
      total += cost + (tariff.kilogramMinor * grams + 999n) / 1_000n;
      if (offer.risk && offer.risk.samples >= 20) total += offer.risk.unitCostMinor;
    }
    for (const [variantGid, count] of counts) {
      const offer = offers.find(
        (one) => one.supplierId === supplier.supplierId && one.variantGid === variantGid,
      );
      if (count < (offer?.minimumUnits ?? 1)) return null;
    }
    if (goods < supplier.minimumOrderMinor) return null;
    total += tariff.parcelMinor + supplier.dropFeeMinor;
  }
  return { held: choices.filter((choice) => choice === null).length, total };
}
