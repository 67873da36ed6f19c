/** How the modes of a workflow are called. Used by Home and by Going live. */
import type { BadgeProps } from "@shopify/polaris";

type ModeWords = {
  readonly label: string;
  readonly tone: Exclude<BadgeProps["tone"], undefined>;
  readonly help: string;
};

export const MODE_WORDS: Readonly<Record<"watching" | "asking" | "acting", ModeWords>> = {
  watching: { label: "Watching", tone: "info", help: "Computes and shows. Does nothing." },
  asking: { label: "Asking", tone: "attention", help: "Waits for your yes on each batch." },
  acting: { label: "Acting", tone: "success", help: "Goes by itself, within your limits." },
};
