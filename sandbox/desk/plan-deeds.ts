/** What a supplier of a temper is going to do with a new purchase order, and what it will say. Pure. */
import type { DeskAct, DeskLine, Temper } from "./desk-types.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export type PlannedDeed = { act: DeskAct; afterMs: number };

const PLANS: Record<Temper, readonly PlannedDeed[]> = {
  prompt: [
    { act: "accept", afterMs: HOUR_MS },
    { act: "ship", afterMs: 20 * HOUR_MS },
  ],
  late: [
    { act: "accept", afterMs: 6 * HOUR_MS },
    { act: "ship", afterMs: 6 * DAY_MS },
  ],
  partial: [
    { act: "accept", afterMs: 2 * HOUR_MS },
    { act: "ship", afterMs: DAY_MS },
  ],
  silent: [{ act: "open", afterMs: HOUR_MS }],
  declines: [{ act: "decline", afterMs: 2 * HOUR_MS }],
  ships_wrong: [
    { act: "accept", afterMs: HOUR_MS },
    { act: "ship", afterMs: DAY_MS },
  ],
  wrong_tracking: [
    { act: "accept", afterMs: HOUR_MS },
    { act: "ship", afterMs: DAY_MS },
  ],
  changes_cost: [
    { act: "accept", afterMs: 3 * HOUR_MS },
    { act: "ship", afterMs: DAY_MS },
  ],
};

export function planDeeds(temper: Temper): readonly PlannedDeed[] {
  return PLANS[temper];
}

/** Units of each line that a supplier says yes to; the rest it declines. An order of one unit cannot be halved. */
export function splitUnits(temper: Temper, lines: readonly DeskLine[]): number[] {
  const total = lines.reduce((sum, { units }) => sum + units, 0);
  if (temper === "declines") return lines.map(() => 0);
  if (temper !== "partial" || total < 2) return lines.map(({ units }) => units);
  let left = Math.floor(total / 2);
  return lines.map(({ units }) => {
    const taken = Math.min(units, left);
    left -= taken;
    return taken;
  });
}

/** The cost it states instead, in the same minor units: an eighth more, rounded up. */
export function raiseCost(costMinor: number): number {
  return Math.ceil((costMinor * 9) / 8);
}
