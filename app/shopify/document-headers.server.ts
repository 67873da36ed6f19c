/** Which admin may frame a document, and the App Bridge preload. */
import type { Shopify } from "./app.server.ts";

// The library has read it from the URL and checked it; beside it, it names the hosts of Shopify's own developers.
const FRAMING_SHOP = /^frame-ancestors (https:\/\/\S+\.myshopify\.com) /;

/** Adds `frame-ancestors` of the shop named in the URL; a document without a valid shop is framed by nobody. */
export function addDocumentHeaders(
  { shopify }: { shopify: Pick<Shopify, "addDocumentResponseHeaders"> },
  request: Request,
  headers: Headers,
): void {
  shopify.addDocumentResponseHeaders(request, headers);
  const shop = FRAMING_SHOP.exec(headers.get("Content-Security-Policy") ?? "")?.[1];
  const ancestors = shop ? `${shop} https://admin.shopify.com` : "'none'";
  headers.set("Content-Security-Policy", `frame-ancestors ${ancestors};`);
  headers.set("X-Content-Type-Options", "nosniff");
  // The URL carries the session token of a first load; it must not travel to other sites.
  headers.set("Referrer-Policy", "same-origin");
}
