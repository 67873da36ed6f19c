/**
 * Stocks a product at a location, with zero units: Shopify moves only what the other place stocks. Recognised by the level
 * being there; whoever made it, the product is stocked.
 * Source: https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventoryActivate
 */
import { z } from "zod";
import {
  ActivateInventoryDocument,
  FindInventoryLevelDocument,
} from "#app/shopify/generated/operations.ts";
import { defineShopifyKind } from "#app/rails/define-shopify-kind.ts";
import type { Sight } from "#app/rails/intent-kind.ts";
import * as arg from "./args.ts";

export const activateInventoryArgs = z.strictObject({
  inventoryItemGid: arg.gid("InventoryItem"),
  locationGid: arg.gid("Location"),
});

export const activateInventory = defineShopifyKind({
  name: "activate_inventory",
  mutation: "inventoryActivate",
  args: activateInventoryArgs,
  ceiling: "none",
  moneyOf: () => null,
  document: ActivateInventoryDocument,
  variables: ({ inventoryItemGid, locationGid }, { idempotencyKey }) => ({
    inventoryItemId: inventoryItemGid,
    locationId: locationGid,
    idempotencyKey,
  }),
  readAnswer: (data) => ({
    kind: "done",
    outcome: { levelGid: data.inventoryActivate?.inventoryLevel?.id ?? null },
  }),
  lookDocument: FindInventoryLevelDocument,
  lookVariables: ({ inventoryItemGid, locationGid }) => ({
    inventoryItemId: inventoryItemGid,
    locationId: locationGid,
  }),
  readBefore: null,
  recognise: ({ inventoryItem }): Sight => {
    const level = inventoryItem?.inventoryLevel;
    return level?.isActive
      ? { kind: "effect", outcome: { levelGid: level.id } }
      : { kind: "nothing" };
  },
});
