/** Actions on the app's place in the shop: install, scopes, tokens, privacy requests, the shop itself. */
import { installOnShop, uninstallFromShop, updateScopes } from "#sandbox/auth/install-app.ts";
import { grantedScopes } from "#sandbox/auth/issue-token.ts";
import { OFFLINE_LIFETIME_SECONDS, revokeTokens } from "#sandbox/auth/auth-state.ts";
import { emit } from "#sandbox/store/events.ts";
import type { Customer, ShopState } from "#sandbox/store/types.ts";
import { ActRefused, numberField, textField, type Act, type ActInput } from "./act-types.ts";

export const APP_ACTS = {
  install: ({ sandbox, shop }) => {
    const { scopes } = installOnShop(sandbox, shop);
    return { message: `${sandbox.app.name} is installed`, scopes };
  },
  uninstall: ({ sandbox, shop }) => {
    const isDone = uninstallFromShop(sandbox, shop);
    return {
      message: isDone ? `${sandbox.app.name} was uninstalled` : "The app was not installed",
    };
  },
  update_scopes: ({ sandbox, shop, fields }) => {
    const scopes = Array.isArray(fields["scopes"]) ? fields["scopes"].map(String) : [];
    const isChanged = updateScopes(sandbox, shop, scopes);
    return { message: isChanged ? "The scopes were changed" : "Nothing changed", scopes };
  },
  revoke_tokens: ({ sandbox, shop }) => {
    const revoked = revokeTokens(sandbox.state.auth, shop.domain);
    return { message: `${revoked} tokens were revoked`, revoked };
  },
  expire_tokens: ({ sandbox, shop }) => {
    // As if an hour had passed: access tokens lapse, refresh tokens live on.
    const tokens = [...sandbox.state.auth.accessTokens.values()].filter(
      (token) => token.shopDomain === shop.domain && token.expiresAtMs !== null,
    );
    for (const token of tokens) token.expiresAtMs = Date.now() - 1;
    return { message: `${tokens.length} access tokens expired`, expired: tokens.length };
  },
  set_token_lifetime: ({ sandbox, fields }) => {
    const seconds = numberField(fields, "seconds") ?? OFFLINE_LIFETIME_SECONDS;
    sandbox.state.auth.offlineLifetimeSeconds = seconds;
    return { message: `New offline tokens live ${seconds} seconds`, seconds };
  },
  withhold_personal_data: ({ shop, fields }) => {
    const value = fields["value"] !== false;
    const only = Array.isArray(fields["fields"]) ? fields["fields"].map(String) : PERSONAL_FIELDS;
    for (const field of PERSONAL_FIELDS) {
      if (only.includes(field)) shop.withholdPersonalData[field] = value;
    }
    return {
      message: value ? "Personal data is withheld from the app" : "The app sees personal data",
      withholdPersonalData: shop.withholdPersonalData,
    };
  },
  set_restore_rate: ({ shop, fields }) => {
    const rate = numberField(fields, "rate") ?? 100;
    if (rate <= 0) throw new ActRefused("rate is a positive number of points a second");
    shop.restoreRate = rate;
    shop.buckets.clear();
    return { message: `The bucket restores ${rate} points a second`, rate };
  },
  update_shop: ({ sandbox, shop, fields }) => {
    const name = textField(fields, "shopName");
    const zone = textField(fields, "ianaTimezone");
    if (name) shop.name = name;
    if (zone) shop.ianaTimezone = zone;
    emit(sandbox.state.world, shop, { topic: "shop/update", id: shop.id });
    return { message: "The shop was changed" };
  },
  customer_data_request: (input) => requestPrivacy(input, "customers/data_request"),
  customer_redact: (input) => requestPrivacy(input, "customers/redact"),
  shop_redact: ({ sandbox, shop }) => {
    emit(sandbox.state.world, shop, { topic: "shop/redact", id: shop.id });
    return { message: "shop/redact was sent" };
  },
  granted_scopes: ({ shop }) => ({ message: "Granted scopes", scopes: grantedScopes(shop) }),
} satisfies Record<string, Act>;

const PERSONAL_FIELDS = ["name", "email", "phone", "address"] as const;

/** `customers/data_request` and `customers/redact` for one customer, by `customerId`, `email`, or the newest order's. */
function requestPrivacy({ sandbox, shop, fields }: ActInput, topic: string) {
  const customer = getCustomer(shop, fields);
  const orderIds = [...shop.orders.values()]
    .filter(({ customerId }) => customerId === customer.id)
    .map(({ id }) => id);
  emit(sandbox.state.world, shop, { topic, id: customer.id, facts: { orderIds } });
  return { message: `${topic} was sent`, customerId: customer.id, orderIds };
}

function getCustomer(shop: ShopState, fields: Record<string, unknown>): Customer {
  const wanted = textField(fields, "customerId") ?? textField(fields, "email");
  const newestOrder = [...shop.orders.values()].filter(({ customerId }) => customerId).at(-1);
  const customer = [...shop.customers.values()].find(({ id, email }) =>
    wanted === null ? id === newestOrder?.customerId : id === wanted || email === wanted,
  );
  if (!customer) throw new ActRefused("there is no such customer");
  return customer;
}
