import { Badge } from "@shopify/polaris";
import { MODE_WORDS } from "./mode-words.ts";

type ModeBadgeProps = { mode: keyof typeof MODE_WORDS; canBeSwitched: boolean };

/** How a workflow stands. One that this version does not have watches nothing, and says so. */
export function ModeBadge({ mode, canBeSwitched }: ModeBadgeProps) {
  if (!canBeSwitched && mode === "watching") return <Badge>Not available yet</Badge>;
  return <Badge tone={MODE_WORDS[mode].tone}>{MODE_WORDS[mode].label}</Badge>;
}
