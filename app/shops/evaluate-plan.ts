/**
 * What a shop pays for. The app is free: every shop has everything. A paid plan would be decided here, asked for in
 * app/routes/app.tsx and sold by Shopify alone (managed pricing); nothing else in the app knows of plans.
 */
import { accept, type Result } from "#app/platform/result.ts";

export type Plan = { readonly name: "free" };

/** Who may not go on is told how to. */
export type PlanRefusal = { readonly code: "plan_required"; readonly sentence: string };

/** The plan of every shop. */
export function evaluatePlan(): Result<Plan, PlanRefusal> {
  return accept({ name: "free" });
}
