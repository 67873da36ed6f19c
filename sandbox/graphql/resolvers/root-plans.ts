/** What the root lists can be searched by. */
import type {
  BulkOperation,
  Customer,
  FulfillmentOrder,
  InventoryItem,
  Location,
  Product,
  ReturnReasonDefinition,
  Variant,
} from "#sandbox/store/types.ts";
import { displayName } from "#sandbox/domain/customers.ts";
import { totalAvailable } from "#sandbox/domain/inventory-levels.ts";
import type { Context } from "#sandbox/graphql/context.ts";
import type { SearchPlan } from "#sandbox/graphql/search.ts";
import { adminSchema } from "#sandbox/graphql/schema.ts";

const known = (root: string) =>
  new Set(adminSchema().searchFilters.get(`QueryRoot.${root}`)?.keys());

export const fulfillmentOrdersPlan: SearchPlan<FulfillmentOrder> = {
  filters: {
    id: { type: "id", read: (entry) => entry.id },
    status: { type: "exact", read: (entry) => entry.status },
    updated_at: { type: "time", read: (entry) => entry.updatedAt },
    assigned_location_id: { type: "id", read: (entry) => entry.assignedLocationId },
  },
  text: (entry) => [entry.status, entry.requestStatus],
};

export const productsPlan = (context: Context): SearchPlan<Product> => ({
  filters: {
    id: { type: "id", read: (product) => product.id },
    title: { type: "text", read: (product) => product.title },
    handle: { type: "text", read: (product) => product.handle },
    vendor: { type: "text", read: (product) => product.vendor },
    product_type: { type: "text", read: (product) => product.productType },
    status: { type: "exact", read: (product) => product.status },
    tag: { type: "text", read: (product) => product.tags },
    created_at: { type: "time", read: (product) => product.createdAt },
    updated_at: { type: "time", read: (product) => product.updatedAt },
    sku: {
      type: "text",
      read: (product) => product.variantIds.map((id) => context.shop.variants.get(id)?.sku ?? null),
    },
    barcode: {
      type: "text",
      read: (product) =>
        product.variantIds.map((id) => context.shop.variants.get(id)?.barcode ?? null),
    },
  },
  text: (product) => [product.title, product.vendor, product.productType, ...product.tags],
  known: known("products"),
});

export const variantsPlan = (context: Context): SearchPlan<Variant> => ({
  filters: {
    id: { type: "id", read: (variant) => variant.id },
    sku: { type: "text", read: (variant) => variant.sku },
    barcode: { type: "text", read: (variant) => variant.barcode },
    product_id: { type: "id", read: (variant) => variant.productId },
    title: { type: "text", read: (variant) => variant.title },
    vendor: {
      type: "text",
      read: (variant) => context.shop.products.get(variant.productId)?.vendor ?? null,
    },
    updated_at: { type: "time", read: (variant) => variant.updatedAt },
    inventory_quantity: {
      type: "number",
      read: (variant) => totalAvailable(context.shop, variant.inventoryItemId),
    },
  },
  text: (variant) => [
    variant.title,
    variant.sku,
    context.shop.products.get(variant.productId)?.title ?? null,
  ],
  known: known("productVariants"),
});

export const customersPlan = (): SearchPlan<Customer> => ({
  filters: {
    id: { type: "id", read: (customer) => customer.id },
    email: { type: "text", read: (customer) => customer.email },
    phone: { type: "text", read: (customer) => customer.phone },
    first_name: { type: "text", read: (customer) => customer.firstName },
    last_name: { type: "text", read: (customer) => customer.lastName },
    tag: { type: "text", read: (customer) => customer.tags },
    state: { type: "exact", read: (customer) => customer.state },
    country: {
      type: "text",
      read: (customer) => customer.addresses.map((entry) => entry.country ?? entry.countryCode),
    },
    customer_date: { type: "time", read: (customer) => customer.createdAt },
    updated_at: { type: "time", read: (customer) => customer.updatedAt },
  },
  text: (customer) => [displayName(customer), customer.email, customer.phone],
  known: known("customers"),
});

export const inventoryItemsPlan = (): SearchPlan<InventoryItem> => ({
  filters: {
    id: { type: "id", read: (item) => item.id },
    sku: { type: "text", read: (item) => item.sku },
    created_at: { type: "time", read: (item) => item.createdAt },
    updated_at: { type: "time", read: (item) => item.updatedAt },
  },
  text: (item) => [item.sku],
  known: known("inventoryItems"),
});

export const locationsPlan = (): SearchPlan<Location> => ({
  filters: {
    id: { type: "id", read: (location) => location.id },
    name: { type: "text", read: (location) => location.name },
    active: { type: "boolean", read: (location) => location.isActive },
    city: { type: "text", read: (location) => location.address.city },
    country: { type: "text", read: (location) => location.address.countryCode },
    zip: { type: "text", read: (location) => location.address.zip },
    created_at: { type: "time", read: (location) => location.createdAt },
  },
  text: (location) => [location.name, location.address.city],
  known: known("locations"),
});

const BULK_STATUSES = ["canceled", "canceling", "completed", "created", "failed", "running"];

export const bulkPlan: SearchPlan<BulkOperation> = {
  filters: {
    id: { type: "id", read: (entry) => entry.id },
    status: { type: "exact", read: (entry) => entry.status, allowed: BULK_STATUSES },
    operation_type: { type: "exact", read: (entry) => entry.type, allowed: ["query", "mutation"] },
    created_at: { type: "time", read: (entry) => entry.createdAt },
  },
  text: (entry) => [entry.status],
};

export const reasonsPlan: SearchPlan<ReturnReasonDefinition> = {
  filters: {
    id: { type: "id", read: (entry) => entry.id },
    handle: { type: "text", read: (entry) => entry.handle },
    name: { type: "text", read: (entry) => entry.name },
    deleted: { type: "boolean", read: (entry) => entry.deleted },
  },
  text: (entry) => [entry.name, entry.handle],
};
