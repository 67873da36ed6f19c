/** A product as Shopify's product export tells it. Amounts are minor units of the shop's currency. */

export type ExportedVariant = {
  line: number;
  optionValues: string[];
  sku: string | null;
  barcode: string | null;
  priceMinor: number;
  compareAtMinor: number | null;
  costMinor: number | null;
  weightGrams: number;
  /** Null: not tracked by Shopify. */
  inventoryUnits: number | null;
  inventoryPolicy: "DENY" | "CONTINUE";
  requiresShipping: boolean;
  taxable: boolean;
  hsCode: string | null;
  countryCodeOfOrigin: string | null;
};

export type ExportedProduct = {
  line: number;
  handle: string;
  title: string;
  bodyHtml: string;
  vendor: string;
  type: string;
  tags: string[];
  status: "ACTIVE" | "DRAFT" | "ARCHIVED";
  isGiftCard: boolean;
  imageUrl: string | null;
  optionNames: string[];
  variants: ExportedVariant[];
};
