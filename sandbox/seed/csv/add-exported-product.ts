/** Puts a product of a product export into the shop. */
import { createProduct, toHandle } from "#sandbox/domain/catalogue.ts";
import type { Gid, ShopState, World } from "#sandbox/store/types.ts";
import type { ExportedProduct } from "./exported-product.ts";

/** All stock goes to one place: the export does not say where it lies. */
export function addExportedProduct(
  world: World,
  shop: ShopState,
  exported: ExportedProduct,
  locationId: Gid,
): void {
  const names = exported.optionNames.length > 0 ? exported.optionNames : ["Title"];
  const product = createProduct(world, shop, {
    title: exported.title,
    handle: exported.handle || toHandle(exported.title),
    ...(exported.vendor ? { vendor: exported.vendor } : {}),
    productType: exported.type,
    status: exported.status,
    tags: exported.isGiftCard ? [...exported.tags, "gift-card"] : exported.tags,
    descriptionHtml: exported.bodyHtml,
    imageUrl: exported.imageUrl,
    options: names.map((name, index) => ({
      name,
      values: [
        ...new Set(
          exported.variants.map(({ optionValues }) => optionValues[index] ?? "Default Title"),
        ),
      ],
    })),
    variants: exported.variants.map((variant) => ({
      title: variant.optionValues.join(" / ") || "Default Title",
      sku: variant.sku,
      barcode: variant.barcode,
      priceMinor: variant.priceMinor,
      compareAtPriceMinor: variant.compareAtMinor,
      taxable: variant.taxable,
      tracked: variant.inventoryUnits !== null,
      requiresShipping: variant.requiresShipping,
      weightGrams: variant.weightGrams,
      unitCostMinor: variant.costMinor,
      inventoryPolicy: variant.inventoryPolicy,
      countryCodeOfOrigin: variant.countryCodeOfOrigin,
      selectedOptions: names.map((name, at) => ({
        name,
        value: variant.optionValues[at] ?? "Default Title",
      })),
      ...(variant.inventoryUnits === null
        ? {}
        : { stock: { [locationId]: variant.inventoryUnits } }),
    })),
  });
  for (const [index, { hsCode }] of exported.variants.entries()) {
    const variant = shop.variants.get(product.variantIds[index] ?? "");
    const item = variant && shop.inventoryItems.get(variant.inventoryItemId);
    if (item) item.harmonizedSystemCode = hsCode;
  }
}
