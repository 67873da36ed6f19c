/**
 * Fields of objects we hold that the sandbox has nothing to say about: their empty answers. Anything not named here or in a
 * resolver fails by its name.
 */
import { connect } from "#sandbox/graphql/connections.ts";
import type { Context, Loose } from "#sandbox/graphql/context.ts";

type Answer = Loose;
const empty = (context: Context, args: Loose) => connect(context, [], args);
const nulls = (names: string): Record<string, Answer> =>
  Object.fromEntries(names.split(" ").map((name) => [name, () => null]));
const lists = (names: string): Record<string, Answer> =>
  Object.fromEntries(names.split(" ").map((name) => [name, () => []]));
const pages = (names: string): Record<string, Answer> =>
  Object.fromEntries(names.split(" ").map((name) => [name, empty]));

export const NOT_MODELLED: Record<string, Record<string, Answer>> = {
  Order: {
    ...nulls(
      "attribution channel channelInformation clientIp customerJourney customerJourneySummary landingPageDisplayText landingPageUrl merchantOfRecordApp originalTotalAdditionalFeesSet originalTotalDutiesSet currentTotalAdditionalFeesSet currentTotalDutiesSet physicalLocation publication referralCode referrerDisplayText referrerUrl registeredSourceUrl retailLocation shopifyProtect staffMember",
    ),
    ...lists("additionalFees alerts"),
    ...pages("metafieldDefinitions"),
    hasTimelineComment: () => false,
    productNetwork: () => false,
    paymentCollectionDetails: () => ({
      additionalPaymentCollectionUrl: null,
      vaultedPaymentMethods: [],
    }),
  },
  LineItem: { ...nulls("contract lineItemGroup sellingPlan staffMember"), ...lists("duties") },
  OrderTransaction: {
    ...nulls(
      "currencyExchangeAdjustment device location paymentDetails paymentIcon paymentMethod settlementCurrency settlementCurrencyRate shopifyPaymentsSet user",
    ),
  },
  Refund: { ...nulls("staffMember") },
  Customer: {
    ...nulls("market multipassIdentifier"),
    taxSettings: () => ({ taxId: null }),
    ...lists("companyContactProfiles identityProviderSubjects"),
    ...pages("paymentMethods subscriptionContracts metafieldDefinitions"),
    hasTimelineComment: () => false,
  },
  Product: {
    ...nulls(
      "availablePublicationsCount combinedListing combinedListingRole compareAtPriceRange customProductType feedback giftCardSettings giftCardTemplateSuffix mediaCount productCategory productComponentsCount resourcePublicationOnCurrentPublication resourcePublicationsCount restrictedForResource sellingPlanGroupsCount standardizedProductType templateSuffix",
    ),
    ...lists("bundleConsolidatedOptions translations"),
    ...pages(
      "bundleComponents collections events media metafieldDefinitions productComponents productParents productPublications publications resourcePublications resourcePublicationsV2 sellingPlanGroups unpublishedChannels unpublishedPublications",
    ),
    hasVariantsThatRequiresComponents: () => false,
    inCollection: () => false,
    publicationCount: () => 1,
    publishedInContext: () => true,
    publishedOnChannel: () => true,
    publishedOnCurrentChannel: () => true,
    publishedOnCurrentPublication: () => true,
    publishedOnPublication: () => true,
    requiresSellingPlan: () => false,
    sellingPlanGroupCount: () => 0,
    storefrontId: () => "",
  },
  ProductVariant: {
    ...nulls(
      "availablePublicationsCount deliveryProfile resourcePublicationsCount sellingPlanGroupsCount unitPrice unitPriceMeasurement",
    ),
    ...lists("translations"),
    ...pages(
      "events media metafieldDefinitions presentmentPrices productParents productVariantComponents resourcePublications resourcePublicationsV2 sellingPlanGroups unpublishedChannels unpublishedPublications",
    ),
    publicationCount: () => 1,
    publishedOnCurrentChannel: () => true,
    publishedOnCurrentPublication: () => true,
    sellingPlanGroupCount: () => 0,
    showUnitPrice: () => false,
    storefrontId: () => "",
  },
  Image: {
    ...nulls("altText height id metafield thumbhash width"),
    ...lists("translations"),
    ...pages("metafields"),
  },
  ProductOption: { ...nulls("linkedMetafield"), ...lists("translations") },
  BusinessEntity: { ...nulls("legalEntityId shopifyPaymentsAccount") },
  Location: { ...pages("metafieldDefinitions") },
  Shop: {
    ...lists(
      "alerts allProductCategories allProductCategoriesList navigationSettings shopPolicies translations channelDefinitionsForInstalledChannels",
    ),
    ...pages(
      "availableChannelApps channels staffMembers storefrontAccessTokens currencySettings metafieldDefinitions",
    ),
    ...nulls("merchantApprovalSignals"),
    marketingSmsConsentEnabledAtCheckout: () => false,
    publicationCount: () => 1,
    analyticsToken: () => "",
    richTextEditorUrl: () => "https://shopify.example/editor",
  },
  App: {
    ...nulls(
      "appStoreAppUrl appStoreDeveloperUrl description developerName developerUrl installation installUrl launchUrl previouslyInstalled pricingDetails pricingDetailsSummary privacyPolicyUrl publicCategory uninstallMessage",
    ),
    ...lists(
      "availableAccessScopes failedRequirements features feedback optionalAccessScopes requestedAccessScopes screenshots navigationItems",
    ),
  },
  QueryRoot: {
    ...pages(
      "collections giftCards publications markets companies segments metaobjects deliveryProfiles events discountNodes",
    ),
  },
};
