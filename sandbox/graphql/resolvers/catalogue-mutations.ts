/** Mutations of products, variants, customers and the stocking of items. */
import * as catalogue from "#sandbox/domain/change-catalogue.ts";
import * as people from "#sandbox/domain/change-customers.ts";
import { createProduct, type ProductDraft, type VariantDraft } from "#sandbox/domain/catalogue.ts";
import type { CustomerDraft } from "#sandbox/domain/customers.ts";
import { deactivateLevel, toggleActivation } from "#sandbox/domain/inventory-activation.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";
import { setMetafields } from "#sandbox/domain/metafields.ts";
import { parseAmount } from "#sandbox/domain/money.ts";
import { touchOrder } from "#sandbox/domain/touch.ts";
import type { Product, RiskAssessment } from "#sandbox/store/types.ts";
import type { Context, Loose, TypeResolvers } from "#sandbox/graphql/context.ts";
import { findLevelById, findOrder } from "#sandbox/graphql/find-node.ts";
import { answer, fail } from "./answer.ts";
import { toAddress, toGrams } from "./inputs.ts";
import { realNamespace } from "./metafields.ts";
import { mailingAddress } from "./shapes.ts";

const text = (value: unknown) => (value ?? null) as string | null;

function keepMetafields(context: Context, ownerId: string, rows: Loose): void {
  for (const row of (rows ?? []) as Loose[]) {
    const namespace = realNamespace(context, row.namespace as string | null);
    setMetafields(
      context.world,
      context.shop,
      [{ ...row, ownerId, namespace }] as never,
      () => true,
    );
  }
}

export const CATALOGUE_MUTATIONS: TypeResolvers = {
  productCreate: (_source, args, context) => {
    const input = (args.product ?? args.input) as Loose;
    if (!(input?.title as string | undefined)?.trim())
      return { ...fail("product", ["title"], "Title can't be blank"), shop: context.shop };
    const product = createProduct(context.world, context.shop, toProduct(context, input));
    keepMetafields(context, product.id, input.metafields);
    return { product, shop: context.shop, userErrors: [] };
  },
  productUpdate: (_source, args, context) => {
    const input = (args.product ?? args.input ?? {}) as Loose;
    const id = ((args.identifier as Loose)?.id ?? input.id ?? "") as string;
    const names = ["title", "handle", "vendor", "productType", "status", "tags", "descriptionHtml"];
    const changes = Object.fromEntries(
      names.flatMap((name) => (isGiven(input[name]) ? [[name, input[name] as Loose]] : [])),
    ) as catalogue.ProductChanges;
    const outcome = catalogue.changeProduct(context.world, context.shop, id, changes);
    if (outcome.ok) keepMetafields(context, id, input.metafields);
    return answer(outcome, (product) => ({ product }), { product: null });
  },
  productChangeStatus: (_source, args, context) =>
    answer(
      catalogue.changeProduct(context.world, context.shop, args.productId as string, {
        status: args.status as Product["status"],
      }),
      (product) => ({ product }),
      { product: null },
    ),
  productDelete: (_source, args, context) =>
    answer(
      catalogue.deleteProduct(context.world, context.shop, (args.input as Loose).id as string),
      (deletedProductId) => ({ deletedProductId, shop: context.shop }),
      { deletedProductId: null, shop: context.shop },
    ),
  productVariantsBulkCreate: (_source, args, context) => {
    const product = context.shop.products.get(args.productId as string) ?? null;
    const rows = args.variants as Loose[];
    const strategy = args.strategy as string | null;
    const outcome = catalogue.createVariants(
      context.world,
      context.shop,
      args.productId as string,
      rows.map((row) => toVariant(context, product, row)),
      {
        removeStandalone:
          strategy === "REMOVE_STANDALONE_VARIANT" ||
          (strategy === "DEFAULT" && isStandalone(context, product)),
      },
    );
    if (outcome.ok)
      for (const [at, variant] of outcome.value.variants.entries())
        keepMetafields(context, variant.id, rows[at]?.metafields);
    return answer(outcome, (made) => ({ product: made.product, productVariants: made.variants }), {
      product,
      productVariants: null,
    });
  },
  productVariantsBulkUpdate: (_source, args, context) => {
    const product = context.shop.products.get(args.productId as string) ?? null;
    const rows = args.variants as Loose[];
    const outcome = catalogue.changeVariants(
      context.world,
      context.shop,
      args.productId as string,
      rows.map((row) => ({ id: text(row.id), changes: toVariantChanges(context, product, row) })),
    );
    if (outcome.ok)
      for (const row of rows) keepMetafields(context, row.id as string, row.metafields);
    return answer(outcome, (made) => ({ product: made.product, productVariants: made.variants }), {
      product,
      productVariants: null,
    });
  },
  productVariantsBulkDelete: (_source, args, context) =>
    answer(
      catalogue.deleteVariants(
        context.world,
        context.shop,
        args.productId as string,
        args.variantsIds as string[],
      ),
      (product) => ({ product }),
      { product: context.shop.products.get(args.productId as string) ?? null },
    ),
  inventoryItemUpdate: (_source, args, context) =>
    answer(
      catalogue.changeItem(
        context.world,
        context.shop,
        args.id as string,
        toItemChanges(context, args.input as Loose),
      ),
      (inventoryItem) => ({ inventoryItem }),
      { inventoryItem: null },
    ),
  inventoryDeactivate: (_source, args, context) =>
    answer(
      deactivateLevel(
        context.world,
        context.shop,
        findLevelById(context.shop, args.inventoryLevelId as string),
      ),
      () => ({}),
    ),
  inventoryBulkToggleActivation: (_source, args, context) => {
    const itemId = args.inventoryItemId as string;
    const rows = (args.inventoryItemUpdates as Loose[]).map((row) => ({
      locationId: row.locationId as string,
      activate: row.activate === true,
    }));
    return answer(
      toggleActivation(context.world, context.shop, itemId, rows),
      (inventoryLevels) => ({
        inventoryItem: context.shop.inventoryItems.get(itemId) ?? null,
        inventoryLevels,
      }),
      { inventoryItem: null, inventoryLevels: null },
    );
  },

  customerCreate: (_source, args, context) => {
    const input = args.input as Loose;
    const outcome = people.registerCustomer(context.world, context.shop, toCustomer(input));
    if (outcome.ok) keepMetafields(context, outcome.value.id, input.metafields);
    return answer(outcome, (customer) => ({ customer }), { customer: null });
  },
  customerUpdate: (_source, args, context) => {
    const input = args.input as Loose;
    const id = (input.id ?? "") as string;
    const outcome = people.changeCustomer(context.world, context.shop, id, toCustomer(input));
    if (outcome.ok) keepMetafields(context, id, input.metafields);
    return answer(outcome, (customer) => ({ customer }), { customer: null });
  },
  customerDelete: (_source, args, context) =>
    answer(
      people.deleteCustomer(context.world, context.shop, (args.input as Loose).id as string),
      (deletedCustomerId) => ({ deletedCustomerId, shop: context.shop }),
      { deletedCustomerId: null, shop: context.shop },
    ),
  customerAddressCreate: (_source, args, context) =>
    answer(
      people.addCustomerAddress(
        context.world,
        context.shop,
        args.customerId as string,
        toAddress(args.address) ?? {},
        args.setAsDefault === true,
      ),
      (address) => ({ address: mailingAddress(address, address.id) }),
      { address: null },
    ),

  orderRiskAssessmentCreate: (_source, args, context) => {
    const input = args.orderRiskAssessmentInput as Loose;
    const order = findOrder(context, input.orderId as string);
    const field = ["orderRiskAssessmentInput", "orderId"];
    if (!order)
      return fail("orderRiskAssessment", field, "The order could not be found.", "NOT_FOUND");
    const { riskLevel, facts } = input as RiskAssessment;
    order.risk.push({ riskLevel, facts, provider: context.installation.appTitle });
    touchOrder(context.world, context.shop, order);
    return { orderRiskAssessment: { riskLevel, facts, provider: null }, userErrors: [] };
  },
};

/** Made by the API, nothing is tracked before it is asked for (guess). */
function toProduct(context: Context, input: Loose): ProductDraft {
  const options = ((input.productOptions ?? []) as Loose[]).map((option) => ({
    name: (option.name ?? "Title") as string,
    values: ((option.values ?? []) as Loose[]).map((entry) => entry.name as string),
  }));
  const selectedOptions = options.map(({ name, values }) => ({ name, value: values[0] ?? "" }));
  const variant: VariantDraft = { priceMinor: 0, tracked: false, stock: atPrimary(context) };
  return {
    title: input.title as string,
    vendor: input.vendor ?? context.shop.name,
    productType: input.productType ?? "",
    tags: input.tags ?? [],
    status: input.status ?? "ACTIVE",
    descriptionHtml: input.descriptionHtml ?? "",
    ...(input.handle ? { handle: input.handle as string } : {}),
    ...(options.length > 0 ? { options } : {}),
    variants: [
      options.length > 0
        ? { ...variant, selectedOptions, title: selectedOptions.map((e) => e.value).join(" / ") }
        : variant,
    ],
  };
}

function atPrimary(context: Context): Record<string, number> {
  const primary = [...context.shop.locations.values()].find((entry) => entry.isPrimary);
  return primary ? { [primary.id]: 0 } : {};
}

const isStandalone = (context: Context, product: Product | null) =>
  product?.variantIds.length === 1 &&
  context.shop.variants.get(product.variantIds[0] ?? "")?.title === "Default Title";

function optionsOf(product: Product | null, row: Loose): { name: string; value: string }[] {
  return ((row.optionValues ?? []) as Loose[]).map((entry) => {
    const option = product?.options.find(
      (known) => known.id === entry.optionId || known.name === entry.optionName,
    );
    const name = (entry.optionName ?? option?.name ?? "Title") as string;
    const at = /(\d)$/.exec(String(entry.id ?? ""))?.[1];
    return { name, value: (entry.name ?? option?.values[Number(at ?? 0)] ?? "") as string };
  });
}

function toVariant(context: Context, product: Product | null, row: Loose): VariantDraft {
  const selectedOptions = optionsOf(product, row);
  const item = toItemChanges(context, (row.inventoryItem ?? {}) as Loose);
  const stock = ((row.inventoryQuantities ?? []) as Loose[]).map((entry) => [
    entry.locationId as string,
    entry.availableQuantity as number,
  ]);
  return {
    ...(selectedOptions.length > 0
      ? { selectedOptions, title: selectedOptions.map((entry) => entry.value).join(" / ") }
      : {}),
    sku: item.sku ?? null,
    barcode: text(row.barcode),
    priceMinor: minor(context, row.price) ?? 0,
    compareAtPriceMinor: minor(context, row.compareAtPrice),
    taxable: row.taxable !== false,
    tracked: item.tracked ?? false,
    requiresShipping: item.requiresShipping ?? true,
    weightGrams: item.weightGrams ?? 0,
    unitCostMinor: item.unitCostMinor ?? null,
    inventoryPolicy: (row.inventoryPolicy ?? "DENY") as "DENY",
    stock:
      stock.length > 0 ? (Object.fromEntries(stock) as Record<string, number>) : atPrimary(context),
  };
}

function toVariantChanges(
  context: Context,
  product: Product | null,
  row: Loose,
): catalogue.VariantChanges {
  const changes: catalogue.VariantChanges = {};
  const selectedOptions = optionsOf(product, row);
  if (selectedOptions.length > 0) {
    changes.selectedOptions = selectedOptions;
    changes.title = selectedOptions.map((entry) => entry.value).join(" / ");
  }
  if (isGiven(row.price)) changes.priceMinor = minor(context, row.price) ?? 0;
  if (row.compareAtPrice !== undefined)
    changes.compareAtPriceMinor = minor(context, row.compareAtPrice);
  if (row.barcode !== undefined) changes.barcode = text(row.barcode);
  if (isGiven(row.taxable)) changes.taxable = row.taxable as boolean;
  if (isGiven(row.inventoryPolicy)) changes.inventoryPolicy = row.inventoryPolicy as "DENY";
  if (row.inventoryItem) changes.item = toItemChanges(context, row.inventoryItem as Loose);
  return changes;
}

function toItemChanges(context: Context, input: Loose): catalogue.ItemChanges {
  const changes: catalogue.ItemChanges = {};
  if (input.sku !== undefined) changes.sku = text(input.sku);
  if (isGiven(input.tracked)) changes.tracked = input.tracked as boolean;
  if (isGiven(input.requiresShipping)) changes.requiresShipping = input.requiresShipping as boolean;
  if (input.cost !== undefined) changes.unitCostMinor = minor(context, input.cost);
  if (input.countryCodeOfOrigin !== undefined)
    changes.countryCodeOfOrigin = text(input.countryCodeOfOrigin);
  if (input.harmonizedSystemCode !== undefined)
    changes.harmonizedSystemCode = text(input.harmonizedSystemCode);
  const grams = toGrams(input.measurement?.weight);
  if (grams !== undefined) changes.weightGrams = grams;
  return changes;
}

const minor = (context: Context, amount: Loose): number | null =>
  isGiven(amount) ? parseAmount(String(amount), context.shop.currency) : null;

function toCustomer(input: Loose): CustomerDraft {
  const draft: Loose = {};
  for (const name of ["firstName", "lastName", "email", "phone", "note", "locale"])
    if (input[name] !== undefined) draft[name] = input[name] === "" ? null : input[name];
  if (isGiven(input.tags)) draft.tags = input.tags;
  if (isGiven(input.taxExempt)) draft.taxExempt = input.taxExempt;
  if (input.addresses)
    draft.addresses = (input.addresses as Loose[]).map((entry) => toAddress(entry));
  if (input.emailMarketingConsent)
    draft.emailMarketingState = input.emailMarketingConsent.marketingState;
  if (input.smsMarketingConsent) draft.smsMarketingState = input.smsMarketingConsent.marketingState;
  return draft as CustomerDraft;
}
