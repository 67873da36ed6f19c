/** The words of the exception board. */
import type { BadgeProps } from "@shopify/polaris";

export type FlagCode =
  "returned" | "exception" | "unfulfilled" | "no_tracking" | "label_without_scan" | "undelivered";

type FlagWords = {
  readonly label: string;
  readonly tone: NonNullable<BadgeProps["tone"]>;
  /** What it means; `days` is the shop's threshold where one applies. */
  readonly meaning: (days: number) => string;
};

export const FLAG_WORDS: Readonly<Record<FlagCode, FlagWords>> = {
  returned: {
    label: "Returned",
    tone: "critical",
    meaning: () => "A parcel is on its way back or has come back.",
  },
  exception: {
    label: "Carrier problem",
    tone: "critical",
    meaning: () => "The carrier reports a failed delivery or another problem.",
  },
  unfulfilled: {
    label: "Unfulfilled",
    tone: "attention",
    meaning: (days) => `Units are left to ship ${days} days or more after the order.`,
  },
  no_tracking: {
    label: "No tracking",
    tone: "attention",
    meaning: (days) => `Fulfilled ${days} days ago or more without a tracking number.`,
  },
  label_without_scan: {
    label: "Label without scan",
    tone: "warning",
    meaning: (days) => `A tracking number for ${days} days or more, and no carrier scan.`,
  },
  undelivered: {
    label: "Not delivered",
    tone: "warning",
    meaning: (days) => `Scanned ${days} days ago or more and not delivered.`,
  },
};
