/** Products with their variants, and the topics of single variants and their stock items. */
import { totalAvailable } from "#sandbox/domain/inventory-levels.ts";
import type {
  InventoryItem,
  InventoryLevel,
  Product,
  ShopState,
  Variant,
} from "#sandbox/store/types.ts";
import {
  amountText,
  idNumber,
  timestamp,
  timestampOrNull,
  word,
  type Payload,
} from "./payload-values.ts";

/** Beyond this many variants the payload lists gids only. Source: Shopify's changelog on the 2,048-variant limit. */
const FULL_VARIANTS = 100;

export function productPayload(shop: ShopState, product: Product): Payload {
  const variants = product.variantIds.flatMap((id) => shop.variants.get(id) ?? []);
  const image = product.imageUrl ? imagePayload(shop, product, product.imageUrl) : null;
  return {
    admin_graphql_api_id: product.id,
    body_html: product.descriptionHtml,
    created_at: timestamp(shop, product.createdAt),
    handle: product.handle,
    id: idNumber(product.id),
    product_type: product.productType,
    published_at: timestampOrNull(shop, product.publishedAt),
    template_suffix: null,
    title: product.title,
    updated_at: timestamp(shop, product.updatedAt),
    vendor: product.vendor,
    status: word(product.status),
    published_scope: "web",
    tags: product.tags.join(", "),
    variants: variants.slice(0, FULL_VARIANTS).map((variant) => variantInProduct(shop, variant)),
    options: product.options.map((option, index) => ({
      name: option.name,
      id: idNumber(option.id),
      product_id: idNumber(product.id),
      position: index + 1,
      values: option.values,
    })),
    images: image ? [image] : [],
    image,
    media: [],
    variant_gids: variants.map(({ id, updatedAt }) => ({
      admin_graphql_api_id: id,
      updated_at: new Date(updatedAt).toISOString(),
    })),
    has_variants_that_requires_components: false,
    category: null,
  };
}

function variantInProduct(shop: ShopState, variant: Variant): Payload {
  const units = totalAvailable(shop, variant.inventoryItemId);
  return {
    admin_graphql_api_id: variant.id,
    barcode: variant.barcode,
    compare_at_price:
      variant.compareAtPriceMinor === null
        ? null
        : amountText(variant.compareAtPriceMinor, shop.currency),
    created_at: timestamp(shop, variant.createdAt),
    id: idNumber(variant.id),
    inventory_policy: word(variant.inventoryPolicy),
    position: variant.position,
    price: amountText(variant.priceMinor, shop.currency),
    product_id: idNumber(variant.productId),
    sku: variant.sku,
    taxable: variant.taxable,
    title: variant.title,
    updated_at: timestamp(shop, variant.updatedAt),
    ...optionValues(variant),
    image_id: null,
    inventory_item_id: idNumber(variant.inventoryItemId),
    inventory_quantity: units,
    old_inventory_quantity: units,
  };
}

/** `variants/in_stock`, `variants/out_of_stock`. */
export function variantPayload(shop: ShopState, variant: Variant): Payload {
  const { inventory_item_id: _, ...rest } = variantInProduct(shop, variant);
  return rest;
}

export function inventoryItemPayload(shop: ShopState, item: InventoryItem): Payload {
  return {
    id: idNumber(item.id),
    sku: item.sku,
    created_at: timestamp(shop, item.createdAt),
    updated_at: timestamp(shop, item.updatedAt),
    requires_shipping: item.requiresShipping,
    cost: item.unitCostMinor === null ? null : amountText(item.unitCostMinor, shop.currency),
    country_code_of_origin: item.countryCodeOfOrigin,
    province_code_of_origin: null,
    harmonized_system_code: item.harmonizedSystemCode,
    tracked: item.tracked,
    country_harmonized_system_codes: [],
    weight_value: item.weightGrams / 1000,
    weight_unit: "kg",
    admin_graphql_api_id: item.id,
  };
}

/** `inventory_levels/connect`, `inventory_levels/update`. */
export function inventoryLevelPayload(shop: ShopState, level: InventoryLevel): Payload {
  return {
    inventory_item_id: idNumber(level.inventoryItemId),
    location_id: idNumber(level.locationId),
    available: level.quantities.available,
    updated_at: timestamp(shop, level.updatedAt),
    admin_graphql_api_id: level.id,
  };
}

function optionValues(variant: Variant): Payload {
  const [one, two, three] = variant.selectedOptions.map(({ value }) => value);
  return { option1: one ?? null, option2: two ?? null, option3: three ?? null };
}

/** Guess: products of the samples have no picture; the keys are those of product listings. */
function imagePayload(shop: ShopState, product: Product, src: string): Payload {
  return {
    id: idNumber(product.id),
    product_id: idNumber(product.id),
    position: 1,
    created_at: timestamp(shop, product.createdAt),
    updated_at: timestamp(shop, product.updatedAt),
    alt: product.title,
    width: 600,
    height: 600,
    src,
    variant_ids: [],
  };
}
