import { useRevalidator } from "@remix-run/react";
import { useState } from "react";
import { useShopify, useToast } from "./use-shopify.ts";

/**
 * Asks the merchant, in Shopify's own window, for a permission the app can do without. `ask` is null until App Bridge is there;
 * the page is read again once the merchant has answered.
 */
export function useAskScope(scope: string, thanks: string) {
  const shopify = useShopify();
  const { revalidate } = useRevalidator();
  const toast = useToast();
  const [isAsking, setIsAsking] = useState(false);

  async function ask(bridge: NonNullable<typeof shopify>) {
    setIsAsking(true);
    try {
      const { result } = await bridge.scopes.request([scope]);
      toast(result === "granted-all" ? thanks : "Nothing was changed.");
      revalidate();
    } catch (error) {
      console.warn(error);
      toast("Shopify did not open the request. Try again later.", { isError: true });
    } finally {
      setIsAsking(false);
    }
  }

  return { ask: shopify ? () => void ask(shopify) : null, isAsking };
}
