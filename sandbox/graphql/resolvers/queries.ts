/** Root queries. */
import type {
  BulkOperation,
  Order,
  Product,
  ReturnReasonDefinition,
} from "#sandbox/store/types.ts";
import { displayName } from "#sandbox/domain/customers.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { findNode, findOrder, findService, isOrderVisible } from "#sandbox/graphql/find-node.ts";
import { pathOf } from "#sandbox/graphql/path-of.ts";
import { search } from "#sandbox/graphql/search.ts";
import { takeTurnOnRead } from "#sandbox/graphql/bulk/life-cycle.ts";
import { calculateReturn, returnableFulfillments } from "./return-queries.ts";
import { calculatedOrder } from "./calculated-order.ts";
import { ordersPlan, sortOrders } from "./order-search.ts";
import { byKey, limitedCount } from "./listing.ts";
import { count } from "./shapes.ts";
import { isVisible, visibleFulfillmentOrders } from "./visible.ts";
import {
  fulfillmentOrdersPlan,
  productsPlan,
  variantsPlan,
  customersPlan,
  inventoryItemsPlan,
  locationsPlan,
  bulkPlan,
  reasonsPlan,
} from "./root-plans.ts";
import { QUANTITY_NAMES, assignedFulfillmentOrders } from "./fulfillment-queries.ts";

const visibleOrders = (context: Context): Order[] =>
  [...context.shop.orders.values()].filter((order) => isOrderVisible(context, order));

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

function readNode(context: Context, id: string): Loose {
  if (id.includes("/CalculatedOrder/")) return calculatedOrder(context, id);
  const found = findNode(context, id) as Loose;
  if (found && id.includes("/BulkOperation/")) takeTurnOnRead(context, found as BulkOperation);
  return found ?? null;
}

function jobOf(context: Context, id: string) {
  const job = context.shop.jobs.get(id);
  if (!job) return null;
  return { id: job.id, done: job.done, query: {} };
}
