/** Spreads discounts over the lines they target; parts add up exactly. Changes the order it is given (it is being made). */
import type { Bag, DiscountApplication, Order } from "#sandbox/store/types.ts";
import type { DiscountDraft } from "./order-draft.ts";
import { allocate, scale } from "./money.ts";
import { lineDiscount, lineTotal } from "./order-money.ts";

export function applyDiscounts(order: Order, drafts: readonly DiscountDraft[]): void {
  drafts.forEach((draft, index) => {
    const target = draft.target ?? "LINE_ITEM";
    order.discountApplications.push(toApplication(draft, index, target));
    if (target === "SHIPPING_LINE") discountShipping(order, draft, index);
    else discountLines(order, draft, index);
  });
}

function toApplication(
  draft: DiscountDraft,
  index: number,
  targetType: "LINE_ITEM" | "SHIPPING_LINE",
): DiscountApplication {
  return {
    index,
    kind: draft.kind,
    title: draft.title,
    description: draft.kind === "MANUAL" ? draft.title : null,
    value: draft.value,
    targetType,
    targetSelection: draft.lineIndexes ? "ENTITLED" : "ALL",
    allocationMethod: "ACROSS",
  };
}

function discountLines(order: Order, draft: DiscountDraft, applicationIndex: number): void {
  const lines = order.lineItems.filter(
    (_, at) => !draft.lineIndexes || draft.lineIndexes.includes(at),
  );
  const bases = lines.map((line) => {
    const total = lineTotal(line);
    const before = lineDiscount(line);
    return { shop: total.shop - before.shop, presentment: total.presentment - before.presentment };
  });
  const parts = spread(bases, draft.value);
  lines.forEach((line, at) => {
    const amount = parts[at];
    if (amount && (amount.shop !== 0 || amount.presentment !== 0)) {
      line.discountAllocations.push({ applicationIndex, amount });
    }
  });
}

function discountShipping(order: Order, draft: DiscountDraft, applicationIndex: number): void {
  const parts = spread(
    order.shippingLines.map((line) => line.price),
    draft.value,
  );
  order.shippingLines.forEach((line, at) => {
    const amount = parts[at];
    if (amount) line.discountAllocations.push({ applicationIndex, amount });
  });
}

/** Percentages line by line; amounts across, never more than the base. */
function spread(bases: readonly Bag[], value: DiscountApplication["value"]): Bag[] {
  if ("percentage" in value) {
    const ppm = Math.round(value.percentage * 10_000);
    return bases.map((base) => ({
      shop: scale(base.shop, ppm, 1_000_000),
      presentment: scale(base.presentment, ppm, 1_000_000),
    }));
  }
  const capped = (side: keyof Bag) => {
    const weights = bases.map((base) => base[side]);
    const sum = weights.reduce((a, b) => a + b, 0);
    return allocate(Math.min(value.amount[side], sum), weights);
  };
  const shop = capped("shop");
  const presentment = capped("presentment");
  return bases.map((_, at) => ({ shop: shop[at] ?? 0, presentment: presentment[at] ?? 0 }));
}
