/** Customers, store credit, the shop, the app and its subscriptions. */
import type {
  AppInstallation,
  Customer,
  Order,
  ShopState,
  StoreCreditAccount,
  WebhookSubscription,
  BulkOperation,
} from "#sandbox/store/types.ts";
import { numericId } from "#sandbox/store/ids.ts";
import { displayName } from "#sandbox/domain/customers.ts";
import { accountsOf, balanceOf } from "#sandbox/domain/store-credit.ts";
import { netPaymentTotal } from "#sandbox/domain/customer-totals.ts";
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose, ResolverMap } from "#sandbox/graphql/context.ts";
import { isOrderVisible } from "#sandbox/graphql/find-node.ts";
import { ordersPlan, sortOrders } from "./order-search.ts";
import { pathOf } from "#sandbox/graphql/path-of.ts";
import { search } from "#sandbox/graphql/search.ts";
import { countryName, provinceName } from "#sandbox/graphql/places.ts";
import { metafieldFields } from "./metafields.ts";
import { bulkResultUrl } from "#sandbox/graphql/bulk/result-url.ts";
import { mailingAddress, moneyV2 } from "./shapes.ts";
import { isGiven } from "#sandbox/domain/is-given.ts";

const ordersOf = (context: Context, customer: Customer): Order[] =>
  [...context.shop.orders.values()].filter(
    (order) => order.customerId === customer.id && isOrderVisible(context, order),
  );

const addressesOf = (customer: Customer) =>
  customer.addresses.map((address) => mailingAddress(address, address.id) as Loose);

export const PEOPLE_RESOLVERS: ResolverMap = {
  Customer: {
    legacyResourceId: (customer: Customer) => numericId(customer.id),
    ...metafieldFields,
    displayName: (customer: Customer) => displayName(customer),
    defaultEmailAddress: (customer: Customer) =>
      customer.email
        ? {
            emailAddress: customer.email,
            marketingState: customer.emailMarketingState,
            marketingOptInLevel: "SINGLE_OPT_IN",
            marketingUpdatedAt: null,
            marketingUnsubscribeUrl: `https://shopify.example/unsubscribe/${numericId(customer.id)}`,
            openTrackingLevel: "UNKNOWN",
            openTrackingUrl: `https://shopify.example/open/${numericId(customer.id)}`,
            validFormat: true,
            sourceLocation: null,
          }
        : null,
    defaultPhoneNumber: (customer: Customer) =>
      customer.phone
        ? {
            phoneNumber: customer.phone,
            marketingState: customer.smsMarketingState ?? "NOT_SUBSCRIBED",
            marketingOptInLevel: "SINGLE_OPT_IN",
            marketingUpdatedAt: null,
            marketingCollectedFrom: null,
            sourceLocation: null,
          }
        : null,
    defaultAddress: (customer: Customer) => addressesOf(customer)[0] ?? null,
    addresses: (customer: Customer, args) =>
      !isGiven(args.first)
        ? addressesOf(customer)
        : addressesOf(customer).slice(0, args.first as number),
    addressesV2: (customer: Customer, args, context) =>
      connect(context, addressesOf(customer), args),
    numberOfOrders: (customer: Customer, _args, context) =>
      String(ordersOf(context, customer).length),
    amountSpent: (customer: Customer, _args, context) =>
      moneyV2(netPaymentTotal(context.shop, ordersOf(context, customer)), context.shop.currency),
    lastOrder: (customer: Customer, _args, context) => ordersOf(context, customer).pop() ?? null,
    orders: (customer: Customer, args, context, info) => {
      const found = search(
        context,
        pathOf(info),
        args.query as string | null,
        ordersOf(context, customer),
        ordersPlan(context),
      );
      const sorted = sortOrders([...found], (args.sortKey as string | null) ?? "ID");
      return connect(context, sorted.items, args, sorted.value);
    },
    storeCreditAccounts: (customer: Customer, args, context) =>
      connect(context, accountsOf(context.shop, customer.id), args),
    lifetimeDuration: () => "about 1 month",
    canDelete: (customer: Customer, _args, context) => ordersOf(context, customer).length === 0,
    validEmailAddress: (customer: Customer) => customer.email !== null,
    unsubscribeUrl: (customer: Customer, _args, context) =>
      `https://${context.shop.domain}/account/unsubscribe/${numericId(customer.id)}`,
    emailMarketingConsent: (customer: Customer) =>
      customer.email
        ? {
            marketingState: customer.emailMarketingState,
            marketingOptInLevel: "SINGLE_OPT_IN",
            consentUpdatedAt: null,
            sourceLocation: null,
          }
        : null,
    smsMarketingConsent: (customer: Customer) =>
      customer.phone
        ? {
            marketingState: customer.smsMarketingState ?? "NOT_SUBSCRIBED",
            marketingOptInLevel: "SINGLE_OPT_IN",
            consentUpdatedAt: null,
            consentCollectedFrom: "OTHER",
            sourceLocation: null,
          }
        : null,
    image: () => {
      const url = "https://cdn.shopify.com/customer.png";
      return { url, src: url, originalSrc: url, transformedSrc: url };
    },
    mergeable: () => ({ isMergeable: true, errorFields: [], mergeInProgress: null, reason: null }),
    statistics: () => ({ predictedSpendTier: null, rfmGroup: null }),
    productSubscriberStatus: () => "NEVER_SUBSCRIBED",
    taxExemptions: () => [],
    dataSaleOptOut: () => false,
    events: (_customer, args, context) => connect(context, [], args),
  },
  StoreCreditAccount: {
    balance: (account: StoreCreditAccount) => moneyV2(balanceOf(account), account.currency),
    owner: (account: StoreCreditAccount, _args, context) => {
      const customer = context.shop.customers.get(account.ownerId);
      return customer ? { ...customer, __typename: "Customer" } : null;
    },
    transactions: (account: StoreCreditAccount, args, context) =>
      connect(
        context,
        account.transactions.map((entry) => creditTransaction(account, entry)),
        args,
      ),
  },
  Shop: {
    ...metafieldFields,
    myshopifyDomain: (shop: ShopState) => shop.domain,
    currencyCode: (shop: ShopState) => shop.currency,
    shopOwnerName: (shop: ShopState) => shop.ownerName,
    url: (shop: ShopState) => `https://${shop.domain}`,
    storefrontUrl: (shop: ShopState) => `https://${shop.domain}`,
    primaryDomain: (shop: ShopState) => ({
      id: `gid://shopify/Domain/${numericId(shop.id)}`,
      host: shop.domain,
      url: `https://${shop.domain}`,
      sslEnabled: true,
    }),
    domains: (shop: ShopState) => [
      {
        id: `gid://shopify/Domain/${numericId(shop.id)}`,
        host: shop.domain,
        url: `https://${shop.domain}`,
        sslEnabled: true,
      },
    ],
    plan: (shop: ShopState) => ({
      displayName: shop.planName,
      publicDisplayName: shop.planName,
      partnerDevelopment: shop.partnerDevelopment,
      shopifyPlus: shop.planName.includes("Plus"),
    }),
    billingAddress: (shop: ShopState) => shopAddress(shop),
    shopAddress: (shop: ShopState) => shopAddress(shop),
    timezoneAbbreviation: (shop: ShopState) => zone(shop).abbreviation,
    timezoneOffset: (shop: ShopState) => zone(shop).offset,
    timezoneOffsetMinutes: (shop: ShopState) => zone(shop).minutes,
    unitSystem: (shop: ShopState) =>
      shop.weightUnit === "POUNDS" || shop.weightUnit === "OUNCES"
        ? "IMPERIAL_SYSTEM"
        : "METRIC_SYSTEM",
    orderNumberFormatPrefix: (shop: ShopState) => shop.orderNamePrefix,
    orderNumberFormatSuffix: () => "",
    fulfillmentServices: (shop: ShopState) => [...shop.fulfillmentServices.values()],
    currencyFormats: (shop: ShopState) => ({
      moneyFormat: "{{amount}}",
      moneyInEmailsFormat: "{{amount}}",
      moneyWithCurrencyFormat: `{{amount}} ${shop.currency}`,
      moneyWithCurrencyInEmailsFormat: `{{amount}} ${shop.currency}`,
    }),
    setupRequired: () => false,
    checkoutApiSupported: () => true,
    taxShipping: () => false,
    transactionalSmsDisabled: () => false,
    description: () => null,
    updatedAt: (shop: ShopState) => shop.createdAt,
    customerAccounts: () => "OPTIONAL",
    customerAccountsV2: (shop: ShopState) => ({
      customerAccountsVersion: "NEW_CUSTOMER_ACCOUNTS",
      loginLinksVisibleOnStorefrontAndCheckout: true,
      loginRequiredAtCheckout: false,
      url: `https://${shop.domain}/account`,
    }),
    shipsToCountries: (shop: ShopState) => [shop.countryCode],
    resourceLimits: () => ({
      locationLimit: 200,
      maxProductOptions: 3,
      maxProductVariants: 2048,
      redirectLimitReached: false,
      skuResourceLimits: { available: true, quantityLimit: 50000, quantityUsed: 0 },
    }),
    features: () => ({
      branding: "SHOPIFY",
      storefront: true,
      internationalPriceOverrides: false,
      giftCards: true,
    }),
    countriesInShippingZones: (shop: ShopState) => ({
      countryCodes: [shop.countryCode],
      includeRestOfWorld: true,
    }),
  },
  AppInstallation: {
    ...metafieldFields,
    accessScopes: (_installation: AppInstallation, _args, context) =>
      [...context.scopes].map((handle) => ({ handle, description: handle.replaceAll("_", " ") })),
    activeSubscriptions: (_installation, _args, context) =>
      [...context.shop.appSubscriptions.values()]
        .filter((entry) => entry.status === "ACTIVE")
        .map((entry) => appSubscription(context, entry)),
    allSubscriptions: (_installation, args, context) =>
      connect(
        context,
        [...context.shop.appSubscriptions.values()].map((entry) => appSubscription(context, entry)),
        args,
      ),
    app: (installation: AppInstallation) => appOf(installation),
    launchUrl: (installation: AppInstallation, _args, context) =>
      `https://${context.shop.domain}/admin/apps/${installation.apiKey}`,
    uninstallUrl: (_installation, _args, context) =>
      `https://${context.shop.domain}/admin/apps/uninstall`,
    uninstallMessage: () => "",
    oneTimePurchases: (_installation, args, context) => connect(context, [], args),
    credits: (_installation, args, context) => connect(context, [], args),
    revenueAttributionRecords: (_installation, args, context) => connect(context, [], args),
    subscriptions: (_installation, _args, context) =>
      [...context.shop.appSubscriptions.values()].map((entry) => appSubscription(context, entry)),
    channel: () => null,
    publication: () => null,
  },
  WebhookSubscription: {
    legacyResourceId: (entry: WebhookSubscription) => numericId(entry.id),
    callbackUrl: (entry: WebhookSubscription) => entry.uri,
    endpoint: (entry: WebhookSubscription) =>
      entry.uri.startsWith("pubsub://")
        ? {
            __typename: "WebhookPubSubEndpoint",
            pubSubProject: entry.uri.slice(9).split(":")[0],
            pubSubTopic: entry.uri.split(":").pop(),
          }
        : entry.uri.startsWith("arn:")
          ? { __typename: "WebhookEventBridgeEndpoint", arn: entry.uri }
          : { __typename: "WebhookHttpEndpoint", callbackUrl: entry.uri },
    apiVersion: (entry: WebhookSubscription) => ({
      handle: entry.apiVersion,
      displayName: entry.apiVersion,
      supported: true,
    }),
    metafields: () => [],
  },
  BulkOperation: {
    objectCount: (entry: BulkOperation) => String(entry.objectCount),
    rootObjectCount: (entry: BulkOperation) => String(entry.rootObjectCount),
    fileSize: (entry: BulkOperation) => (entry.fileSize === null ? null : String(entry.fileSize)),
    url: (entry: BulkOperation, _args, context) => bulkResultUrl(context.shop, entry),
    partialDataUrl: () => null,
  },
};

export const appOf = (installation: AppInstallation) => ({
  id: installation.appId,
  title: installation.appTitle,
  apiKey: installation.apiKey,
  handle: installation.appTitle.toLowerCase(),
  embedded: true,
});

export function appSubscription(context: Context, entry: Loose) {
  return {
    ...entry,
    test: entry.test,
    lineItems: entry.lineItems.map((line: Loose) => ({
      id: line.id,
      plan: {
        pricingDetails: {
          __typename: "AppRecurringPricing",
          interval: line.interval,
          price: moneyV2(line.priceMinor, line.currency),
          discount: null,
          planHandle: null,
        },
      },
      usageRecords: (args: Loose) => connect(context, [], args),
    })),
  };
}

export function creditTransaction(
  account: StoreCreditAccount,
  entry: StoreCreditAccount["transactions"][number],
) {
  return {
    ...entry,
    __typename:
      entry.kind === "CREDIT"
        ? "StoreCreditAccountCreditTransaction"
        : "StoreCreditAccountDebitTransaction",
    account,
    amount: moneyV2(entry.amountMinor, account.currency),
    balanceAfterTransaction: moneyV2(entry.balanceAfterMinor, account.currency),
    remainingAmount: moneyV2(entry.remainingMinor, account.currency),
    event: entry.event,
    origin: null,
  };
}

function shopAddress(shop: ShopState) {
  const { address } = shop;
  const countryCode = address.countryCode ?? shop.countryCode;
  return {
    ...address,
    id: `gid://shopify/ShopAddress/${numericId(shop.id)}`,
    countryCodeV2: countryCode,
    countryCode,
    country: address.country ?? countryName(countryCode),
    province: address.province ?? provinceName(countryCode, address.provinceCode),
    coordinatesValidated: false,
    formatted: [address.address1, address.city, address.zip].filter(Boolean),
    formattedArea: [address.city, address.provinceCode].filter(Boolean).join(", ") || null,
    name: null,
  };
}

function zone(shop: ShopState) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: shop.ianaTimezone,
    timeZoneName: "longOffset",
  }).formatToParts(new Date());
  const text = parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(text);
  const minutes = match ? Number(`${match[1]}1`) * (Number(match[2]) * 60 + Number(match[3])) : 0;
  const short = new Intl.DateTimeFormat("en-US", {
    timeZone: shop.ianaTimezone,
    timeZoneName: "short",
  }).formatToParts(new Date());
  return {
    minutes,
    offset: match ? `${match[1]}${match[2]}${match[3]}` : "+0000",
    abbreviation: short.find((part) => part.type === "timeZoneName")?.value ?? "UTC",
  };
}
