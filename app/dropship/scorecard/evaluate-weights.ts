/** The weights of the grade as a person enters them, checked. Pure. */
import { z } from "zod";
import { accept, refuse, type Result } from "#app/platform/result.ts";
import type { Weights } from "./assess-scorecard.ts";

const weight = z.number().int().min(0).max(100);
export const weightsSchema = z.object({ onTime: weight, shipped: weight, notCancelled: weight });

export type WeightsRefusal = {
  readonly code: "weights_malformed" | "weights_not_hundred";
  readonly sentence: string;
};

export const WEIGHTS_STATUS = 422;

/** Three whole numbers that make 100. */
export function evaluateWeights(
  asked: Readonly<Record<keyof Weights, string>>,
): Result<Weights, WeightsRefusal> {
  const parsed = weightsSchema.safeParse({
    onTime: toWhole(asked.onTime),
    shipped: toWhole(asked.shipped),
    notCancelled: toWhole(asked.notCancelled),
  });
  if (!parsed.success)
    return refuse({
      code: "weights_malformed",
      sentence: "Enter whole numbers from 0 to 100.",
    });
  const { onTime, shipped, notCancelled } = parsed.data;
  const total = onTime + shipped + notCancelled;
  if (total !== 100)
    return refuse({
      code: "weights_not_hundred",
      sentence: `The three weights make ${total}. Change them so that they make 100.`,
    });
  return accept(parsed.data);
}

const toWhole = (text: string): number => (/^\d{1,3}$/.test(text.trim()) ? Number(text) : NaN);
