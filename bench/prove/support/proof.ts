/** What a proof is: a claim of the product tried many times against a real PostgreSQL and real processes. */
import { availableParallelism, loadavg } from "node:os";

/** `sample`: seconds, part of every test run. `full`: the figures that are published in bench/results/prove.json. */
export type Scale = "sample" | "full";

export type ProofContext = {
  /** A PostgreSQL server on which the proof makes a database of its own. */
  readonly serverUrl: string;
  /** Start of the random sequence: the same seed chooses the same moments and mutations. */
  readonly seed: number;
  readonly say: (line: string) => void;
};

export type ProofResult = {
  readonly name: string;
  /** How often the claim was tried. */
  readonly trials: number;
  /** How often it did not hold; zero or the proof has failed. */
  readonly failures: number;
  /** What was measured, in one sentence with units. */
  readonly note: string;
};

export type Proof = (scale: Scale, context: ProofContext) => Promise<ProofResult>;

/** The value below which `share` (0–1) of the numbers lie; NaN of nothing. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** How busy the machine is: figures in seconds mean little where other programs take the processors. */
export const machineLoad = (): string =>
  `load ${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} cores`;
