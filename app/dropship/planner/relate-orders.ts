/** Which orders of a batch are worth planning anew together. */
import type { BatchOrder } from "./batch-stock.ts";

/** Per contested order: the others that could use a stock it could use. */
export function relateOrders(
  orders: readonly BatchOrder[],
  contested: readonly number[],
): Map<number, number[]> {
  const users = new Map<number, number[]>();
  for (const index of contested)
    for (const stockIndex of orders[index]?.stockOf ?? []) push(users, stockIndex, index);
  const metBy = new Int32Array(orders.length).fill(-1);
  return new Map(
    contested.map((index) => {
      const kin: number[] = [];
      metBy[index] = index;
      for (const stockIndex of orders[index]?.stockOf ?? [])
        for (const other of users.get(stockIndex) ?? []) {
          if (metBy[other] === index) continue;
          metBy[other] = index;
          kin.push(other);
        }
      return [index, kin];
    }),
  );
}

function push(users: Map<number, number[]>, stockIndex: number, index: number): void {
  const known = users.get(stockIndex);
  if (known) known.push(index);
  else users.set(stockIndex, [index]);
}

/** Whole numbers below a limit, the same ones every time: a linear congruential generator (Numerical Recipes). */
export function drawFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * limit);
  };
}
