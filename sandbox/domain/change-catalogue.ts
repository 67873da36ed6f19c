/** Changes of products, variants and inventory items. Wordings not marked otherwise are guesses. */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import type {
  Gid,
  InventoryItem,
  Outcome,
  Product,
  ShopState,
  Variant,
  World,
} from "#sandbox/store/types.ts";
import { addVariant, type VariantDraft } from "./catalogue.ts";
import { done, refuse } from "./outcome.ts";
import { sortTags } from "./tags.ts";

export type ProductChanges = Partial<
  Pick<
    Product,
    "title" | "handle" | "vendor" | "productType" | "status" | "tags" | "descriptionHtml"
  >
>;

export function changeProduct(
  world: World,
  shop: ShopState,
  id: Gid,
  changes: ProductChanges,
): Outcome<Product> {
  const product = shop.products.get(id);
  if (!product) return refuse(["id"], "Product does not exist");
  if (changes.title?.trim() === "") return refuse(["title"], "Title can't be blank");
  Object.assign(product, changes, changes.tags ? { tags: sortTags(changes.tags) } : {});
  touchProduct(world, shop, product);
  return done(product);
}

/** Orders keep their lines; those lines lose their product and variant. */
export function deleteProduct(world: World, shop: ShopState, id: Gid): Outcome<Gid> {
  const product = shop.products.get(id);
  if (!product) return refuse(["id"], "Product does not exist");
  for (const variantId of product.variantIds) forgetVariant(shop, variantId);
  shop.products.delete(id);
  emit(world, shop, { topic: "products/delete", id });
  return done(id);
}

export type VariantChanges = Partial<
  Pick<
    Variant,
    | "title"
    | "barcode"
    | "sku"
    | "priceMinor"
    | "compareAtPriceMinor"
    | "taxable"
    | "inventoryPolicy"
    | "selectedOptions"
  >
> & { item?: ItemChanges };
export type ItemChanges = Partial<
  Pick<
    InventoryItem,
    | "sku"
    | "tracked"
    | "requiresShipping"
    | "unitCostMinor"
    | "weightGrams"
    | "countryCodeOfOrigin"
    | "harmonizedSystemCode"
  >
>;

const PRODUCT_GONE = ["Product does not exist", "PRODUCT_DOES_NOT_EXIST"] as const;

/** All or nothing. */
export function createVariants(
  world: World,
  shop: ShopState,
  productId: Gid,
  drafts: readonly VariantDraft[],
  options: { removeStandalone: boolean },
): Outcome<{ product: Product; variants: Variant[] }> {
  const product = shop.products.get(productId);
  if (!product) return refuse(["productId"], ...PRODUCT_GONE);
  const taken = new Set(titlesOf(shop, product));
  for (const [at, draft] of drafts.entries()) {
    const title = draft.title ?? "Default Title";
    if (draft.priceMinor < 0) return refuseNegative(at);
    if (taken.has(title)) {
      return refuse(
        ["variants", String(at)],
        `The variant '${title}' already exists. Please change at least one option value.`,
        "VARIANT_ALREADY_EXISTS_CHANGE_OPTION_VALUE",
      );
    }
    taken.add(title);
  }
  if (options.removeStandalone) dropStandalone(shop, product);
  const variants = drafts.map((draft) => addVariant(world, shop, product, draft));
  noteOptionValues(product, variants);
  touchProduct(world, shop, product);
  return done({ product, variants });
}

const refuseNegative = (at: number) =>
  refuse(
    ["variants", String(at), "price"],
    "Price must be greater than or equal to 0",
    "GREATER_THAN_OR_EQUAL_TO",
  );

const titlesOf = (shop: ShopState, product: Product) =>
  product.variantIds.flatMap((id) => shop.variants.get(id)?.title ?? []);

function dropStandalone(shop: ShopState, product: Product): void {
  if (product.variantIds.length !== 1) return;
  for (const id of product.variantIds) forgetVariant(shop, id);
  product.variantIds = [];
}

function noteOptionValues(product: Product, variants: readonly Variant[]): void {
  for (const option of product.options) {
    for (const { selectedOptions } of variants) {
      const value = selectedOptions.find((entry) => entry.name === option.name)?.value;
      if (value && !option.values.includes(value)) option.values.push(value);
    }
  }
}

/** All or nothing, unless partial updates are allowed. */
export function changeVariants(
  world: World,
  shop: ShopState,
  productId: Gid,
  rows: readonly { id: Gid | null; changes: VariantChanges }[],
): Outcome<{ product: Product; variants: Variant[] }> {
  const product = shop.products.get(productId);
  if (!product) return refuse(["productId"], ...PRODUCT_GONE);
  for (const [at, { id, changes }] of rows.entries()) {
    const field = ["variants", String(at), "id"];
    if (!id)
      return refuse(field, "Product variant is missing ID attribute", "PRODUCT_VARIANT_ID_MISSING");
    if (!product.variantIds.includes(id))
      return refuse(field, "Product variant does not exist", "PRODUCT_VARIANT_DOES_NOT_EXIST");
    if ((changes.priceMinor ?? 0) < 0) return refuseNegative(at);
  }
  const variants = rows.flatMap(({ id, changes: { item, ...changes } }) => {
    const variant = shop.variants.get(id ?? "");
    if (!variant) return [];
    Object.assign(variant, changes, { updatedAt: now(world) });
    const stocked = shop.inventoryItems.get(variant.inventoryItemId);
    if (stocked && item) applyToItem(world, shop, stocked, item);
    return [variant];
  });
  noteOptionValues(product, variants);
  touchProduct(world, shop, product);
  return done({ product, variants });
}

export function deleteVariants(
  world: World,
  shop: ShopState,
  productId: Gid,
  ids: readonly Gid[],
): Outcome<Product> {
  const product = shop.products.get(productId);
  if (!product) return refuse(["productId"], ...PRODUCT_GONE);
  const foreign = ids.findIndex((id) => !product.variantIds.includes(id));
  if (foreign >= 0) {
    return refuse(
      ["variantsIds", String(foreign)],
      "At least one variant does not belong to the product",
      "AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT",
    );
  }
  if (new Set(ids).size >= product.variantIds.length)
    return refuse(["variantsIds"], "Cannot delete the last variant", "CANNOT_DELETE_LAST_VARIANT");
  for (const id of ids) forgetVariant(shop, id);
  product.variantIds = product.variantIds.filter((id) => !ids.includes(id));
  for (const [at, id] of product.variantIds.entries()) {
    const variant = shop.variants.get(id);
    if (variant) variant.position = at + 1;
  }
  touchProduct(world, shop, product);
  return done(product);
}

export function changeItem(
  world: World,
  shop: ShopState,
  id: Gid,
  changes: ItemChanges,
): Outcome<InventoryItem> {
  const item = shop.inventoryItems.get(id);
  if (!item) return refuse(["id"], "The product couldn't be updated because it does not exist.");
  applyToItem(world, shop, item, changes);
  return done(item);
}

/** The SKU lies on the variant too. */
function applyToItem(
  world: World,
  shop: ShopState,
  item: InventoryItem,
  changes: ItemChanges,
): void {
  Object.assign(item, changes, { updatedAt: now(world) });
  const variant = shop.variants.get(item.variantId);
  if (variant && changes.sku !== undefined) variant.sku = changes.sku;
  emit(world, shop, { topic: "inventory_items/update", id: item.id });
}

function forgetVariant(shop: ShopState, id: Gid): void {
  const variant = shop.variants.get(id);
  if (!variant) return;
  for (const [key, level] of shop.inventoryLevels)
    if (level.inventoryItemId === variant.inventoryItemId) shop.inventoryLevels.delete(key);
  shop.inventoryItems.delete(variant.inventoryItemId);
  shop.variants.delete(id);
}

function touchProduct(world: World, shop: ShopState, product: Product): void {
  product.updatedAt = now(world);
  emit(world, shop, { topic: "products/update", id: product.id });
}
