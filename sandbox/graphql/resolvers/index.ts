/** All resolvers by type. */
import type { ResolverMap } from "#sandbox/graphql/context.ts";
import { APP_MUTATIONS } from "./app-mutations.ts";
import { CATALOGUE_MUTATIONS } from "./catalogue-mutations.ts";
import { CATALOGUE_RESOLVERS } from "./catalogue.ts";
import { DRAFT_MUTATIONS } from "./draft-order-mutations.ts";
import { DRAFT_QUERIES } from "./draft-order-queries.ts";
import { DRAFT_RESOLVERS } from "./draft-orders.ts";
import { EDIT_MUTATIONS } from "./edit-mutations.ts";
import { FULFILLMENT_MUTATIONS } from "./fulfillment-mutations.ts";
import { FULFILLMENT_ORDER_MUTATIONS } from "./fulfillment-order-mutations.ts";
import { FULFILLMENT_REQUEST_MUTATIONS } from "./fulfillment-request-mutations.ts";
import { FULFILLMENT_SERVICE_MUTATIONS } from "./fulfillment-service-mutations.ts";
import { FULFILLMENT_RESOLVERS } from "./fulfillment.ts";
import { IDENTIFIER_QUERIES } from "./identifier-queries.ts";
import { INVENTORY_MUTATIONS } from "./inventory-mutations.ts";
import { LOCATION_MUTATIONS } from "./location-mutations.ts";
import { METAFIELD } from "./metafields.ts";
import { ORDER_MUTATIONS } from "./order-mutations.ts";
import { ORDER_RESOLVERS } from "./order.ts";
import { PEOPLE_RESOLVERS } from "./people.ts";
import { QUERIES } from "./queries.ts";
import { RETURN_MUTATIONS } from "./return-mutations.ts";
import { RETURN_RESOLVERS } from "./returns.ts";
import { WEBHOOK_MUTATIONS } from "./webhook-mutations.ts";

export const RESOLVERS: ResolverMap = {
  QueryRoot: { ...QUERIES, ...DRAFT_QUERIES, ...IDENTIFIER_QUERIES },
  Mutation: {
    ...ORDER_MUTATIONS,
    ...EDIT_MUTATIONS,
    ...DRAFT_MUTATIONS,
    ...CATALOGUE_MUTATIONS,
    ...FULFILLMENT_MUTATIONS,
    ...FULFILLMENT_ORDER_MUTATIONS,
    ...FULFILLMENT_REQUEST_MUTATIONS,
    ...FULFILLMENT_SERVICE_MUTATIONS,
    ...LOCATION_MUTATIONS,
    ...RETURN_MUTATIONS,
    ...INVENTORY_MUTATIONS,
    ...WEBHOOK_MUTATIONS,
    ...APP_MUTATIONS,
  },
  ...ORDER_RESOLVERS,
  ...DRAFT_RESOLVERS,
  ...FULFILLMENT_RESOLVERS,
  ...CATALOGUE_RESOLVERS,
  ...PEOPLE_RESOLVERS,
  ...RETURN_RESOLVERS,
  Metafield: METAFIELD,
};
