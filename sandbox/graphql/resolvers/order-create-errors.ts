/** What stops an `orderCreate`; the first error counts. Codes as published, wordings: guess. */
import { totalAvailable, trackedItem } from "#sandbox/domain/inventory-levels.ts";
import type { Context, Loose } from "#sandbox/graphql/context.ts";

/** Further ahead than this nobody books an order. */
const PROCESSED_AT_MAX_MS = 36_500 * 86_400_000;

const error = (field: string[], message: string, code = "INVALID") => ({ field, message, code });

export function findCreateErrors(context: Context, input: Loose, options: Loose): Loose[] {
  const lines = (input.lineItems ?? []) as Loose[];
  if (lines.length === 0)
    return [error(["order", "lineItems"], "Line items must have at least one line item")];
  for (const [at, line] of lines.entries()) {
    const bad = lineError(context, line, ["order", "lineItems", String(at)]);
    if (bad) return [bad];
  }
  if (input.customerId && input.customer) {
    const message = "Only one of customerId and customer can be provided";
    return [error(["order"], message, "REDUNDANT_CUSTOMER_FIELDS")];
  }
  const processedAtMs = input.processedAt ? Date.parse(input.processedAt as string) : 0;
  if (processedAtMs > Date.now() + PROCESSED_AT_MAX_MS)
    return [error(["order", "processedAt"], "Processed at is invalid", "PROCESSED_AT_INVALID")];
  return options?.inventoryBehaviour === "DECREMENT_OBEYING_POLICY"
    ? claimErrors(context, lines)
    : [];
}

function lineError(context: Context, line: Loose, field: string[]) {
  if (line.quantity < 1) return error([...field, "quantity"], "Quantity must be greater than 0");
  // Observed: an unknown variant beside a title makes a line without a variant.
  const isKnown = line.variantId && context.shop.variants.has(line.variantId as string);
  if (!isKnown && !line.title) return error(field, "Line items must have a title or a variant");
  const handle = line.fulfillmentService as string | undefined;
  const isService =
    !handle ||
    handle === "manual" ||
    [...context.shop.fulfillmentServices.values()].some((entry) => entry.handle === handle);
  return isService
    ? null
    : error(
        [...field, "fulfillmentService"],
        "Fulfillment service is invalid",
        "FULFILLMENT_SERVICE_INVALID",
      );
}

/** Variants that are not sold when out of stock must be there in full. */
function claimErrors(context: Context, lines: readonly Loose[]): Loose[] {
  const wanted = new Map<string, number>();
  for (const line of lines) {
    const id = line.variantId as string | undefined;
    if (id) wanted.set(id, (wanted.get(id) ?? 0) + (line.quantity as number));
  }
  const isShort = [...wanted].some(([id, units]) => {
    if (context.shop.variants.get(id)?.inventoryPolicy !== "DENY") return false;
    const item = trackedItem(context.shop, id);
    return item !== null && totalAvailable(context.shop, item.id) < units;
  });
  return isShort
    ? [error(["order", "lineItems"], "Unable to claim inventory", "INVENTORY_CLAIM_FAILED")]
    : [];
}
