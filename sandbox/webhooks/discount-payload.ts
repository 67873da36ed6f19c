/** Discounts of an order: the codes typed, and how each applies. */
import { formatDecimal, addBags } from "#sandbox/domain/money.ts";
import type { DiscountApplication, Order } from "#sandbox/store/types.ts";
import { shopAmount, word, type Payload } from "./payload-values.ts";

const KINDS = {
  CODE: "discount_code",
  MANUAL: "manual",
  AUTOMATIC: "automatic",
  SCRIPT: "script",
} as const;

export function discountApplicationPayloads(order: Order): Payload[] {
  return order.discountApplications.map((application) => ({
    target_type: word(application.targetType),
    type: KINDS[application.kind],
    value: valueText(order, application),
    value_type: "percentage" in application.value ? "percentage" : "fixed_amount",
    allocation_method: word(application.allocationMethod),
    target_selection: word(application.targetSelection),
    ...(application.kind === "CODE"
      ? { code: application.title }
      : { title: application.title, description: application.description }),
  }));
}

/** The amount is what the code took off, over all lines. */
export function discountCodePayloads(order: Order): Payload[] {
  return order.discountCodes.map((code) => {
    const application = order.discountApplications.find(
      ({ kind, title }) => kind === "CODE" && title === code,
    );
    return {
      code,
      amount: shopAmount(allocated(order, application), order),
      type: codeType(application),
    };
  });
}

function valueText(order: Order, { value }: DiscountApplication): string {
  if ("amount" in value) return formatDecimal(value.amount.shop, order.currency);
  return Number.isInteger(value.percentage) ? `${value.percentage}.0` : String(value.percentage);
}

function allocated(order: Order, application: DiscountApplication | undefined) {
  const allocations = [...order.lineItems, ...order.shippingLines].flatMap(
    ({ discountAllocations }) => discountAllocations,
  );
  return addBags(
    ...allocations
      .filter(({ applicationIndex }) => applicationIndex === application?.index)
      .map(({ amount }) => amount),
  );
}

function codeType(application: DiscountApplication | undefined) {
  if (application?.targetType === "SHIPPING_LINE") return "shipping";
  return application && "percentage" in application.value ? "percentage" : "fixed_amount";
}
