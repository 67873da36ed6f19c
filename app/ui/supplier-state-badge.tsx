import { Badge } from "@shopify/polaris";

const STATES = {
  active: { tone: "success", label: "Active" },
  paused: { tone: "warning", label: "Paused" },
  archived: { tone: "info", label: "Archived" },
} as const;

export function SupplierStateBadge({ state }: { state: keyof typeof STATES }) {
  return <Badge tone={STATES[state].tone}>{STATES[state].label}</Badge>;
}
