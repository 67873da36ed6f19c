/** The one Admin API version the app speaks. A test compares it with shopify.app.toml and the schema file. */
export const API_VERSION = "2026-07";
