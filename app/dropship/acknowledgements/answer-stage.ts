/** What a supplier has to do next about a purchase order. Pure. */
import type { PurchaseOrder } from "#app/dropship/purchase-orders/purchase-order.ts";

export type AnswerStage = "answer" | "ship" | "done";

/** Without an answer to every unit it waits for one; then for tracking numbers. */
export function stageOf({ lines }: Pick<PurchaseOrder, "lines">): AnswerStage {
  const isAnswered = lines.every((line) => line.acceptedUnits + line.declinedUnits === line.units);
  const isTracked = lines.every((line) => line.trackedUnits + line.declinedUnits === line.units);
  if (isTracked) return "done";
  return isAnswered ? "ship" : "answer";
}
