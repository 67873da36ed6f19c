/** Mutations of fulfillment services. */
import {
  registerService,
  removeService,
  updateService,
} from "#sandbox/domain/fulfillment-services.ts";
import type { Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { findService } from "#sandbox/graphql/find-node.ts";
import { answer } from "./answer.ts";

export const FULFILLMENT_SERVICE_MUTATIONS: TypeResolvers = {
  fulfillmentServiceCreate: (_source, args, context) =>
    answer(
      registerService(context.world, context.shop, {
        ...(args as Loose),
        appId: context.installation.appId,
      }),
      (fulfillmentService) => ({ fulfillmentService }),
      { fulfillmentService: null },
    ),
  fulfillmentServiceUpdate: (_source, args, context) => {
    const service = findService(context.shop, args.id as string);
    if (!service)
      return {
        fulfillmentService: null,
        userErrors: [{ field: ["id"], message: "Fulfillment service could not be found." }],
      };
    return answer(
      updateService(context.world, context.shop, service, args as Loose),
      (fulfillmentService) => ({ fulfillmentService }),
      { fulfillmentService: null },
    );
  },
  fulfillmentServiceDelete: (_source, args, context) => {
    const service = findService(context.shop, args.id as string);
    if (!service)
      return {
        deletedId: null,
        userErrors: [{ field: ["id"], message: "Fulfillment service could not be found." }],
      };
    return answer(
      removeService(context.world, context.shop, service, args as Loose),
      (deletedId) => ({ deletedId }),
      { deletedId: null },
    );
  },
};
