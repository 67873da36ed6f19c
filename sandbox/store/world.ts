/** Makes worlds and shops. A world is everything the local Shopify knows; a shop is one store in it. */
import { now } from "./clock.ts";
import { newGid } from "./ids.ts";
import { RETURN_REASONS } from "./return-reasons.ts";
import type { Address, AppInstallation, ShopState, World } from "./types.ts";

export type WorldOptions = { seed?: number };
export type ShopOptions = {
  domain: string;
  name?: string;
  email?: string;
  ownerName?: string;
  currency?: string;
  ianaTimezone?: string;
  countryCode?: string;
  primaryLocale?: string;
  planName?: string;
  /** Points a second: 100, 200, 1000 or 2000 (default: the largest plan, so that tools may hurry). */
  restoreRate?: number;
  address?: Partial<Address>;
  firstOrderNumber?: number;
};

export function createWorld(options: WorldOptions = {}): World {
  return {
    clock: { offsetMs: 0, frozenAtMs: null },
    shops: new Map(),
    onEvent: null,
    schedule: (delayMs, task) => void setTimeout(task, delayMs).unref(),
    actionEventId: null,
    seed: options.seed ?? 1,
  };
}

/** Adds an empty shop: no locations, products or orders. */
export function createShop(world: World, options: ShopOptions): ShopState {
  const currency = options.currency ?? "USD";
  const email = options.email ?? `hello@${options.domain.replace(".myshopify.com", "")}.example`;
  const shop: ShopState = {
    domain: options.domain,
    id: `gid://shopify/Shop/${68_000_000_001 + world.shops.size}`,
    name: options.name ?? options.domain.split(".")[0] ?? options.domain,
    email,
    contactEmail: email,
    ownerName: options.ownerName ?? "Shop Owner",
    currency,
    ianaTimezone: options.ianaTimezone ?? "America/New_York",
    countryCode: options.countryCode ?? "US",
    planName: options.planName ?? "Basic",
    partnerDevelopment: true,
    primaryLocale: options.primaryLocale ?? "en",
    weightUnit: "KILOGRAMS",
    taxesIncluded: false,
    enabledPresentmentCurrencies: [currency],
    address: emptyAddress(options.address),
    createdAt: now(world),
    orderNamePrefix: "#",
    nextOrderNumber: options.firstOrderNumber ?? 1001,
    nextDraftNumber: 1,
    nextIds: {},
    ...emptyTables(),
    withholdPersonalData: { name: false, email: false, phone: false, address: false },
    restoreRate: options.restoreRate ?? 2000,
  };
  for (const reason of RETURN_REASONS) shop.returnReasonDefinitions.set(reason.id, { ...reason });
  world.shops.set(shop.domain, shop);
  return shop;
}

export type InstallOptions = {
  apiKey: string;
  appId?: string;
  appTitle?: string;
  scopes: string[];
  tokens?: string[];
};

/** Installs an app, or installs it again with new scopes; its tokens work at once. */
export function installApp(world: World, shop: ShopState, options: InstallOptions) {
  const appId = options.appId ?? `gid://shopify/App/${290_000_001}`;
  const installation: AppInstallation = {
    id: newGid(shop, "AppInstallation"),
    appId,
    appTitle: options.appTitle ?? "Aftercare",
    apiKey: options.apiKey,
    scopes: options.scopes,
    tokens: new Map(
      (options.tokens ?? []).map((token) => [
        token,
        { expiresAt: null, scopes: null, revoked: false, userId: null },
      ]),
    ),
    installedAt: now(world),
    uninstalledAt: null,
  };
  shop.installations.set(appId, installation);
  return installation;
}

export function emptyAddress(part: Partial<Address> = {}): Address {
  return {
    firstName: null,
    lastName: null,
    company: null,
    address1: null,
    address2: null,
    city: null,
    province: null,
    provinceCode: null,
    country: null,
    countryCode: null,
    zip: null,
    phone: null,
    latitude: null,
    longitude: null,
    ...part,
  };
}

/** A store kept by an earlier version of the sandbox gets what has been added since. */
export function completeShop(shop: ShopState): void {
  const known = shop as Partial<ShopState>;
  Object.assign(shop, { ...emptyTables(), nextDraftNumber: 1, ...known });
}

function emptyTables() {
  return {
    orders: new Map(),
    lineItemOrder: new Map(),
    fulfillmentOrders: new Map(),
    fulfillments: new Map(),
    refunds: new Map(),
    returns: new Map(),
    reverseFulfillmentOrders: new Map(),
    reverseDeliveries: new Map(),
    disputes: new Map(),
    customers: new Map(),
    storeCreditAccounts: new Map(),
    products: new Map(),
    variants: new Map(),
    inventoryItems: new Map(),
    inventoryLevels: new Map(),
    locations: new Map(),
    fulfillmentServices: new Map(),
    metafields: new Map(),
    bulkOperations: new Map(),
    jobs: new Map(),
    calculatedOrders: new Map(),
    draftOrders: new Map(),
    paymentTerms: new Map(),
    webhookSubscriptions: new Map(),
    returnReasonDefinitions: new Map(),
    stagedUploads: new Map(),
    appSubscriptions: new Map(),
    idempotency: new Map(),
    installations: new Map(),
    buckets: new Map(),
  } satisfies Partial<ShopState>;
}
