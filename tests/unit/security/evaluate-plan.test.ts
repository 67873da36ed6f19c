import { expect, test } from "vitest";
import { evaluatePlan } from "#app/shops/evaluate-plan.ts";
import { APP_CODE, DOCUMENTS, pathsWith } from "./source-files.ts";

test("everybody has everything", () => {
  expect(evaluatePlan()).toEqual({ ok: true, value: { name: "free" } });
});

test("one place asks for the plan, and nothing else speaks of money owed to us", () => {
  expect(pathsWith(APP_CODE, /evaluatePlan\(\)/)).toEqual([
    "app/routes/app.tsx",
    "app/shops/evaluate-plan.ts",
  ]);
  expect(pathsWith(DOCUMENTS, /appSubscription|appPurchase|appUsageRecord/)).toEqual([]);
});
