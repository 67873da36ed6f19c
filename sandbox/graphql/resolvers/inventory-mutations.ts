/** Mutations of stock. */
import type { Outcome } from "#sandbox/store/types.ts";
import { activateItem } from "#sandbox/domain/inventory-activation.ts";
import {
  adjustQuantities,
  setQuantities,
  type AdjustmentGroup,
} from "#sandbox/domain/inventory-changes.ts";
import { moveQuantities } from "#sandbox/domain/inventory-moves.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { apiError } from "#sandbox/graphql/errors.ts";
import { answer } from "./answer.ts";

/** Present in every row since 2026-04; null means no comparison. */
function changeFrom(row: Loose, type: string, version: string): number | null {
  if (row.changeFromQuantity === undefined && version >= "2026-04") {
    throw apiError(
      `${type} must include the following argument: changeFromQuantity.`,
      "INVALID_FIELD_ARGUMENTS",
    );
  }
  return (row.changeFromQuantity ?? null) as number | null;
}

const adjusted = (context: Context, outcome: Outcome<AdjustmentGroup>) =>
  answer(
    outcome,
    (made) => ({
      inventoryAdjustmentGroup: {
        ...made,
        app: { id: context.installation.appId, title: context.installation.appTitle },
        staffMember: null,
        changes: (args: Loose) =>
          made.changes
            .filter(
              (entry) =>
                !args?.quantityNames || (args.quantityNames as string[]).includes(entry.name),
            )
            .map((entry) => ({
              ...entry,
              item: context.shop.inventoryItems.get(entry.inventoryItemId) ?? null,
              location: context.shop.locations.get(entry.locationId) ?? null,
            })),
      },
    }),
    { inventoryAdjustmentGroup: null },
  );

export const INVENTORY_MUTATIONS: TypeResolvers = {
  inventoryAdjustQuantities: (_source, args, context) => {
    const input = args.input as Loose;
    return adjusted(
      context,
      adjustQuantities(context.world, context.shop, {
        name: input.name as string,
        reason: input.reason as string,
        referenceDocumentUri: (input.referenceDocumentUri ?? null) as string | null,
        list: "changes",
        rows: (input.changes as Loose[]).map((row) => ({
          inventoryItemId: row.inventoryItemId as string,
          locationId: row.locationId as string,
          amount: row.delta as number,
          changeFrom: changeFrom(row, "InventoryChangeInput", context.apiVersion),
          ledgerDocumentUri: (row.ledgerDocumentUri ?? null) as string | null,
        })),
      }),
    );
  },
  inventorySetQuantities: (_source, args, context) => {
    const input = args.input as Loose;
    return adjusted(
      context,
      setQuantities(context.world, context.shop, {
        name: input.name as string,
        reason: input.reason as string,
        referenceDocumentUri: (input.referenceDocumentUri ?? null) as string | null,
        list: "quantities",
        rows: (input.quantities as Loose[]).map((row) => ({
          inventoryItemId: row.inventoryItemId as string,
          locationId: row.locationId as string,
          amount: row.quantity as number,
          changeFrom: changeFrom(row, "InventoryQuantityInput", context.apiVersion),
        })),
      }),
    );
  },
  inventorySetOnHandQuantities: (_source, args, context) => {
    const input = args.input as Loose;
    return adjusted(
      context,
      setQuantities(context.world, context.shop, {
        name: "on_hand",
        reason: input.reason as string,
        referenceDocumentUri: (input.referenceDocumentUri ?? null) as string | null,
        list: "setQuantities",
        rows: (input.setQuantities as Loose[]).map((row) => ({
          inventoryItemId: row.inventoryItemId as string,
          locationId: row.locationId as string,
          amount: row.quantity as number,
          changeFrom: changeFrom(row, "InventorySetQuantityInput", context.apiVersion),
        })),
      }),
    );
  },
  inventoryMoveQuantities: (_source, args, context) => {
    const input = args.input as Loose;
    const side = (row: Loose) =>
      ({
        ...row,
        changeFrom: changeFrom(row, "InventoryMoveQuantityTerminalInput", context.apiVersion),
      }) as Loose;
    return adjusted(
      context,
      moveQuantities(context.world, context.shop, {
        reason: input.reason as string,
        referenceDocumentUri: input.referenceDocumentUri as string,
        rows: (input.changes as Loose[]).map((row) => ({
          inventoryItemId: row.inventoryItemId as string,
          quantity: row.quantity as number,
          from: side(row.from),
          to: side(row.to),
        })),
      }),
    );
  },
  inventoryActivate: (_source, args, context) =>
    answer(
      activateItem(
        context.world,
        context.shop,
        args.inventoryItemId as string,
        args.locationId as string,
        (args.available ?? args.onHand ?? null) as number | null,
      ),
      (inventoryLevel) => ({ inventoryLevel }),
      { inventoryLevel: null },
    ),
};
