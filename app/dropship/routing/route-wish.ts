/** What routing an order is asked. */
import type { RoutingFacts } from "#app/shopify/mappers/routing-facts.ts";
import type { RoutingCause } from "./routing-cause.ts";

/** null: the line waits. */
export type Choice = { readonly lineGid: string; readonly supplierId: bigint | null };

export type RouteWish = {
  readonly shopId: bigint;
  readonly orderId: bigint;
  readonly facts: RoutingFacts;
  readonly cause: RoutingCause;
  /** A person decides about orders that no rule may touch, in any mode. */
  readonly person: {
    readonly staffId: string;
    readonly reason: string;
    /** lines that are not named go by the rule */
    readonly choices: readonly Choice[];
  } | null;
};
