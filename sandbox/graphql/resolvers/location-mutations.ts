/** Mutations of locations. */
import type { Outcome } from "#sandbox/store/types.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";
import {
  activateLocation,
  addLocation,
  changeLocation,
  deactivateLocation,
  deleteLocation,
} from "#sandbox/domain/locations.ts";
import type { Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { answer } from "./answer.ts";
import { text } from "./fulfillment-order-input.ts";
import { toAddress } from "./inputs.ts";

export const LOCATION_MUTATIONS: TypeResolvers = {
  locationAdd: (_source, args, context) => {
    const input = args.input as Loose;
    return answer(
      addLocation(context.world, context.shop, {
        name: input.name as string,
        address: toAddress(input.address) ?? {},
        fulfillsOnlineOrders: (input.fulfillsOnlineOrders ?? true) as boolean,
      }),
      (location) => ({ location }),
      { location: null },
    );
  },
  locationEdit: (_source, args, context) => {
    const location = context.shop.locations.get(args.id as string);
    if (!location)
      return {
        location: null,
        userErrors: [{ field: ["id"], message: "Location not found.", code: "NOT_FOUND" }],
      };
    const input = args.input as Loose;
    return {
      location: changeLocation(context.world, context.shop, location, {
        ...(input.name ? { name: input.name as string } : {}),
        ...(input.address ? { address: toAddress(input.address) ?? {} } : {}),
        ...(!isGiven(input.fulfillsOnlineOrders)
          ? {}
          : { fulfillsOnlineOrders: input.fulfillsOnlineOrders as boolean }),
      }),
      userErrors: [],
    };
  },
  locationDeactivate: (_source, args, context) =>
    typed(
      "locationDeactivateUserErrors",
      "location",
      deactivateLocation(
        context.world,
        context.shop,
        args.locationId as string,
        text(args.destinationLocationId),
      ),
      context.shop.locations.get(args.locationId as string),
    ),
  locationActivate: (_source, args, context) =>
    typed(
      "locationActivateUserErrors",
      "location",
      activateLocation(context.world, context.shop, args.locationId as string),
      context.shop.locations.get(args.locationId as string),
    ),
  locationDelete: (_source, args, context) =>
    typed(
      "locationDeleteUserErrors",
      "deletedLocationId",
      deleteLocation(context.world, context.shop, args.locationId as string),
      null,
    ),
};

function typed(errorField: string, key: string, outcome: Outcome<Loose>, otherwise: Loose) {
  return outcome.ok
    ? { [key]: outcome.value, [errorField]: [] }
    : { [key]: otherwise ?? null, [errorField]: outcome.errors };
}
