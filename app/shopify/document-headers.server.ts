/** Which admin may frame a document, and the App Bridge preload. */
import type { Shopify } from "./app.server.ts";

/** Adds `frame-ancestors` of the shop named in the URL; a document without a valid shop is framed by nobody. */
export function addDocumentHeaders(
  { shopify }: { shopify: Pick<Shopify, "addDocumentResponseHeaders"> },
  request: Request,
  headers: Headers,
): void {
  shopify.addDocumentResponseHeaders(request, headers);
  if (!headers.has("Content-Security-Policy"))
    headers.set("Content-Security-Policy", "frame-ancestors 'none';");
  headers.set("X-Content-Type-Options", "nosniff");
  // The URL carries the session token of a first load; it must not travel to other sites.
  headers.set("Referrer-Policy", "same-origin");
}
