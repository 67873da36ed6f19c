/** A summary of the sandbox for people and tests: counts and settings, no customer's name or address. */
import { ACT_NAMES } from "./acts/run-act.ts";
import { FAULT_KINDS } from "./fault-state.ts";
import { APP_ID, type Sandbox } from "./sandbox-context.ts";
import type { ShopState } from "#sandbox/store/types.ts";

export function describeState(sandbox: Sandbox): object {
  const { auth, deliveries, mail, world } = sandbox.state;
  return {
    urls: sandbox.urls,
    app: {
      handle: sandbox.app.handle,
      scopes: sandbox.app.scopes,
      topics: sandbox.app.subscriptions.map(({ topic, uri }) => ({ topic, uri })),
    },
    clock: world.clock,
    tokenCalls: auth.counters,
    tokens: {
      live: countTokens(sandbox, false),
      revoked: countTokens(sandbox, true),
      offlineLifetimeSeconds: auth.offlineLifetimeSeconds,
    },
    webhooks: {
      waiting: deliveries.waiting.size,
      delivered: countDeliveries(sandbox, "delivered"),
      failed: countDeliveries(sandbox, "failed"),
      dropped: countDeliveries(sandbox, "dropped"),
      later: deliveries.later,
    },
    mails: mail.mails.length,
    faults: sandbox.faults.active,
    shops: [...world.shops.values()].map(describeShop),
    actions: ACT_NAMES,
    faultKinds: FAULT_KINDS,
  };
}

function describeShop(shop: ShopState): object {
  const installation = shop.installations.get(APP_ID);
  return {
    domain: shop.domain,
    name: shop.name,
    installedAt: installation?.installedAt ?? null,
    uninstalledAt: installation?.uninstalledAt ?? null,
    scopes: installation?.scopes ?? [],
    orders: shop.orders.size,
    customers: shop.customers.size,
    products: shop.products.size,
    variants: shop.variants.size,
    locations: shop.locations.size,
    fulfillmentOrders: shop.fulfillmentOrders.size,
    fulfillments: shop.fulfillments.size,
    returns: shop.returns.size,
    refunds: shop.refunds.size,
    disputes: shop.disputes.size,
    bulkOperations: shop.bulkOperations.size,
    webhookSubscriptions: shop.webhookSubscriptions.size,
    restoreRate: shop.restoreRate,
    withholdPersonalData: shop.withholdPersonalData,
  };
}

function countTokens({ state }: Sandbox, isRevoked: boolean): number {
  return [...state.auth.accessTokens.values()].filter((token) => token.isRevoked === isRevoked)
    .length;
}

function countDeliveries({ state }: Sandbox, wanted: string): number {
  return state.deliveries.done.filter((delivery) => delivery.state === wanted).length;
}
