/**
 * A cost that no plan of a batch goes below, whatever its size: stock has a price instead of a limit (Lagrange), so every order
 * is planned alone, and what the stock would have sold for is taken off. Prices are moved by Polyak's subgradient steps.
 */
import { planOrder } from "#app/dropship/planner/plan-order.ts";
import type { Offer, RoutingQuestion } from "#app/dropship/planner/routing-question.ts";

// Prices are whole numbers: hundredths of a minor unit.
const SCALE = 100n;
const FIRST_STEP = 1.5;
const LAST_STEP = 0.005;
// Without a better bound for so many rounds, steps get shorter.
const PATIENCE = 8;

const keyOf = ({ supplierId, variantGid }: Pick<Offer, "supplierId" | "variantGid">) =>
  `${supplierId}/${variantGid}`;

/** In minor units. For questions that share offers, and suppliers without minimum orders. `knownMinor`: what a real plan costs. */
export function boundBatch(
  questions: readonly RoutingQuestion[],
  knownMinor: number,
  rounds: number,
): number {
  const [first] = questions;
  if (!first) return 0;
  const stock = new Map(first.offers.map((offer) => [keyOf(offer), offer.stockUnits ?? 0]));
  const prices = new Map([...stock.keys()].map((key) => [key, 0]));
  const known = knownMinor * Number(SCALE);
  let best = -Infinity;
  let step = FIRST_STEP;
  let waited = 0;
  for (let round = 0; round < rounds && step > LAST_STEP; round += 1) {
    const planned = planAtPrices(questions, prices);
    let bound = planned.weight;
    let steepness = 0;
    for (const [key, units] of stock) {
      const price = Math.round(prices.get(key) ?? 0);
      bound -= price * units;
      const short = (planned.used.get(key) ?? 0) - units;
      if (short > 0 || price > 0) steepness += short * short;
    }
    if (bound > best + 1) [best, waited] = [bound, 0];
    else if ((waited += 1) >= PATIENCE) [step, waited] = [step / 1.5, 0];
    if (steepness === 0) break;
    for (const [key, units] of stock) {
      const short = (planned.used.get(key) ?? 0) - units;
      const moved = (prices.get(key) ?? 0) + (step * (known - bound) * short) / steepness;
      prices.set(key, Math.max(0, moved));
    }
  }
  return best / Number(SCALE);
}

function planAtPrices(questions: readonly RoutingQuestion[], prices: ReadonlyMap<string, number>) {
  const [first] = questions;
  const suppliers = first?.suppliers.map((supplier) => ({
    ...supplier,
    dropFeeMinor: supplier.dropFeeMinor * SCALE,
    tariffs: supplier.tariffs.map((tariff) => ({
      ...tariff,
      parcelMinor: tariff.parcelMinor * SCALE,
    })),
  }));
  const offers = first?.offers.map((offer) => ({
    ...offer,
    unitCostMinor:
      (offer.unitCostMinor ?? 0n) * SCALE + BigInt(Math.round(prices.get(keyOf(offer)) ?? 0)),
  }));
  const used = new Map<string, number>();
  let weight = 0;
  for (const question of questions) {
    const plan = planOrder({
      ...question,
      ...(suppliers && { suppliers }),
      ...(offers && { offers }),
    });
    const variantOf = new Map(
      question.order.lines.map(({ lineGid, variantGid }) => [lineGid, variantGid]),
    );
    weight += Number(plan.cost.totalMinor);
    for (const { supplierId, lineGid, units } of plan.assignments) {
      const key = keyOf({ supplierId, variantGid: variantOf.get(lineGid) ?? "" });
      used.set(key, (used.get(key) ?? 0) + units);
    }
  }
  return { weight, used };
}
