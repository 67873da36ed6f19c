/**
 * Where Shopify serves App Bridge; the script must come from here to pass review.
 * Source: https://shopify.dev/docs/api/app-bridge-library
 */
export const APP_BRIDGE_URL = "https://cdn.shopify.com/shopifycloud/app-bridge.js";
