/** What the shop earns by the units of a line, for everything that compares it with their cost. Pure. */
import type { RoutingLine } from "./routing-question.ts";

export const earnedBy = ({ earnedMinor, unitPriceMinor, units }: RoutingLine): bigint =>
  earnedMinor ?? unitPriceMinor * BigInt(units);

/** Part of what is earned that is left after the goods' cost; a line given away has none. */
export const marginOf = (line: RoutingLine, unitCostMinor: bigint): number =>
  share(line, unitCostMinor, 1n);

/** The same in percent. Not the ratio times 100: 0.29 times 100 is less than 29. */
export const marginPercentOf = (line: RoutingLine, unitCostMinor: bigint): number =>
  share(line, unitCostMinor, 100n);

function share(line: RoutingLine, unitCostMinor: bigint, whole: bigint): number {
  const earned = earnedBy(line);
  if (earned <= 0n) return -Number(whole);
  return Number((earned - unitCostMinor * BigInt(line.units)) * whole) / Number(earned);
}
