/** Products, variants, inventory, locations. */
import type {
  InventoryItem,
  InventoryLevel,
  Location,
  Product,
  QuantityName,
  Variant,
} from "#sandbox/store/types.ts";
import { numericId } from "#sandbox/store/ids.ts";
import { levelsOf, quantityOf, totalAvailable } from "#sandbox/domain/inventory-levels.ts";
import { formatMoney } from "#sandbox/domain/money.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, ResolverMap } from "#sandbox/graphql/context.ts";
import { countryName, provinceName, displayStreet } from "#sandbox/graphql/places.ts";
import { metafieldFields } from "./metafields.ts";
import { count, moneyV2, weight } from "./shapes.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";

const variantsOf = (context: Context, product: Product) =>
  product.variantIds.flatMap((id) => context.shop.variants.get(id) ?? []);
const itemOf = (context: Context, variant: Variant) =>
  context.shop.inventoryItems.get(variant.inventoryItemId);
const image = (url: string | null, alt: string) =>
  url
    ? {
        id: null,
        url,
        src: url,
        originalSrc: url,
        transformedSrc: url,
        altText: alt,
        width: 800,
        height: 800,
      }
    : null;

function priceRange(context: Context, product: Product) {
  const prices = variantsOf(context, product).map((variant) => variant.priceMinor);
  const low = prices.length > 0 ? Math.min(...prices) : 0;
  const high = prices.length > 0 ? Math.max(...prices) : 0;
  const { currency } = context.shop;
  return { minVariantPrice: moneyV2(low, currency), maxVariantPrice: moneyV2(high, currency) };
}

const inventoryOf = (context: Context, product: Product) =>
  variantsOf(context, product).reduce(
    (sum, variant) => sum + totalAvailable(context.shop, variant.inventoryItemId),
    0,
  );

export const CATALOGUE_RESOLVERS: ResolverMap = {
  Product: {
    legacyResourceId: (product: Product) => numericId(product.id),
    ...metafieldFields,
    bodyHtml: (product: Product) => product.descriptionHtml,
    description: (product: Product, args) => {
      const text = product.descriptionHtml
        .replace(/<[^>]+>/g, " ")
        .replace(/\s+/g, " ")
        .trim();
      return args.truncateAt ? text.slice(0, args.truncateAt as number) : text;
    },
    descriptionPlainSummary: (product: Product) =>
      product.descriptionHtml.replace(/<[^>]+>/g, " ").trim(),
    variants: (product: Product, args, context) =>
      connect(context, variantsOf(context, product), args),
    variantsCount: (product: Product) => count(product.variantIds.length),
    totalVariants: (product: Product) => product.variantIds.length,
    options: (product: Product, args) =>
      (!isGiven(args.first) ? product.options : product.options.slice(0, args.first as number)).map(
        (option, at) => ({
          ...option,
          position: at + 1,
          optionValues: option.values.map((name, index) => ({
            id: `gid://shopify/ProductOptionValue/${numericId(option.id)}${index}`,
            name,
            hasVariants: true,
          })),
        }),
      ),
    featuredImage: (product: Product) => image(product.imageUrl, product.title),
    featuredMedia: (product: Product) =>
      product.imageUrl
        ? {
            __typename: "MediaImage",
            id: `gid://shopify/MediaImage/${numericId(product.id)}`,
            alt: product.title,
            image: image(product.imageUrl, product.title),
            preview: { image: image(product.imageUrl, product.title), status: "READY" },
            mediaContentType: "IMAGE",
            status: "READY",
          }
        : null,
    images: (product: Product, args, context) =>
      connect(
        context,
        product.imageUrl ? [image(product.imageUrl, product.title) as Loose] : [],
        args,
      ),
    priceRangeV2: (product: Product, _args, context) => priceRange(context, product),
    priceRange: (product: Product, _args, context) => priceRange(context, product),
    totalInventory: (product: Product, _args, context) => inventoryOf(context, product),
    hasOnlyDefaultVariant: (product: Product, _args, context) =>
      product.variantIds.length === 1 && variantsOf(context, product)[0]?.title === "Default Title",
    hasOutOfStockVariants: (product: Product, _args, context) =>
      variantsOf(context, product).some(
        (variant) => totalAvailable(context.shop, variant.inventoryItemId) <= 0,
      ),
    tracksInventory: (product: Product, _args, context) =>
      variantsOf(context, product).some((variant) => itemOf(context, variant)?.tracked),
    onlineStoreUrl: (product: Product, _args, context) =>
      product.publishedAt ? `https://${context.shop.domain}/products/${product.handle}` : null,
    onlineStorePreviewUrl: (product: Product, _args, context) =>
      `https://${context.shop.domain}/products/${product.handle}`,
    defaultCursor: (product: Product) => Buffer.from(numericId(product.id)).toString("base64"),
    isGiftCard: () => false,
    seo: () => ({ title: null, description: null }),
    category: () => null,
  },
  ProductVariant: {
    legacyResourceId: (variant: Variant) => numericId(variant.id),
    ...metafieldFields,
    product: (variant: Variant, _args, context) =>
      context.shop.products.get(variant.productId) ?? null,
    displayName: (variant: Variant, _args, context) =>
      `${context.shop.products.get(variant.productId)?.title ?? ""} - ${variant.title}`,
    price: (variant: Variant, _args, context) =>
      formatMoney(variant.priceMinor, context.shop.currency),
    compareAtPrice: (variant: Variant, _args, context) =>
      variant.compareAtPriceMinor === null
        ? null
        : formatMoney(variant.compareAtPriceMinor, context.shop.currency),
    inventoryItem: (variant: Variant, _args, context) => itemOf(context, variant),
    inventoryQuantity: (variant: Variant, _args, context) =>
      totalAvailable(context.shop, variant.inventoryItemId),
    sellableOnlineQuantity: (variant: Variant, _args, context) =>
      totalAvailable(context.shop, variant.inventoryItemId),
    availableForSale: (variant: Variant, _args, context) =>
      !itemOf(context, variant)?.tracked ||
      variant.inventoryPolicy === "CONTINUE" ||
      totalAvailable(context.shop, variant.inventoryItemId) > 0,
    image: (variant: Variant, _args, context) => {
      const product = context.shop.products.get(variant.productId);
      return image(product?.imageUrl ?? null, product?.title ?? "");
    },
    selectedOptions: (variant: Variant) =>
      variant.selectedOptions.map((option) => ({
        ...option,
        optionValue: {
          id: `gid://shopify/ProductOptionValue/${numericId(variant.id)}`,
          name: option.value,
          hasVariants: true,
          linkedMetafieldValue: null,
          swatch: null,
          translations: [],
        },
      })),
    requiresComponents: () => false,
    taxCode: () => "",
    defaultCursor: (variant: Variant) => Buffer.from(numericId(variant.id)).toString("base64"),
  },
  InventoryItem: {
    legacyResourceId: (item: InventoryItem) => numericId(item.id),
    variant: (item: InventoryItem, _args, context) =>
      context.shop.variants.get(item.variantId) ?? null,
    variants: (item: InventoryItem, args, context) => {
      const variant = context.shop.variants.get(item.variantId);
      return connect(context, variant ? [variant] : [], args);
    },
    inventoryLevels: (item: InventoryItem, args, context) =>
      connect(
        context,
        levelsOf(context.shop, item.id).filter((level) => level.isActive || args.includeInactive),
        args,
      ),
    inventoryLevel: (item: InventoryItem, args, context) =>
      levelsOf(context.shop, item.id).find(
        (level) => level.locationId === args.locationId && (level.isActive || args.includeInactive),
      ) ?? null,
    locationsCount: (item: InventoryItem, _args, context) =>
      count(levelsOf(context.shop, item.id).filter((level) => level.isActive).length),
    unitCost: (item: InventoryItem, _args, context) =>
      item.unitCostMinor === null ? null : moneyV2(item.unitCostMinor, context.shop.currency),
    measurement: (item: InventoryItem) => ({
      id: item.id.replace("InventoryItem", "InventoryItemMeasurement"),
      weight: weight(item.weightGrams, "GRAMS"),
    }),
    duplicateSkuCount: (item: InventoryItem, _args, context) =>
      item.sku
        ? [...context.shop.inventoryItems.values()].filter((other) => other.sku === item.sku)
            .length - 1
        : 0,
    trackedEditable: () => ({ locked: false, reason: null }),
    inventoryHistoryUrl: () => null,
    provinceCodeOfOrigin: () => null,
    countryHarmonizedSystemCodes: (_item, args, context) => connect(context, [], args),
  },
  InventoryLevel: {
    item: (level: InventoryLevel, _args, context) =>
      context.shop.inventoryItems.get(level.inventoryItemId),
    location: (level: InventoryLevel, _args, context) =>
      context.shop.locations.get(level.locationId),
    quantities: (level: InventoryLevel, args) =>
      (args.names as QuantityName[]).map((name) => ({
        id: `gid://shopify/InventoryQuantity/${numericId(level.id)}?inventory_item_id=${numericId(level.inventoryItemId)}&name=${name}`,
        name,
        quantity: quantityOf(level, name),
        updatedAt: level.updatedAt,
      })),
    canDeactivate: (level: InventoryLevel) =>
      level.quantities.committed === 0 && level.quantities.incoming === 0,
    deactivationAlert: () => null,
    scheduledChanges: (_level, args, context) => connect(context, [], args),
  },
  Location: {
    legacyResourceId: (location: Location) => numericId(location.id),
    ...metafieldFields,
    address: (location: Location) => locationAddress(location),
    addressVerified: () => false,
    activatable: (location: Location) => !location.isActive,
    deactivatable: (location: Location) => location.isActive && !location.isPrimary,
    deletable: (location: Location) => !location.isActive,
    isFulfillmentService: (location: Location) => location.fulfillmentServiceId !== null,
    fulfillmentService: (location: Location, _args, context) =>
      location.fulfillmentServiceId
        ? (context.shop.fulfillmentServices.get(location.fulfillmentServiceId) ?? null)
        : null,
    hasActiveInventory: (location: Location, _args, context) =>
      [...context.shop.inventoryLevels.values()].some(
        (level) => level.locationId === location.id && quantityOf(level, "on_hand") !== 0,
      ),
    hasUnfulfilledOrders: (location: Location, _args, context) =>
      [...context.shop.fulfillmentOrders.values()].some(
        (entry) => entry.assignedLocationId === location.id && entry.status !== "CLOSED",
      ),
    inventoryLevel: (location: Location, args, context) =>
      [...context.shop.inventoryLevels.values()].find(
        (level) =>
          level.locationId === location.id && level.inventoryItemId === args.inventoryItemId,
      ) ?? null,
    inventoryLevels: (location: Location, args, context) =>
      connect(
        context,
        [...context.shop.inventoryLevels.values()].filter(
          (level) => level.locationId === location.id,
        ),
        args,
      ),
    localPickupSettingsV2: () => null,
    suggestedAddresses: () => [],
  },
};

function locationAddress(location: Location) {
  const { address } = location;
  const country = address.country ?? countryName(address.countryCode);
  const province = address.province ?? provinceName(address.countryCode, address.provinceCode);
  return {
    ...address,
    country,
    province,
    formatted: displayStreet({ ...address, country, province }, {}),
  };
}
