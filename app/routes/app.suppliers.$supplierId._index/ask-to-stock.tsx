import { Banner } from "@shopify/polaris";
import { useAskScope } from "#app/ui/use-ask-scope.ts";

// Source: https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventoryActivate
const SCOPE = "write_inventory";

/** Stocking a product needs a permission of its own, which the merchant grants in Shopify. */
export function AskToStock({ isLocked }: { isLocked: boolean }) {
  const { ask, isAsking } = useAskScope(SCOPE, "Thank you.");
  return (
    <Banner
      tone="warning"
      action={{
        content: "Ask Shopify",
        onAction: () => ask?.(),
        loading: isAsking,
        disabled: isLocked || ask === null,
      }}
    >
      Shopify has not allowed Aftercare to stock products. Until it does, what is not stocked at the
      location stays where it is.
    </Banner>
  );
}
