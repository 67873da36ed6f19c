/** The setup guide: at most five steps, each ticked by a fact of the shop, never by a click on the tick. Pure. */

export type SetupFacts = {
  readonly isImportFinished: boolean;
  readonly savedViewCount: number;
  /** ISO weekdays, 1 = Monday */
  readonly workingDays: readonly number[];
  readonly holidayCount: number;
};

export type SetupStep = {
  readonly title: string;
  readonly explanation: string;
  readonly isDone: boolean;
  readonly link: { readonly label: string; readonly url: string } | null;
};

const USUAL_WEEK = "1,2,3,4,5";

export function listSetupSteps(facts: SetupFacts): SetupStep[] {
  return [
    {
      title: "Let us read your orders",
      explanation: "We read what Shopify shares with us. This runs by itself.",
      isDone: facts.isImportFinished,
      link: null,
    },
    {
      title: "See what we found, and keep a view of it",
      explanation: "Search and filter the orders, then save what you look at every day.",
      isDone: facts.savedViewCount > 0,
      link: { label: "Open orders", url: "/app/orders" },
    },
    {
      title: "Tell us when you work",
      explanation: "Working days and days off: deadlines are counted with them.",
      isDone: facts.holidayCount > 0 || facts.workingDays.join() !== USUAL_WEEK,
      link: { label: "Open settings", url: "/app/settings#working-time" },
    },
  ];
}
