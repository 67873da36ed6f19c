/**
 * What becomes of an order: a table of fates, each with the ages it is seen at, and a deal that gives every fate to at
 * least a few orders. Pure but for the generator.
 */
import type { RandomSource } from "./random-source.ts";

/** `ages`: days between purchase and the present, from and to. `weight`: share among the fates of that age. */
const FATES = {
  unfulfilled: { weight: 40, ages: [0, 3] },
  late_unfulfilled: { weight: 7, ages: [3.5, 45] },
  partly_fulfilled: { weight: 7, ages: [1, 50] },
  label_without_scan: { weight: 2.5, ages: [2, 40] },
  no_tracking: { weight: 2.5, ages: [2, 60] },
  in_transit: { weight: 40, ages: [2, 12] },
  lost: { weight: 1.6, ages: [17, 60] },
  delivery_trouble: { weight: 1.4, ages: [5, 40] },
  delivered: { weight: 85, ages: [6, 121] },
  cancelled: { weight: 4, ages: [0.1, 121] },
  refunded: { weight: 2.4, ages: [4, 121] },
  partly_refunded: { weight: 3.5, ages: [4, 121] },
  dispute_open: { weight: 1, ages: [9, 40] },
  dispute_won: { weight: 0.5, ages: [45, 121] },
  dispute_lost: { weight: 0.6, ages: [45, 121] },
  on_hold: { weight: 5, ages: [0.1, 25] },
  scheduled: { weight: 3, ages: [0.1, 30] },
  edited: { weight: 1, ages: [1, 121] },
  return_requested: { weight: 1.4, ages: [10, 40] },
  return_open: { weight: 1.4, ages: [12, 55] },
  return_closed: { weight: 2.4, ages: [18, 121] },
  return_declined: { weight: 0.6, ages: [20, 121] },
  return_canceled: { weight: 0.4, ages: [20, 121] },
  payment_pending: { weight: 5, ages: [0, 14] },
  payment_authorized: { weight: 5, ages: [0, 6] },
  payment_partial: { weight: 1.2, ages: [0.5, 60] },
  payment_voided: { weight: 0.5, ages: [2, 121] },
  payment_expired: { weight: 0.4, ages: [8, 60] },
  test: { weight: 0.6, ages: [1, 121] },
} as const satisfies Record<string, { weight: number; ages: readonly [number, number] }>;

export type OrderFate = keyof typeof FATES;
export const ORDER_FATES = Object.keys(FATES) as OrderFate[]; // keys of the literal above

/** Each fate is dealt to this many orders before chance takes over. */
const AT_LEAST = 3;

/** One fate an order, in the order of `agesDays`. */
export function dealFates(random: RandomSource, agesDays: readonly number[]): OrderFate[] {
  const dealt: (OrderFate | null)[] = agesDays.map(() => null);
  // The scarcest ages first, so that a small shop still shows every state.
  const scarce = [...ORDER_FATES].sort((one, other) => spanOf(one) - spanOf(other));
  const rounds = agesDays.length >= ORDER_FATES.length * AT_LEAST * 3 ? AT_LEAST : 1;
  for (let round = 0; round < rounds; round += 1) {
    for (const fate of scarce) {
      const fitting = agesDays.flatMap((age, index) =>
        dealt[index] === null && fits(fate, age) ? [index] : [],
      );
      if (fitting.length > 0) dealt[random.pick(fitting)] = fate;
    }
  }
  return agesDays.map((age, index) => dealt[index] ?? chooseFate(random, age));
}

export function chooseFate(random: RandomSource, ageDays: number): OrderFate {
  const fitting = ORDER_FATES.filter((fate) => fits(fate, ageDays));
  return random.weighted(fitting.map((fate) => [fate, FATES[fate].weight] as const));
}

function fits(fate: OrderFate, ageDays: number): boolean {
  const [from, to] = FATES[fate].ages;
  return ageDays >= from && ageDays <= to;
}

function spanOf(fate: OrderFate): number {
  return FATES[fate].ages[1] - FATES[fate].ages[0];
}
