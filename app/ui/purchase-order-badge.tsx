import { Badge, type BadgeProps } from "@shopify/polaris";

type Tone = NonNullable<BadgeProps["tone"]>;

const STATES: Readonly<Record<string, readonly [label: string, tone: Tone | null]>> = {
  approval: ["Waits for approval", "attention"],
  queued: ["To send", "info"],
  sending: ["Being sent", "info"],
  sent: ["Sent", "info"],
  accepted: ["Accepted", "success"],
  shipped: ["Shipped", "success"],
  closed: ["Closed", null],
  declined: ["Declined", "warning"],
  revoked: ["Revoked", null],
  failed: ["Not sent", "critical"],
};

const BREACHES: Readonly<Record<string, string>> = {
  acknowledge: "Answer overdue",
  ship: "Shipping overdue",
  tracking: "Tracking overdue",
  scan: "First scan overdue",
};

export function PurchaseOrderBadge({ state }: { state: string }) {
  const [label, tone] = STATES[state] ?? [state, null];
  return <Badge {...(tone ? { tone } : {})}>{label}</Badge>;
}

export function BreachBadge({ breach }: { breach: string }) {
  return <Badge tone="critical">{BREACHES[breach] ?? "Overdue"}</Badge>;
}
