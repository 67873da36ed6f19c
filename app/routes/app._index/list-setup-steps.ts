/** The setup guide, from the install to the first purchase order: each step ticked by a fact of the shop. Pure. */

export type SetupFacts = {
  readonly isImportFinished: boolean;
  readonly supplierCount: number;
  /** suppliers that can get an order as they are */
  readonly readyCount: number;
  /** routing asks or acts */
  readonly isRoutingLive: boolean;
  readonly hasPurchaseOrder: boolean;
};

export type SetupStep = {
  readonly title: string;
  readonly explanation: string;
  readonly isDone: boolean;
  readonly link: { readonly label: string; readonly url: string } | null;
};

export function listSetupSteps(facts: SetupFacts): SetupStep[] {
  return [
    {
      title: "Let us read your orders",
      explanation: "We read what Shopify shares with us. This runs by itself.",
      isDone: facts.isImportFinished,
      link: null,
    },
    {
      title: "Tell us who ships",
      explanation: "We list the vendors in your orders. Tick the ones that are suppliers.",
      isDone: facts.supplierCount > 0,
      link: { label: "Find suppliers", url: "/app/suppliers" },
    },
    {
      title: "Get one supplier ready",
      explanation: "Its price list, the e-mail address for its orders, and what a parcel costs.",
      isDone: facts.readyCount > 0,
      link: { label: "Open suppliers", url: "/app/suppliers" },
    },
    {
      title: "Go live with supplier routing",
      explanation: "You see what would happen first. Until then nothing is sent to anybody.",
      isDone: facts.isRoutingLive,
      link: { label: "Open Going live", url: "/app/settings/going-live" },
    },
    {
      title: "See the first purchase order",
      explanation: "The next paid order becomes one within a minute.",
      isDone: facts.hasPurchaseOrder,
      link: { label: "Open purchase orders", url: "/app/purchase-orders" },
    },
  ];
}
