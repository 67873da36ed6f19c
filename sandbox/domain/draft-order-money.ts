/** What a draft order is worth. The sandbox's shops charge no tax on drafts (guess: Shopify computes it from the shop's settings). */
import type { DraftDiscount, DraftLine, DraftOrder } from "#sandbox/store/draft-types.ts";
import type { Bag } from "#sandbox/store/types.ts";
import { addBags, scaleBag, subtractBags, zeroBag } from "./money.ts";

export const draftLineTotal = (line: DraftLine): Bag => scaleBag(line.unitPrice, line.quantity, 1);

export function draftLineDiscount(line: DraftLine): Bag {
  return line.discount ? discountOf(line.discount, draftLineTotal(line), line.quantity) : zeroBag();
}

export const draftLineDiscounted = (line: DraftLine): Bag =>
  subtractBags(draftLineTotal(line), draftLineDiscount(line));

/** Line prices before any discount. */
export const draftLinesTotal = (draft: DraftOrder): Bag =>
  addBags(...draft.lines.map(draftLineTotal));

/** After the lines' own discounts, before the draft's. */
export const draftLinesDiscounted = (draft: DraftOrder): Bag =>
  addBags(...draft.lines.map(draftLineDiscounted));

export const draftOwnDiscount = (draft: DraftOrder): Bag =>
  draft.discount ? discountOf(draft.discount, draftLinesDiscounted(draft), 1) : zeroBag();

export const draftDiscounts = (draft: DraftOrder): Bag =>
  addBags(...draft.lines.map(draftLineDiscount), draftOwnDiscount(draft));

export const draftSubtotal = (draft: DraftOrder): Bag =>
  subtractBags(draftLinesDiscounted(draft), draftOwnDiscount(draft));

export const draftShipping = (draft: DraftOrder): Bag => draft.shippingLine?.price ?? zeroBag();

export const draftTotal = (draft: DraftOrder): Bag =>
  addBags(draftSubtotal(draft), draftShipping(draft));

/** Never more than what it is taken off. */
function discountOf(discount: DraftDiscount, base: Bag, units: number): Bag {
  const asked =
    discount.valueType === "PERCENTAGE"
      ? scaleBag(base, Math.round(discount.value * 10_000), 1_000_000)
      : scaleBag(discount.amount ?? zeroBag(), units, 1);
  return {
    shop: Math.min(asked.shop, base.shop),
    presentment: Math.min(asked.presentment, base.presentment),
  };
}
