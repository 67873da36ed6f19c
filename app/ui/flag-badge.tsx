import { Badge } from "@shopify/polaris";
import { countOf, groupDigits } from "./describe-age.ts";
import { FLAG_WORDS, type FlagCode } from "./flag-words.ts";

type FlagBadgeProps = {
  flag: FlagCode;
  days: number;
  isProbablyLost: boolean;
  /** "14 d" where a table has no room for "14 days" */
  isShort?: boolean;
};

/** The one flag of an order, with how long it has been so. */
export function FlagBadge({ flag, days, isProbablyLost, isShort = false }: FlagBadgeProps) {
  const words = FLAG_WORDS[flag];
  const label = isProbablyLost ? "Probably lost" : words.label;
  const age = isShort ? `${groupDigits(days)} d` : countOf(days, "day");
  return (
    <Badge tone={isProbablyLost ? "critical" : words.tone}>
      {days > 0 ? `${label} · ${age}` : label}
    </Badge>
  );
}
