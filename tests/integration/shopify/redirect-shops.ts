/** Points a process at a stand-in for Shopify: what the sandbox's register.mjs does for a whole program. */
import { Agent, setGlobalDispatcher } from "undici";

/** Sends this process's calls for `https://*.myshopify.com` to `url`; the shop goes along in a header. */
export function redirectShopsTo(url: string, { asHost = false } = {}): void {
  const origin = new URL(url).origin;
  setGlobalDispatcher(
    new Agent().compose((dispatch) => (options, handler) => {
      const shop = new URL(String(options.origin)).hostname;
      if (!shop.endsWith(".myshopify.com")) return dispatch(options, handler);
      const shopHeader = asHost ? "host" : "x-test-shop";
      const headers = { ...Object.fromEntries(pairsOf(options.headers)), [shopHeader]: shop };
      return dispatch({ ...options, origin, headers }, handler);
    }),
  );
}

function pairsOf(headers: unknown): [string, string][] {
  if (!headers) return [];
  if (Array.isArray(headers) && !Array.isArray(headers[0]))
    return headers.flatMap((name: string, index) =>
      index % 2 === 0 ? [[name, String(headers[index + 1])] as [string, string]] : [],
    );
  const entries =
    Symbol.iterator in Object(headers)
      ? [...(headers as Iterable<[string, string]>)]
      : Object.entries(headers as object);
  return entries.map(([name, value]) => [name, String(value)]);
}
