/** Root queries. */
import type {
  BulkOperation,
  Customer,
  FulfillmentOrder,
  InventoryItem,
  Location,
  Order,
  Product,
  ReturnReasonDefinition,
  Variant,
} from "#sandbox/store/types.ts";
import { numericId } from "#sandbox/store/ids.ts";
import { displayName } from "#sandbox/domain/customers.ts";
import { serviceOf } from "#sandbox/domain/fulfillment-order-rules.ts";
import { totalAvailable } from "#sandbox/domain/inventory-levels.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { apiError } from "#sandbox/graphql/errors.ts";
import { findNode, findOrder, findService, isOrderVisible } from "#sandbox/graphql/find-node.ts";
import { pathOf } from "#sandbox/graphql/path-of.ts";
import { search, type SearchPlan } from "#sandbox/graphql/search.ts";
import { adminSchema } from "#sandbox/graphql/schema.ts";
import { takeTurnOnRead } from "#sandbox/graphql/bulk/life-cycle.ts";
import { calculateReturn, returnableFulfillments } from "./return-queries.ts";
import { ordersPlan, sortOrders } from "./order-search.ts";
import { count } from "./shapes.ts";
import { isVisible, visibleFulfillmentOrders } from "./visible.ts";

const known = (root: string) =>
  new Set(adminSchema().searchFilters.get(`QueryRoot.${root}`)?.keys());

function byKey<Item extends { id: string }>(
  items: readonly Item[],
  read: (item: Item) => string | number,
) {
  return [...items].sort((a, b) => {
    const left = read(a);
    const right = read(b);
    if (left !== right) return left < right ? -1 : 1;
    return Number(numericId(a.id)) - Number(numericId(b.id));
  });
}

const visibleOrders = (context: Context): Order[] =>
  [...context.shop.orders.values()].filter((order) => isOrderVisible(context, order));

const COUNT_MAX = 25_001;
/** Observed: more than `limit` answers the limit with AT_LEAST. */
function limitedCount(total: number, limit: number | null | undefined) {
  const most = Math.min(limit ?? 10_000, COUNT_MAX);
  return total > most ? count(most, "AT_LEAST") : count(total);
}

const fulfillmentOrdersPlan: SearchPlan<FulfillmentOrder> = {
  filters: {
    id: { type: "id", read: (entry) => entry.id },
    status: { type: "exact", read: (entry) => entry.status },
    updated_at: { type: "time", read: (entry) => entry.updatedAt },
    assigned_location_id: { type: "id", read: (entry) => entry.assignedLocationId },
  },
  text: (entry) => [entry.status, entry.requestStatus],
};

const productsPlan = (context: Context): SearchPlan<Product> => ({
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

const variantsPlan = (context: Context): SearchPlan<Variant> => ({
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

const customersPlan = (): SearchPlan<Customer> => ({
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

const inventoryItemsPlan = (): SearchPlan<InventoryItem> => ({
  filters: {
    id: { type: "id", read: (item) => item.id },
    sku: { type: "text", read: (item) => item.sku },
    created_at: { type: "time", read: (item) => item.createdAt },
    updated_at: { type: "time", read: (item) => item.updatedAt },
  },
  text: (item) => [item.sku],
  known: known("inventoryItems"),
});

const locationsPlan = (): SearchPlan<Location> => ({
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
const bulkPlan: SearchPlan<BulkOperation> = {
  filters: {
    id: { type: "id", read: (entry) => entry.id },
    status: { type: "exact", read: (entry) => entry.status, allowed: BULK_STATUSES },
    operation_type: { type: "exact", read: (entry) => entry.type, allowed: ["query", "mutation"] },
    created_at: { type: "time", read: (entry) => entry.createdAt },
  },
  text: (entry) => [entry.status],
};

const reasonsPlan: SearchPlan<ReturnReasonDefinition> = {
  filters: {
    id: { type: "id", read: (entry) => entry.id },
    handle: { type: "text", read: (entry) => entry.handle },
    name: { type: "text", read: (entry) => entry.name },
    deleted: { type: "boolean", read: (entry) => entry.deleted },
  },
  text: (entry) => [entry.name, entry.handle],
};

const readBulk = (context: Context, operation: BulkOperation | null | undefined) => {
  if (operation) takeTurnOnRead(context, operation);
  return operation ?? null;
};
const own = (context: Context) =>
  [...context.shop.bulkOperations.values()].filter(
    (entry) => entry.appId === context.installation.appId,
  );

export const QUERIES: TypeResolvers = {
  node: (_source, args, context) => readNode(context, args.id as string),
  nodes: (_source, args, context) => (args.ids as string[]).map((id) => readNode(context, id)),
  job: (_source, args, context) => jobOf(context, args.id as string),

  order: (_source, args, context) => findOrder(context, args.id as string),
  orderByIdentifier: (_source, args, context) => {
    const { id } = args.identifier as Loose;
    return id ? findOrder(context, id as string) : null;
  },
  orders: (_source, args, context, info) => {
    const found = search(
      context,
      pathOf(info),
      args.query as string | null,
      visibleOrders(context),
      ordersPlan(context),
    );
    const sorted = sortOrders([...found], (args.sortKey as string | null) ?? "PROCESSED_AT");
    return connect(context, sorted.items, args, sorted.value);
  },
  ordersCount: (_source, args, context, info) =>
    limitedCount(
      search(
        context,
        pathOf(info),
        args.query as string | null,
        visibleOrders(context),
        ordersPlan(context),
      ).length,
      args.limit as number | null,
    ),

  customer: (_source, args, context) => context.shop.customers.get(args.id as string) ?? null,
  customers: (_source, args, context, info) => {
    const found = search(
      context,
      pathOf(info),
      args.query as string | null,
      [...context.shop.customers.values()],
      customersPlan(),
    );
    const key = args.sortKey as string | null;
    return connect(
      context,
      key === "UPDATED_AT"
        ? byKey(found, (entry) => entry.updatedAt)
        : key === "NAME"
          ? byKey(found, displayName)
          : found,
      args,
    );
  },
  customersCount: (_source, args, context, info) =>
    limitedCount(
      search(
        context,
        pathOf(info),
        args.query as string | null,
        [...context.shop.customers.values()],
        customersPlan(),
      ).length,
      args.limit as number | null,
    ),

  product: (_source, args, context) => context.shop.products.get(args.id as string) ?? null,
  products: (_source, args, context, info) => {
    const found = search(
      context,
      pathOf(info),
      args.query as string | null,
      [...context.shop.products.values()],
      productsPlan(context),
    );
    const reads: Record<string, (product: Product) => string> = {
      TITLE: (product) => product.title,
      UPDATED_AT: (product) => product.updatedAt,
      CREATED_AT: (product) => product.createdAt,
      VENDOR: (product) => product.vendor,
    };
    const read = reads[(args.sortKey as string | null) ?? "ID"];
    return connect(context, read ? byKey(found, read) : found, args);
  },
  productsCount: (_source, args, context, info) =>
    limitedCount(
      search(
        context,
        pathOf(info),
        args.query as string | null,
        [...context.shop.products.values()],
        productsPlan(context),
      ).length,
      args.limit as number | null,
    ),
  productVariant: (_source, args, context) => context.shop.variants.get(args.id as string) ?? null,
  productVariants: (_source, args, context, info) => {
    const found = search(
      context,
      pathOf(info),
      args.query as string | null,
      [...context.shop.variants.values()],
      variantsPlan(context),
    );
    const key = args.sortKey as string | null;
    return connect(context, key === "SKU" ? byKey(found, (entry) => entry.sku ?? "") : found, args);
  },
  productVariantsCount: (_source, args, context, info) =>
    limitedCount(
      search(
        context,
        pathOf(info),
        args.query as string | null,
        [...context.shop.variants.values()],
        variantsPlan(context),
      ).length,
      args.limit as number | null,
    ),
  inventoryItem: (_source, args, context) =>
    context.shop.inventoryItems.get(args.id as string) ?? null,
  inventoryItems: (_source, args, context, info) =>
    connect(
      context,
      search(
        context,
        pathOf(info),
        args.query as string | null,
        [...context.shop.inventoryItems.values()],
        inventoryItemsPlan(),
      ),
      args,
    ),
  inventoryLevel: (_source, args, context) =>
    [...context.shop.inventoryLevels.values()].find((level) => level.id === args.id) ?? null,
  inventoryProperties: () => ({ quantityNames: QUANTITY_NAMES }),

  location: (_source, args, context) =>
    args.id
      ? (context.shop.locations.get(args.id as string) ?? null)
      : ([...context.shop.locations.values()][0] ?? null),
  locations: (_source, args, context, info) => {
    const all = [...context.shop.locations.values()].filter(
      (entry) =>
        (args.includeInactive || entry.isActive) &&
        (args.includeLegacy || !entry.fulfillmentServiceId),
    );
    const found = search(context, pathOf(info), args.query as string | null, all, locationsPlan());
    return connect(
      context,
      byKey(found, (entry) => ((args.sortKey ?? "NAME") === "NAME" ? entry.name : entry.id)),
      args,
      (entry) => entry.name,
    );
  },
  locationsCount: (_source, _args, context) =>
    count([...context.shop.locations.values()].filter((entry) => entry.isActive).length),
  locationsAvailableForDeliveryProfilesConnection: (_source, args, context) =>
    connect(
      context,
      [...context.shop.locations.values()].filter((entry) => entry.isActive),
      args,
    ),

  fulfillmentOrder: (_source, args, context) => {
    const entry = context.shop.fulfillmentOrders.get(args.id as string);
    return entry && isVisible(context, entry) ? entry : null;
  },
  fulfillmentOrders: (_source, args, context, info) => {
    const all = visibleFulfillmentOrders(context, [
      ...context.shop.fulfillmentOrders.values(),
    ]).filter((entry) => args.includeClosed || !["CLOSED", "CANCELLED"].includes(entry.status));
    const found = search(
      context,
      pathOf(info),
      args.query as string | null,
      all,
      fulfillmentOrdersPlan,
    );
    const isByUpdate = args.sortKey === "UPDATED_AT";
    return connect(
      context,
      byKey(found, (entry) => (isByUpdate ? entry.updatedAt : 0)),
      args,
    );
  },
  manualHoldsFulfillmentOrders: (_source, args, context) =>
    connect(
      context,
      visibleFulfillmentOrders(context, [...context.shop.fulfillmentOrders.values()]).filter(
        (entry) => entry.status === "ON_HOLD",
      ),
      args,
    ),
  assignedFulfillmentOrders: (_source, args, context) =>
    assignedFulfillmentOrders(context, args as Loose),
  fulfillment: (_source, args, context) => context.shop.fulfillments.get(args.id as string) ?? null,
  fulfillmentService: (_source, args, context) => findService(context.shop, args.id as string),

  return: (_source, args, context) => context.shop.returns.get(args.id as string) ?? null,
  returnReasonDefinitions: (_source, args, context, info) => {
    const ids = args.ids as string[] | null | undefined;
    const handles = args.handles as string[] | null | undefined;
    const all = [...context.shop.returnReasonDefinitions.values()].filter(
      (entry) => (!ids || ids.includes(entry.id)) && (!handles || handles.includes(entry.handle)),
    );
    const found = search(context, pathOf(info), args.query as string | null, all, reasonsPlan);
    const key = (args.sortKey as string | null) ?? "ID";
    const read = (entry: ReturnReasonDefinition) =>
      key === "NAME" ? entry.name : key === "HANDLE" ? entry.handle : 0;
    return connect(context, byKey(found, read), args);
  },
  returnableFulfillments: (_source, args, context) =>
    returnableFulfillments(context, args as Loose),
  returnableFulfillment: (_source, args, context) =>
    returnableFulfillments(context, { fulfillmentId: args.id } as Loose, true),
  returnCalculate: (_source, args, context) => calculateReturn(context, args.input as Loose),
  reverseFulfillmentOrder: (_source, args, context) =>
    context.shop.reverseFulfillmentOrders.get(args.id as string) ?? null,
  reverseDelivery: (_source, args, context) =>
    context.shop.reverseDeliveries.get(args.id as string) ?? null,
  refund: (_source, args, context) => context.shop.refunds.get(args.id as string) ?? null,
  dispute: (_source, args, context) => context.shop.disputes.get(args.id as string) ?? null,
  storeCreditAccount: (_source, args, context) =>
    context.shop.storeCreditAccounts.get(args.id as string) ?? null,

  shop: (_source, _args, context) => context.shop,
  app: (_source, _args, context) => ({
    id: context.installation.appId,
    title: context.installation.appTitle,
    apiKey: context.installation.apiKey,
    handle: "app",
    embedded: true,
  }),
  appInstallation: (_source, _args, context) => context.installation,
  currentAppInstallation: (_source, _args, context) => context.installation,
  appByKey: (_source, args, context) =>
    args.apiKey === context.installation.apiKey
      ? {
          id: context.installation.appId,
          title: context.installation.appTitle,
          apiKey: context.installation.apiKey,
        }
      : null,
  publicApiVersions: () =>
    ["2026-01", "2026-04", "2026-07", "2026-10"].map((handle) => ({
      handle,
      displayName: handle,
      supported: true,
    })),

  bulkOperation: (_source, args, context) =>
    readBulk(context, context.shop.bulkOperations.get(args.id as string)),
  // Observed: CREATED_AT runs newest first, `reverse` turns it to oldest first.
  bulkOperations: (_source, args, context, info) => {
    const found = search(
      context,
      pathOf(info),
      args.query as string | null,
      own(context),
      bulkPlan,
    );
    const key = args.sortKey === "COMPLETED_AT" ? "completedAt" : "createdAt";
    return connect(
      context,
      byKey(found, (entry) => entry[key] ?? "").reverse(),
      args,
      (entry) => entry[key],
    );
  },
  currentBulkOperation: (_source, args, context) => {
    const type = (args.type as string | null) ?? "QUERY";
    const latest = own(context)
      .filter((entry) => entry.type === type)
      .pop();
    return readBulk(context, latest);
  },
  webhookSubscription: (_source, args, context) =>
    context.shop.webhookSubscriptions.get(args.id as string) ?? null,
  webhookSubscriptions: (_source, args, context) => {
    const topics = args.topics as string[] | null | undefined;
    const uri = (args.uri ?? args.callbackUrl) as string | null | undefined;
    const found = [...context.shop.webhookSubscriptions.values()].filter(
      (entry) =>
        entry.appId === context.installation.appId &&
        (!topics || topics.includes(entry.topic)) &&
        (!uri || entry.uri === uri),
    );
    return connect(context, found, args);
  },
  webhookSubscriptionsCount: (_source, _args, context) =>
    count(context.shop.webhookSubscriptions.size),
};

const QUANTITY_NAMES = [
  ["available", "Available", false, ["on_hand"], []],
  [
    "on_hand",
    "On hand",
    true,
    [],
    ["available", "committed", "damaged", "quality_control", "reserved", "safety_stock"],
  ],
  ["committed", "Committed", true, ["on_hand"], []],
  ["incoming", "Incoming", true, [], []],
  ["reserved", "Reserved", true, ["on_hand"], []],
  ["damaged", "Damaged", true, ["on_hand"], []],
  ["safety_stock", "Safety stock", true, ["on_hand"], []],
  ["quality_control", "Quality control", true, ["on_hand"], []],
].map(([name, displayNameOf, isInUse, belongsTo, comprises]) => ({
  name,
  displayName: displayNameOf,
  isInUse,
  belongsTo,
  comprises,
}));

function readNode(context: Context, id: string): Loose {
  const found = findNode(context, id) as Loose;
  if (found && id.includes("/BulkOperation/")) takeTurnOnRead(context, found as BulkOperation);
  return found ?? null;
}

function jobOf(context: Context, id: string) {
  const job = context.shop.jobs.get(id);
  if (!job) return null;
  return { id: job.id, done: job.done, query: {} };
}

/** Only for apps that registered a fulfillment service (observed message). */
function assignedFulfillmentOrders(context: Context, args: Loose) {
  const services = [...context.shop.fulfillmentServices.values()].filter(
    (entry) => entry.appId === context.installation.appId,
  );
  if (services.length === 0) {
    throw apiError('["The api_client is not associated with any fulfillment service."]', null, {
      isPlain: true,
    });
  }
  const locations =
    (args.locationIds as string[] | null) ?? services.map((entry) => entry.locationId);
  const wanted: Record<string, string> = {
    CANCELLATION_REQUESTED: "CANCELLATION_REQUESTED",
    FULFILLMENT_REQUESTED: "SUBMITTED",
    FULFILLMENT_ACCEPTED: "ACCEPTED",
    FULFILLMENT_UNSUBMITTED: "UNSUBMITTED",
  };
  const status = args.assignmentStatus ? wanted[args.assignmentStatus as string] : null;
  const found = [...context.shop.fulfillmentOrders.values()].filter(
    (entry) =>
      entry.assignedLocationId !== null &&
      locations.includes(entry.assignedLocationId) &&
      services.some((service) => serviceOf(context.shop, entry)?.id === service.id) &&
      (status ? entry.requestStatus === status : entry.status !== "CLOSED"),
  );
  return connect(context, found, args);
}
