/**
 * `fetch` for calls to the app's own origin: adds a fresh session token, repeats a call once when the app asks for it,
 * and follows the app's wish to leave the frame. Other calls pass untouched.
 */
import type { Channel } from "./channel.ts";

const RETRY_HEADER = "X-Shopify-Retry-Invalid-Session-Request";
const REAUTHORIZE_HEADER = "X-Shopify-API-Request-Failure-Reauthorize-Url";

export function patchFetch(channel: Channel, idToken: () => Promise<string>): void {
  const nativeFetch = window.fetch.bind(window);

  window.fetch = async (input, init) => {
    if (!channel.isEmbedded || !needsToken(input, init)) return nativeFetch(input, init);
    const request = new Request(input, init);
    const spare = request.clone();
    let response = await nativeFetch(authorize(request, await idToken()));
    if (response.headers.get(RETRY_HEADER) === "1") {
      response = await nativeFetch(authorize(spare, await idToken()));
    }
    const elsewhere = response.headers.get(REAUTHORIZE_HEADER);
    if (elsewhere) window.open(new URL(elsewhere, location.href).href, "_top");
    return response;
  };
}

function needsToken(input: RequestInfo | URL, init: RequestInit | undefined): boolean {
  const isRequest = input instanceof Request;
  const url = new URL(isRequest ? input.url : String(input), window.location.href);
  if (url.origin !== window.location.origin) return false;
  const headers = new Headers(init?.headers ?? (isRequest ? input.headers : undefined));
  return !headers.has("Authorization");
}

function authorize(request: Request, token: string): Request {
  const headers = new Headers(request.headers);
  headers.set("Authorization", `Bearer ${token}`);
  headers.set("X-Requested-With", "XMLHttpRequest");
  return new Request(request, { headers });
}
