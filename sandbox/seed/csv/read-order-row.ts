/** One row of an order export: the order's own cells, and the line item every row carries. Throws `CellFault`. */
import { CellFault } from "./csv-problem.ts";
import {
  FINANCIAL_STATUSES,
  FULFILLMENT_STATUSES,
  type ExportedAddress,
  type ExportedLine,
  type ExportedOrder,
} from "./exported-order.ts";
import {
  readAmount,
  readCount,
  readFlag,
  readInstant,
  readText,
  readWord,
  type Row,
} from "./read-cells.ts";

const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));
const TAX_COLUMNS = [1, 2, 3, 4, 5];

export type OrderDefaults = { currency: string; zone: string };

/** The order told by its first row, without its line. */
export function readOrderHead(row: Row, defaults: OrderDefaults): ExportedOrder {
  const currency = readCurrency(row, defaults.currency);
  const createdAt = readInstant(row, "Created at", defaults.zone);
  if (!createdAt) throw new CellFault("Created at", "The order has no date.");
  const amount = (column: string) => readAmount(row, column, currency);
  return {
    line: row.line,
    name: row.text("Name"),
    id: readText(row, "Id"),
    email: readText(row, "Email"),
    phone: readText(row, "Phone"),
    financialStatus: readWord(row, "Financial Status", FINANCIAL_STATUSES),
    fulfillmentStatus: readWord(row, "Fulfillment Status", FULFILLMENT_STATUSES),
    createdAt,
    paidAt: readInstant(row, "Paid at", defaults.zone),
    fulfilledAt: readInstant(row, "Fulfilled at", defaults.zone),
    cancelledAt: readInstant(row, "Cancelled at", defaults.zone),
    acceptsMarketing: readFlag(row, "Accepts Marketing") ?? false,
    currency,
    subtotalMinor: amount("Subtotal"),
    shippingMinor: amount("Shipping") ?? 0,
    taxesMinor: amount("Taxes") ?? 0,
    totalMinor: amount("Total"),
    refundedMinor: amount("Refunded Amount") ?? 0,
    outstandingMinor: amount("Outstanding Balance"),
    dutiesMinor: amount("Duties") ?? 0,
    discountCode: readText(row, "Discount Code"),
    discountMinor: Math.abs(amount("Discount Amount") ?? 0),
    shippingMethod: readText(row, "Shipping Method"),
    billingAddress: readAddress(row, "Billing"),
    shippingAddress: readAddress(row, "Shipping"),
    note: readText(row, "Notes"),
    attributes: readAttributes(row),
    paymentMethod: readText(row, "Payment Method"),
    paymentReference: readText(row, "Payment Reference"),
    tags: readTags(row, "Tags"),
    riskLevel: readText(row, "Risk Level"),
    source: readText(row, "Source"),
    location: readText(row, "Location"),
    taxLines: readTaxLines(row, currency),
    lines: [],
    isIncomplete: false,
  };
}

/** The row's line item; null when its line cells are empty. */
export function readOrderLine(row: Row, currency: string): ExportedLine | null {
  const name = row.text("Lineitem name");
  const isEmpty = ["Lineitem quantity", "Lineitem price", "Lineitem sku"].every(
    (column) => !row.text(column),
  );
  if (!name && isEmpty) return null;
  const quantity = readCount(row, "Lineitem quantity", 1);
  const unitPriceMinor = readAmount(row, "Lineitem price", currency);
  if (quantity === null) throw new CellFault("Lineitem quantity", "The line has no quantity.");
  if (unitPriceMinor === null) throw new CellFault("Lineitem price", "The line has no price.");
  if (unitPriceMinor < 0) throw new CellFault("Lineitem price", "The price is below zero.");
  const status = readWord(row, "Lineitem fulfillment status", [
    "fulfilled",
    "partial",
    "pending",
    "restocked",
    "unfulfilled",
  ]);
  return {
    line: row.line,
    name: name || row.text("Lineitem sku"),
    sku: readText(row, "Lineitem sku"),
    vendor: readText(row, "Vendor"),
    quantity,
    unitPriceMinor,
    compareAtMinor: readAmount(row, "Lineitem compare at price", currency),
    discountMinor: Math.abs(readAmount(row, "Lineitem discount", currency) ?? 0),
    requiresShipping: readFlag(row, "Lineitem requires shipping") ?? true,
    taxable: readFlag(row, "Lineitem taxable") ?? true,
    fulfillmentStatus:
      status === "fulfilled" || status === "partial" || status === "pending" ? status : null,
  };
}

/** Tags as Shopify lists them, without repeats. */
export function readTags(row: Row, column: string): string[] {
  return [
    ...new Set(
      row
        .text(column)
        .split(",")
        .map((tag) => tag.trim())
        .filter(Boolean),
    ),
  ];
}

function readCurrency(row: Row, fallback: string): string {
  const text = row.text("Currency").toUpperCase() || fallback;
  if (!CURRENCIES.has(text))
    throw new CellFault("Currency", `“${row.text("Currency")}” is not a currency code.`);
  return text;
}

function readAddress(row: Row, kind: "Billing" | "Shipping"): ExportedAddress | null {
  const cell = (field: string) => readText(row, `${kind} ${field}`);
  const address = {
    name: cell("Name"),
    company: cell("Company"),
    address1: cell("Address1") ?? cell("Street"),
    address2: cell("Address2"),
    city: cell("City"),
    zip: cell("Zip"),
    province: cell("Province"),
    provinceName: cell("Province Name"),
    country: cell("Country"),
    phone: cell("Phone"),
  };
  return Object.values(address).every((value) => value === null) ? null : address;
}

/** `Note Attributes` holds one `key: value` a line. */
function readAttributes(row: Row): ExportedOrder["attributes"] {
  const lines = row
    .text("Note Attributes")
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const colon = line.indexOf(":");
    if (colon < 1) return { key: line.trim(), value: null };
    return { key: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() };
  });
}

/** `Tax 1 Name` reads like `State Tax 6.25%`. */
function readTaxLines(row: Row, currency: string): ExportedOrder["taxLines"] {
  return TAX_COLUMNS.flatMap((index) => {
    const name = row.text(`Tax ${index} Name`);
    const amountMinor = readAmount(row, `Tax ${index} Value`, currency);
    if (!name || amountMinor === null) return [];
    const percent = /^(.*?)\s*([\d.]+)%$/.exec(name);
    const ratePpm = Math.round(Number(percent?.[2] ?? 0) * 10_000);
    return [
      { title: percent?.[1] || name, ratePpm: Number.isFinite(ratePpm) ? ratePpm : 0, amountMinor },
    ];
  });
}
