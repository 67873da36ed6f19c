/** The one door to the App Bridge global. It is missing on the server, before the script ran, and when a browser blocks it. */
import type { ShopifyGlobal } from "@shopify/app-bridge-react";
import { useCallback, useEffect, useState } from "react";

/** App Bridge, or null. For event handlers and effects; while rendering, `useShopify` keeps server and browser alike. */
export function findShopify(): ShopifyGlobal | null {
  return typeof window !== "undefined" && "shopify" in window ? window.shopify : null;
}

/** App Bridge, or null until the page is alive and for good where the script is blocked. */
export function useShopify(): ShopifyGlobal | null {
  const [shopify, setShopify] = useState<ShopifyGlobal | null>(null);
  useEffect(() => setShopify(() => findShopify()), []);
  return shopify;
}

/** Whether the page is alive and App Bridge is not there. */
export function useIsShopifyMissing(): boolean {
  const [isMissing, setIsMissing] = useState(false);
  useEffect(() => setIsMissing(findShopify() === null), []);
  return isMissing;
}

/** Says a short sentence in the admin's own toast; silent where there is no admin around us. */
export function useToast(): (message: string, options?: { isError?: boolean }) => void {
  return useCallback((message, options) => {
    findShopify()?.toast.show(message, options);
  }, []);
}
