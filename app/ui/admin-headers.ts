/**
 * Response headers of a page inside the admin: those of a thrown answer (App Bridge reads them) win over the rest.
 * The data of a merchant is never kept by a cache on the way.
 */
import type { HeadersFunction } from "@remix-run/node";

export const adminHeaders: HeadersFunction = ({
  parentHeaders,
  loaderHeaders,
  actionHeaders,
  errorHeaders,
}) => {
  const sources = errorHeaders ? [errorHeaders] : [parentHeaders, loaderHeaders, actionHeaders];
  const headers = new Headers({ "Cache-Control": "no-store" });
  for (const source of sources) source.forEach((value, name) => headers.set(name, value));
  return headers;
};
