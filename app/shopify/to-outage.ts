/** The outage a failed call is thrown as. Pure: what to do about it is the caller's, what it was is the verdict's. */
import type { Outage } from "#app/platform/outage.ts";
import { ShopifyRefused, ShopifyUnavailable, ShopUnavailable } from "./errors.ts";
import type { Verdict } from "./evaluate-answer.ts";

/** `cause`: what the network said, when no answer came. */
export function toOutage(
  operation: string,
  verdict: Exclude<Verdict, { kind: "data" | "throttled" | "unauthorized" }>,
  cause: ShopifyUnavailable | null,
): Outage {
  if (verdict.kind === "refused")
    return new ShopifyRefused(`${operation} was refused: ${describeProblems(verdict)}`, verdict);
  if (verdict.kind === "shop")
    return new ShopUnavailable(`The shop does not answer our calls (${verdict.code}).`, {
      code: verdict.code,
      retry: verdict.code === "frozen" ? "later" : "never",
    });
  if (cause) return cause;
  return new ShopifyUnavailable(`${operation}: Shopify is not available.`, {
    status: null,
    ...verdict,
  });
}

const describeProblems = ({ problems }: Extract<Verdict, { kind: "refused" }>) =>
  problems.map(({ code, message }) => (code ? `${code}: ${message}` : message)).join("; ");
