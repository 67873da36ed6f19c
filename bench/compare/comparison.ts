/** What a comparison reports: a ratio of what was measured side by side in one run, with the figures behind it. */
export type Comparison = {
  readonly name: string;
  readonly ratio: number;
  readonly aim: number;
  readonly better: "higher" | "lower";
  /** The measured figures by contender, with their unit in the key. */
  readonly raw: Readonly<Record<string, number | readonly number[] | string>>;
};

/** `full`: the figures that are published. `short`: seconds, to see that a comparison runs. */
export type Size = "full" | "short";

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

/** The middle of the rounds' own ratios: what slows the machine down for a round slows both of it. */
export const medianRatio = (ones: readonly number[], others: readonly number[]): number =>
  median(ones.map((one, round) => one / (others[round] ?? Number.NaN)));

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
};

export const meetsAim = ({ ratio, aim, better }: Comparison): boolean =>
  better === "higher" ? ratio >= aim : ratio <= aim;
