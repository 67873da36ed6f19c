/** Turns an exported order into the draft the store makes orders from. Pure. */
import type {
  DiscountDraft,
  LineDraft,
  OrderDraft,
  ShippingDraft,
  TransactionDraft,
} from "#sandbox/domain/create-order.ts";
import type { Bag, Gid, RiskAssessment, TaxLine } from "#sandbox/store/types.ts";
import type { ExportedLine, ExportedOrder } from "./exported-order.ts";
import type { PricedOrder } from "./price-exported-order.ts";
import { readAddress } from "./read-address.ts";

/** What the shop knows of a line's product. */
export type LineMatch = {
  variantId: Gid;
  productTitle: string;
  variantTitle: string | null;
} | null;

export function draftExportedOrder(
  order: ExportedOrder,
  priced: PricedOrder,
  matches: readonly LineMatch[],
  customerId: Gid | null,
): OrderDraft {
  return {
    name: order.name,
    processedAt: order.createdAt,
    email: order.email,
    phone: order.phone,
    currency: order.currency,
    presentmentCurrency: order.currency,
    ...(customerId ? { customerId } : {}),
    shippingAddress: order.shippingAddress ? readAddress(order.shippingAddress) : null,
    billingAddress: order.billingAddress ? readAddress(order.billingAddress) : null,
    note: order.note,
    tags: order.tags,
    customAttributes: order.attributes,
    sourceName: order.source ?? "web",
    taxesIncluded: priced.taxesIncluded,
    taxLines: priced.orderTaxes.map(toTaxLine),
    lineItems: order.lines.map((line, index) =>
      draftLine(line, priced, index, matches[index] ?? null),
    ),
    shippingLines: draftShipping(order, priced),
    discounts: draftDiscounts(order, priced),
    ...draftPayment(order, priced.totalMinor),
    risk: readRisk(order.riskLevel),
  };
}

function draftLine(
  line: ExportedLine,
  priced: PricedOrder,
  index: number,
  match: LineMatch,
): LineDraft {
  return {
    ...(match ? { variantId: match.variantId } : {}),
    ...nameLine(line.name, match),
    sku: line.sku,
    vendor: line.vendor,
    quantity: line.quantity,
    unitPrice: toBag(line.unitPriceMinor),
    taxable: line.taxable,
    requiresShipping: line.requiresShipping,
    taxLines: (priced.lineTaxes[index] ?? []).map(toTaxLine),
  };
}

/** The name on the order wins over the product's name of today. `Title - Variant` comes apart where the title is known. */
function nameLine(name: string, match: LineMatch): Pick<LineDraft, "title" | "variantTitle"> {
  const start = match ? `${match.productTitle} - ` : null;
  if (match && start && name.startsWith(start)) {
    return { title: match.productTitle, variantTitle: name.slice(start.length) };
  }
  return match?.variantTitle ? { title: name, variantTitle: "" } : { title: name };
}

function draftShipping(order: ExportedOrder, { shippingMinor }: PricedOrder): ShippingDraft[] {
  if (shippingMinor === 0 && !order.shippingMethod) return [];
  const title = order.shippingMethod ?? "Shipping";
  return [{ title, code: title, source: "shopify", price: toBag(shippingMinor) }];
}

function draftDiscounts(order: ExportedOrder, priced: PricedOrder): DiscountDraft[] {
  const own = priced.ownDiscounts.flatMap((minor, index): DiscountDraft[] =>
    minor === 0
      ? []
      : [
          {
            kind: "MANUAL",
            title: "Line discount",
            value: { amount: toBag(minor) },
            lineIndexes: [index],
          },
        ],
  );
  const named = order.discountCode
    ? { kind: "CODE" as const, title: order.discountCode }
    : { kind: "MANUAL" as const, title: "Discount" };
  const across: DiscountDraft[] =
    priced.orderDiscountMinor === 0
      ? []
      : [{ ...named, value: { amount: toBag(priced.orderDiscountMinor) } }];
  const shipping: DiscountDraft[] =
    priced.shippingDiscountMinor === 0
      ? []
      : [
          {
            ...named,
            value: { amount: toBag(priced.shippingDiscountMinor) },
            target: "SHIPPING_LINE",
          },
        ];
  return [...own, ...across, ...shipping];
}

/** The payments a financial status implies: the export lists none. */
function draftPayment(
  order: ExportedOrder,
  totalMinor: number,
): Pick<OrderDraft, "transactions" | "financialStatus"> {
  const gateway = gatewayOf(order.paymentMethod);
  const processedAt = order.paidAt ?? order.createdAt;
  const entry = (
    kind: TransactionDraft["kind"],
    minor: number,
    more: Partial<TransactionDraft> = {},
  ) => ({
    kind,
    gateway,
    amount: toBag(minor),
    processedAt,
    authorizationCode: order.paymentReference,
    ...more,
  });
  const status = order.financialStatus ?? (order.paidAt ? "paid" : null);
  const hint =
    status === null ? null : (status.toUpperCase() as NonNullable<OrderDraft["financialStatus"]>); // the words are Shopify's own
  if (totalMinor === 0) return { financialStatus: hint };
  switch (status) {
    case "paid":
    case "partially_refunded":
    case "refunded":
      return { transactions: [entry("SALE", totalMinor)] };
    case "partially_paid":
      return order.outstandingMinor === null || order.outstandingMinor >= totalMinor
        ? { financialStatus: hint }
        : { transactions: [entry("SALE", totalMinor - Math.max(0, order.outstandingMinor))] };
    case "pending":
      return { transactions: [entry("SALE", totalMinor, { status: "PENDING" })] };
    case "authorized":
      return { transactions: [entry("AUTHORIZATION", totalMinor)] };
    case "voided":
      return {
        transactions: [
          entry("AUTHORIZATION", totalMinor),
          entry("VOID", totalMinor, { parentIndex: 0 }),
        ],
      };
    default:
      return { financialStatus: hint };
  }
}

/** `Shopify Payments` → `shopify_payments`. Several methods stand joined by `+`; the last one paid the rest. */
function gatewayOf(method: string | null): string {
  const last = method?.split("+").at(-1)?.trim().toLowerCase() ?? "";
  return last.replace(/[^a-z0-9]+/g, "_").replace(/^_|_$/g, "") || "manual";
}

function readRisk(level: string | null): RiskAssessment[] {
  const known = ["HIGH", "MEDIUM", "LOW"] as const;
  const riskLevel = known.find((word) => word === level?.toUpperCase());
  return riskLevel ? [{ riskLevel, facts: [], provider: null }] : [];
}

function toTaxLine({ title, ratePpm, amountMinor }: PricedOrder["orderTaxes"][number]): TaxLine {
  return { title, ratePpm, price: toBag(amountMinor), channelLiable: false };
}

/** An export knows one currency an order: what the shop booked. */
function toBag(minor: number): Bag {
  return { shop: minor, presentment: minor };
}
