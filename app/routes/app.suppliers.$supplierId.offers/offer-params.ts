/** The list's address: search, filter and page; and what the product picker looks for. Pure. */
import {
  OFFER_FILTERS,
  type OfferListQuery,
} from "#app/dropship/suppliers/offers/offer-filters.ts";

export function parseOfferParams(params: URLSearchParams): {
  readonly query: OfferListQuery;
  readonly find: string;
} {
  // PostgreSQL's text holds no NUL.
  const text = (name: string) => (params.get(name) ?? "").replaceAll("\0", "").trim().slice(0, 200);
  const filter = OFFER_FILTERS.find((one) => one === params.get("filter")) ?? "all";
  return { query: { search: text("q"), filter, cursor: params.get("cursor") }, find: text("find") };
}
