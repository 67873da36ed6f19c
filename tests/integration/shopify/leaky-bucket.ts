/** Shopify's points as a stand-in keeps them: takes the requested cost, refuses when it is not there, gives back the rest. */
import type { DoubleAnswer } from "./shopify-double.ts";

export type LeakyBucket = {
  /** Answers one call; `data` is its data. */
  readonly answer: (requested: number, actual: number, data: unknown) => DoubleAnswer;
  readonly counts: { throttled: number; spent: number };
};

export function createLeakyBucket({ max, rate }: { max: number; rate: number }): LeakyBucket {
  let available = max;
  let asOf = performance.now();
  const counts = { throttled: 0, spent: 0 };
  const restore = () => {
    const now = performance.now();
    available = Math.min(max, available + ((now - asOf) / 1000) * rate);
    asOf = now;
  };
  return {
    counts,
    answer: (requested, actual, data) => {
      restore();
      const isShort = requested > available;
      if (isShort) counts.throttled += 1;
      else {
        available -= actual;
        counts.spent += actual;
      }
      const cost = {
        requestedQueryCost: requested,
        actualQueryCost: isShort ? null : actual,
        throttleStatus: {
          maximumAvailable: max,
          currentlyAvailable: Math.floor(available),
          restoreRate: rate,
        },
      };
      if (!isShort) return { body: { data, extensions: { cost } } };
      const error = { message: "Throttled", extensions: { code: "THROTTLED" } };
      return { body: { errors: [error], extensions: { cost } } };
    },
  };
}
