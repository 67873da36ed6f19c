/** A purchase order as a table: one row a line, all cells text. The columns never change their order. Pure. */
import { stringify } from "csv-stringify/sync";
import { moneyToDecimal } from "#app/platform/money.ts";
import type { PurchaseOrderLine } from "#app/dropship/purchase-orders/purchase-order.ts";
import { unitsOf, type DocumentFacts } from "./document-facts.ts";

export const TABLE_COLUMNS = [
  "po_number",
  "revision",
  "copy",
  "purpose",
  "order_name",
  "line",
  "supplier_sku",
  "sku",
  "title",
  "variant",
  "units",
  "unit_cost",
  "currency",
  "personalisation",
  "line_note",
  "picture",
  "ship_name",
  "ship_company",
  "ship_address1",
  "ship_address2",
  "ship_city",
  "ship_province",
  "ship_postcode",
  "ship_country",
  "ship_phone",
  "service",
  "hs_code",
  "origin_country",
  "customs_value",
  "customs_currency",
  "note",
  "packing_note",
  "link",
] as const;

type Column = (typeof TABLE_COLUMNS)[number];

export const tableRows = (facts: DocumentFacts): string[][] =>
  facts.order.lines.map((line) => {
    const cells: Readonly<Record<Column, string>> = {
      ...orderCells(facts),
      ...lineCells(facts, line),
    };
    return TABLE_COLUMNS.map((column) => cells[column]);
  });

function orderCells({ order, copy, purpose, orderName, link }: DocumentFacts) {
  const { shipTo } = order;
  return {
    po_number: order.number,
    revision: String(order.revision),
    copy: String(copy),
    purpose,
    order_name: orderName,
    currency: order.currency,
    ship_name: shipTo?.name ?? "",
    ship_company: shipTo?.company ?? "",
    ship_address1: shipTo?.address1 ?? "",
    ship_address2: shipTo?.address2 ?? "",
    ship_city: shipTo?.city ?? "",
    ship_province: shipTo?.provinceCode ?? shipTo?.province ?? "",
    ship_postcode: shipTo?.zip ?? "",
    ship_country: shipTo?.countryCode ?? "",
    ship_phone: shipTo?.phone ?? "",
    service: order.service ?? "",
    note: order.note ?? "",
    packing_note: order.packingNote ?? "",
    link: link ?? "",
  };
}

function lineCells(facts: DocumentFacts, line: PurchaseOrderLine) {
  const { currency } = facts.order;
  return {
    line: line.id.toString(),
    supplier_sku: line.supplierSku ?? "",
    sku: line.sku ?? "",
    title: line.title,
    variant: line.variantTitle ?? "",
    units: String(unitsOf(facts, line)),
    unit_cost: moneyToDecimal({ amountMinor: line.unitCostMinor, currency }),
    personalisation: personalisation(line),
    line_note: line.note ?? "",
    picture: line.imageUrl ?? "",
    hs_code: line.hsCode ?? "",
    origin_country: line.originCountry ?? "",
    customs_value: customsValue(line) ?? "",
    customs_currency: line.customsValueMinor === null ? "" : (line.customsCurrency ?? ""),
  };
}

export const personalisation = ({ customAttributes }: PurchaseOrderLine): string =>
  customAttributes.map(({ key, value }) => `${key}: ${value}`).join(" | ");

export const customsValue = ({
  customsValueMinor,
  customsCurrency,
}: PurchaseOrderLine): string | null =>
  customsValueMinor === null || customsCurrency === null
    ? null
    : moneyToDecimal({ amountMinor: customsValueMinor, currency: customsCurrency });

/** RFC 4180. A cell that a spreadsheet would run as a formula begins with an apostrophe. */
export function renderCsv(
  facts: DocumentFacts,
  { hasMark }: { readonly hasMark: boolean },
): string {
  const options = { escape_formulas: true, record_delimiter: "windows" } as const;
  const text = stringify([[...TABLE_COLUMNS], ...tableRows(facts)], options);
  // The mark makes spreadsheets read the file as UTF-8; machines do not want it.
  return hasMark ? `\uFEFF${text}` : text;
}
