import { useRevalidator } from "@remix-run/react";
import { Banner } from "@shopify/polaris";
import { useState } from "react";
import { useShopify, useToast } from "#app/ui/use-shopify.ts";

// Source: https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventoryActivate
const SCOPE = "write_inventory";

/** Stocking a product needs a permission of its own, which the merchant grants in Shopify. */
export function AskToStock({ isLocked }: { isLocked: boolean }) {
  const shopify = useShopify();
  const { revalidate } = useRevalidator();
  const toast = useToast();
  const [isAsking, setIsAsking] = useState(false);

  async function ask() {
    if (!shopify) return;
    setIsAsking(true);
    try {
      const { result } = await shopify.scopes.request([SCOPE]);
      toast(result === "granted-all" ? "Thank you." : "Nothing was changed.");
      revalidate();
    } catch (error) {
      console.warn(error);
      toast("Shopify did not open the request. Try again later.", { isError: true });
    } finally {
      setIsAsking(false);
    }
  }

  return (
    <Banner
      tone="warning"
      action={{
        content: "Ask Shopify",
        onAction: () => void ask(),
        loading: isAsking,
        disabled: isLocked || !shopify,
      }}
    >
      Shopify has not allowed Aftercare to stock products. Until it does, what is not stocked at the
      location stays where it is.
    </Banner>
  );
}
