/** Products for the resource picker, in the shape App Bridge answers a selection with. */
import { formatMoney } from "#sandbox/domain/money.ts";
import type { Product, ShopState, Variant } from "#sandbox/store/types.ts";

const PAGE_SIZE = 50;

export function listPickerProducts(shop: ShopState, query: string): object[] {
  const wanted = query.trim().toLowerCase();
  return [...shop.products.values()]
    .filter(({ title }) => title.toLowerCase().includes(wanted))
    .slice(0, PAGE_SIZE)
    .map((product) => toPickerProduct(shop, product));
}

function toPickerProduct(shop: ShopState, product: Product): object {
  const variants = product.variantIds.flatMap((id) => shop.variants.get(id) ?? []);
  return {
    id: product.id,
    title: product.title,
    handle: product.handle,
    vendor: product.vendor,
    productType: product.productType,
    status: product.status,
    tags: product.tags,
    descriptionHtml: product.descriptionHtml,
    hasOnlyDefaultVariant: variants.length === 1 && variants[0]?.title === "Default Title",
    totalVariants: variants.length,
    images: [],
    options: product.options.map((option, index) => ({ ...option, position: index + 1 })),
    createdAt: product.createdAt,
    updatedAt: product.updatedAt,
    publishedAt: product.publishedAt,
    variants: variants.map((variant) => toPickerVariant(shop, product, variant)),
  };
}

function toPickerVariant(shop: ShopState, product: Product, variant: Variant): object {
  return {
    id: variant.id,
    title: variant.title,
    displayName: `${product.title} - ${variant.title}`,
    price: formatMoney(variant.priceMinor, shop.currency),
    sku: variant.sku,
    barcode: variant.barcode,
    position: variant.position,
    taxable: variant.taxable,
    inventoryItem: { id: variant.inventoryItemId },
    selectedOptions: variant.selectedOptions.map(({ value }) => ({ value })),
    product: { id: product.id },
    createdAt: variant.createdAt,
    updatedAt: variant.updatedAt,
  };
}
