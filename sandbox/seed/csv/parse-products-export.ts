/**
 * Reads Shopify's product export: one row a variant or a further image, tied together by the handle; the product's own
 * cells stand on its first row. A bad first row costs the product, a bad further row its variant.
 */
import { CellFault, type CsvProblem } from "./csv-problem.ts";
import type { ExportedProduct, ExportedVariant } from "./exported-product.ts";
import { readAmount, readCount, readFlag, readText, readWord, type Row } from "./read-cells.ts";
import type { CsvSource } from "./read-csv-records.ts";
import { readCsvRows } from "./read-csv-rows.ts";
import { readTags } from "./read-order-row.ts";

export type ProductsExport = { products: ExportedProduct[]; problems: CsvProblem[] };

const REQUIRED = ["Handle", "Title"];
const OPTIONS = [1, 2, 3];

/** Products in file order, and what could not be read. Never throws for what is in the file. */
export async function parseProductsExport(
  source: CsvSource,
  file: string,
  currency: string,
): Promise<ProductsExport> {
  const problems: CsvProblem[] = [];
  const report = (problem: CsvProblem) => void problems.push(problem);
  /** By handle; null after a first row that could not be read. */
  const products = new Map<string, ExportedProduct | null>();

  for await (const row of readCsvRows({ source, file, required: REQUIRED, report })) {
    try {
      readRow(row, products, currency);
    } catch (error) {
      if (!(error instanceof CellFault)) throw error;
      report({ file, line: row.line, column: error.column, reason: error.message });
    }
  }
  const whole = [...products.values()].filter((product) => product !== null);
  // A product all of whose variants failed has its rows reported already.
  return { products: whole.filter(({ variants }) => variants.length > 0), problems };
}

function readRow(row: Row, products: Map<string, ExportedProduct | null>, currency: string): void {
  const handle = row.text("Handle");
  if (!handle) throw new CellFault("Handle", "The row names no product.");
  const known = products.get(handle);
  if (known === null) {
    throw new CellFault(
      "Handle",
      `The first row of ${handle} could not be read, so this row is left out too.`,
    );
  }
  if (known) {
    if (isVariantRow(row)) known.variants.push(readVariant(row, currency));
    return;
  }
  products.set(handle, null);
  const product = readProductHead(row, handle);
  products.set(handle, product);
  product.variants.push(readVariant(row, currency));
}

/** Further image rows carry nothing but the handle and the picture. */
function isVariantRow(row: Row): boolean {
  return ["Option1 Value", "Variant SKU", "Variant Price", "Variant Grams"].some(
    (column) => row.text(column) !== "",
  );
}

function readProductHead(row: Row, handle: string): ExportedProduct {
  const title = row.text("Title");
  if (!title) throw new CellFault("Title", "The product has no title.");
  const isPublished = readFlag(row, "Published") ?? true;
  const status = readWord(row, "Status", ["active", "draft", "archived"]);
  return {
    line: row.line,
    handle,
    title,
    bodyHtml: row.text("Body (HTML)") || row.text("Body"),
    vendor: row.text("Vendor"),
    type: row.text("Type") || row.text("Custom Product Type"),
    tags: readTags(row, "Tags"),
    status:
      status === "archived" ? "ARCHIVED" : status === "draft" || !isPublished ? "DRAFT" : "ACTIVE",
    isGiftCard: readFlag(row, "Gift Card") ?? false,
    imageUrl: readText(row, "Image Src"),
    optionNames: OPTIONS.map((index) => row.text(`Option${index} Name`)).filter(Boolean),
    variants: [],
  };
}

function readVariant(row: Row, currency: string): ExportedVariant {
  const priceMinor = readAmount(row, "Variant Price", currency);
  if (priceMinor === null) throw new CellFault("Variant Price", "The variant has no price.");
  if (priceMinor < 0) throw new CellFault("Variant Price", "The price is below zero.");
  const tracked =
    row.text("Variant Inventory Tracker") !== "" || row.text("Variant Inventory Qty") !== "";
  return {
    line: row.line,
    optionValues: OPTIONS.map((index) => row.text(`Option${index} Value`)).filter(Boolean),
    sku: readText(row, "Variant SKU"),
    barcode: readText(row, "Variant Barcode"),
    priceMinor,
    compareAtMinor: readAmount(row, "Variant Compare At Price", currency),
    costMinor: readAmount(row, "Cost per item", currency),
    weightGrams: readGrams(row),
    inventoryUnits: tracked ? (readCount(row, "Variant Inventory Qty", -1_000_000_000) ?? 0) : null,
    inventoryPolicy:
      readWord(row, "Variant Inventory Policy", ["deny", "continue"]) === "continue"
        ? "CONTINUE"
        : "DENY",
    requiresShipping: readFlag(row, "Variant Requires Shipping") ?? true,
    taxable: readFlag(row, "Variant Taxable") ?? true,
    hsCode: readText(row, "Variant HS Code") ?? readText(row, "HS Code"),
    countryCodeOfOrigin: readText(row, "Country of Origin"),
  };
}

/** Shopify writes grams with or without decimals. */
function readGrams(row: Row): number {
  const text = row.text("Variant Grams");
  if (text === "") return 0;
  const grams = /^\d+(\.\d+)?$/.test(text) ? Math.round(Number(text)) : Number.NaN;
  if (!Number.isSafeInteger(grams))
    throw new CellFault("Variant Grams", `“${text}” is not a weight in grams.`);
  return grams;
}
