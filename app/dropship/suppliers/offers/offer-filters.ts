/** What the list of offers can be narrowed to. Pure. */
export const OFFER_FILTERS = ["all", "no_cost", "no_stock", "old_stock", "removed"] as const;

export type OfferListQuery = {
  readonly search: string;
  readonly filter: (typeof OFFER_FILTERS)[number];
  readonly cursor: string | null;
};
