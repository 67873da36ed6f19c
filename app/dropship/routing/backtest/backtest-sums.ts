/** What a backtest has counted so far, as it is stored between its steps. Pure. */
import { z } from "zod";
import { NO_FIGURES, type Figures } from "./backtest-order.ts";

const digits = z.string().regex(/^-?\d+$/);
const figures = z
  .object({
    units: z.number(),
    heldUnits: z.number(),
    costMinor: digits.transform(BigInt),
    priceMinor: digits.transform(BigInt),
    parcels: z.number(),
    ratedUnits: z.number(),
    onTimeUnits: z.number(),
  })
  .default(NO_FIGURES);

export const sumsSchema = z.object({
  before: figures,
  after: figures,
  different: z.number().default(0),
  lines: z.number().default(0),
  /** lines of which two suppliers or more could have been asked */
  secondSourced: z.number().default(0),
  /** lines looked at with today's cost or stock, because none of their day is known */
  ofToday: z.number().default(0),
  /** ISO instants of the oldest and the newest order; null = none yet */
  from: z.string().nullable().default(null),
  until: z.string().nullable().default(null),
});

export type BacktestSums = z.output<typeof sumsSchema>;

export const storeSums = (sums: BacktestSums) => ({
  ...sums,
  before: storeFigures(sums.before),
  after: storeFigures(sums.after),
});

const storeFigures = ({ costMinor, priceMinor, ...rest }: Figures) => ({
  ...rest,
  costMinor: costMinor.toString(),
  priceMinor: priceMinor.toString(),
});
