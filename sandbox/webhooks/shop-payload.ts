/** The shop object, as `shop/update` and `app/uninstalled` send it. It carries no `admin_graphql_api_id`. */
import type { ShopState } from "#sandbox/store/types.ts";
import { idNumber, idNumberOrNull, timestamp, type Payload } from "./payload-values.ts";

/** Plan name → what the Admin API calls it. */
const PLAN_CODES: Record<string, string> = {
  Basic: "basic",
  Grow: "professional",
  Shopify: "professional",
  Advanced: "unlimited",
  "Shopify Plus": "shopify_plus",
};

export function shopPayload(shop: ShopState): Payload {
  const { address } = shop;
  const format = moneyFormat(shop);
  return {
    id: idNumber(shop.id),
    name: shop.name,
    email: shop.email,
    domain: shop.domain,
    province: address.province,
    country: shop.countryCode,
    address1: address.address1,
    zip: address.zip,
    city: address.city,
    source: null,
    phone: address.phone,
    latitude: address.latitude,
    longitude: address.longitude,
    primary_locale: shop.primaryLocale,
    address2: address.address2,
    created_at: timestamp(shop, shop.createdAt),
    updated_at: timestamp(shop, shop.createdAt),
    country_code: shop.countryCode,
    country_name:
      address.country ?? new Intl.DisplayNames("en", { type: "region" }).of(shop.countryCode),
    currency: shop.currency,
    customer_email: shop.contactEmail,
    timezone: zoneName(shop),
    iana_timezone: shop.ianaTimezone,
    shop_owner: shop.ownerName,
    ...format,
    weight_unit: { KILOGRAMS: "kg", GRAMS: "g", POUNDS: "lb", OUNCES: "oz" }[shop.weightUnit],
    province_code: address.provinceCode,
    taxes_included: shop.taxesIncluded,
    auto_configure_tax_inclusivity: null,
    tax_shipping: null,
    county_taxes: true,
    plan_display_name: shop.planName,
    plan_name: shop.partnerDevelopment ? "partner_test" : (PLAN_CODES[shop.planName] ?? "basic"),
    has_discounts: true,
    has_gift_cards: true,
    myshopify_domain: shop.domain,
    google_apps_domain: null,
    google_apps_login_enabled: null,
    money_in_emails_format: format.money_format,
    money_with_currency_in_emails_format: format.money_with_currency_format,
    eligible_for_payments: true,
    requires_extra_payments_agreement: false,
    password_enabled: false,
    has_storefront: true,
    finances: true,
    primary_location_id: idNumberOrNull(primaryLocationId(shop)),
    checkout_api_supported: true,
    multi_location_enabled: shop.locations.size > 1,
    setup_required: false,
    pre_launch_enabled: false,
    enabled_presentment_currencies: shop.enabledPresentmentCurrencies,
    marketing_sms_consent_enabled_at_checkout: false,
    transactional_sms_disabled: false,
  };
}

function primaryLocationId(shop: ShopState): string | null {
  const locations = [...shop.locations.values()];
  return (locations.find(({ isPrimary }) => isPrimary) ?? locations[0])?.id ?? null;
}

/** `${{amount}}` and `${{amount}} USD`; currencies without minor units have their own placeholder. */
function moneyFormat(shop: ShopState) {
  const parts = new Intl.NumberFormat("en", { style: "currency", currency: shop.currency });
  const symbol = parts.formatToParts(0).find(({ type }) => type === "currency")?.value ?? "";
  const isWhole = parts.resolvedOptions().maximumFractionDigits === 0;
  const money = `${symbol}{{${isWhole ? "amount_no_decimals" : "amount"}}}`;
  return { money_format: money, money_with_currency_format: `${money} ${shop.currency}` };
}

/** `(GMT-05:00) America/New_York`: the standard offset, then a name. */
function zoneName(shop: ShopState): string {
  const january = timestamp(shop, "2026-01-15T12:00:00Z").slice(-6);
  const city = shop.ianaTimezone.split("/").at(-1)?.replaceAll("_", " ") ?? shop.ianaTimezone;
  return `(GMT${january}) ${city}`;
}
