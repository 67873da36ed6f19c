/** Products, variants, locations and fulfillment services. Used by the seed, the importer and the mutations. */
import { now } from "#sandbox/store/clock.ts";
import { emit } from "#sandbox/store/events.ts";
import { newGid, newNumber } from "#sandbox/store/ids.ts";
import type {
  Address,
  FulfillmentService,
  Gid,
  Location,
  Product,
  ShopState,
  Variant,
  World,
} from "#sandbox/store/types.ts";
import { emptyAddress } from "#sandbox/store/world.ts";
import { connectLevel } from "./inventory-levels.ts";
import { sortTags } from "./tags.ts";

export type VariantDraft = {
  title?: string;
  sku?: string | null;
  barcode?: string | null;
  /** Minor units of the shop's currency. */
  priceMinor: number;
  compareAtPriceMinor?: number | null;
  taxable?: boolean;
  tracked?: boolean;
  requiresShipping?: boolean;
  weightGrams?: number;
  unitCostMinor?: number | null;
  inventoryPolicy?: Variant["inventoryPolicy"];
  countryCodeOfOrigin?: string | null;
  selectedOptions?: { name: string; value: string }[];
  /** Location gid → available units. */
  stock?: Record<Gid, number>;
};
export type ProductDraft = {
  title: string;
  handle?: string;
  vendor?: string;
  productType?: string;
  status?: Product["status"];
  tags?: readonly string[];
  descriptionHtml?: string;
  imageUrl?: string | null;
  options?: { name: string; values: string[] }[];
  variants?: VariantDraft[];
};

/** Makes a product with its variants, inventory items and stock; announces `products/create`. */
export function createProduct(world: World, shop: ShopState, draft: ProductDraft): Product {
  const stamp = now(world);
  const product: Product = {
    id: newGid(shop, "Product"),
    title: draft.title,
    handle: draft.handle ?? uniqueHandle(shop, draft.title),
    vendor: draft.vendor ?? shop.name,
    productType: draft.productType ?? "",
    status: draft.status ?? "ACTIVE",
    tags: sortTags(draft.tags ?? []),
    descriptionHtml: draft.descriptionHtml ?? "",
    imageUrl: draft.imageUrl ?? null,
    options: (draft.options ?? [{ name: "Title", values: ["Default Title"] }]).map((option) => ({
      id: newGid(shop, "ProductOption"),
      ...option,
    })),
    variantIds: [],
    createdAt: stamp,
    updatedAt: stamp,
    publishedAt: (draft.status ?? "ACTIVE") === "ACTIVE" ? stamp : null,
  };
  shop.products.set(product.id, product);
  for (const variant of draft.variants ?? [{ priceMinor: 0 }])
    addVariant(world, shop, product, variant);
  emit(world, shop, { topic: "products/create", id: product.id });
  return product;
}

export function addVariant(
  world: World,
  shop: ShopState,
  product: Product,
  draft: VariantDraft,
): Variant {
  const stamp = now(world);
  const variant: Variant = {
    id: newGid(shop, "ProductVariant"),
    productId: product.id,
    inventoryItemId: newGid(shop, "InventoryItem"),
    title: draft.title ?? "Default Title",
    sku: draft.sku ?? null,
    barcode: draft.barcode ?? null,
    priceMinor: draft.priceMinor,
    compareAtPriceMinor: draft.compareAtPriceMinor ?? null,
    position: product.variantIds.length + 1,
    taxable: draft.taxable ?? true,
    inventoryPolicy: draft.inventoryPolicy ?? "DENY",
    selectedOptions: draft.selectedOptions ?? [
      { name: product.options[0]?.name ?? "Title", value: draft.title ?? "Default Title" },
    ],
    createdAt: stamp,
    updatedAt: stamp,
  };
  shop.variants.set(variant.id, variant);
  product.variantIds.push(variant.id);
  shop.inventoryItems.set(variant.inventoryItemId, {
    id: variant.inventoryItemId,
    variantId: variant.id,
    sku: variant.sku,
    tracked: draft.tracked ?? true,
    requiresShipping: draft.requiresShipping ?? true,
    unitCostMinor: draft.unitCostMinor ?? null,
    weightGrams: draft.weightGrams ?? 0,
    countryCodeOfOrigin: draft.countryCodeOfOrigin ?? null,
    harmonizedSystemCode: null,
    createdAt: stamp,
    updatedAt: stamp,
  });
  for (const [locationId, available] of Object.entries(draft.stock ?? {})) {
    connectLevel(world, shop, variant.inventoryItemId, locationId, available);
  }
  return variant;
}

export type LocationDraft = {
  name: string;
  address?: Partial<Address>;
  fulfillsOnlineOrders?: boolean;
  shipsInventory?: boolean;
  fulfillmentServiceId?: Gid | null;
  routingRank?: number;
};

export function createLocation(world: World, shop: ShopState, draft: LocationDraft): Location {
  const stamp = now(world);
  const location: Location = {
    id: newGid(shop, "Location"),
    name: draft.name,
    address: emptyAddress({
      countryCode: shop.countryCode,
      ...draft.address,
    }),
    isActive: true,
    fulfillsOnlineOrders: draft.fulfillsOnlineOrders ?? true,
    shipsInventory: draft.shipsInventory ?? !draft.fulfillmentServiceId,
    fulfillmentServiceId: draft.fulfillmentServiceId ?? null,
    isPrimary: shop.locations.size === 0,
    routingRank: draft.routingRank ?? shop.locations.size,
    createdAt: stamp,
    updatedAt: stamp,
    deactivatedAt: null,
    transferUntilMs: null,
  };
  shop.locations.set(location.id, location);
  emit(world, shop, { topic: "locations/create", id: location.id });
  return location;
}

export type ServiceDraft = {
  name: string;
  callbackUrl?: string | null;
  trackingSupport?: boolean;
  inventoryManagement?: boolean;
  requiresShippingMethod?: boolean;
  appId?: Gid | null;
};

/** Registers a service and its location. Its gid carries `?id=true` (observed). */
export function createFulfillmentService(
  world: World,
  shop: ShopState,
  draft: ServiceDraft,
): FulfillmentService {
  const id = `gid://shopify/FulfillmentService/${newNumber(shop, "FulfillmentService")}?id=true`;
  const location = createLocation(world, shop, {
    name: draft.name,
    fulfillmentServiceId: id,
    fulfillsOnlineOrders: true,
    shipsInventory: false,
  });
  const service: FulfillmentService = {
    id,
    handle: toHandle(draft.name),
    serviceName: draft.name,
    callbackUrl: draft.callbackUrl ?? null,
    locationId: location.id,
    type: "THIRD_PARTY",
    trackingSupport: draft.trackingSupport ?? false,
    inventoryManagement: draft.inventoryManagement ?? false,
    requiresShippingMethod: draft.requiresShippingMethod ?? true,
    appId: draft.appId ?? null,
  };
  shop.fulfillmentServices.set(id, service);
  return service;
}

export function toHandle(text: string): string {
  return (
    text
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "") || "item"
  );
}

function uniqueHandle(shop: ShopState, title: string): string {
  const base = toHandle(title);
  const taken = new Set([...shop.products.values()].map((product) => product.handle));
  if (!taken.has(base)) return base;
  for (let at = 1; ; at++) if (!taken.has(`${base}-${at}`)) return `${base}-${at}`;
}
