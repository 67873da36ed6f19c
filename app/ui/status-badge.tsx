import { Badge, type BadgeProps } from "@shopify/polaris";
import { describeCode } from "./describe-code.ts";

const TONES: Readonly<Record<string, BadgeProps["tone"]>> = {
  paid: "success",
  fulfilled: "success",
  delivered: "success",
  won: "success",
  pending: "warning",
  authorized: "attention",
  partially_paid: "warning",
  unfulfilled: "attention",
  partially_fulfilled: "warning",
  on_hold: "warning",
  scheduled: "info",
  in_progress: "info",
  in_transit: "info",
  out_for_delivery: "info",
  failure: "critical",
  error: "critical",
  voided: "critical",
  lost: "critical",
  needs_response: "critical",
};

/** A status of Shopify's as a badge. Unknown words are shown as they are: Shopify adds some every year. */
export function StatusBadge({ status }: { status: string }) {
  const tone = TONES[status];
  return <Badge {...(tone ? { tone } : {})}>{describeCode(status)}</Badge>;
}
