import { useRevalidator } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import { useShopify, useToast } from "#app/ui/use-shopify.ts";

// Source: https://shopify.dev/docs/api/usage/access-scopes#orders-permissions
const SCOPE = "read_all_orders";

/** Orders older than 60 days need a permission of their own, which the merchant grants in Shopify. */
export function OlderOrdersCard({ hasAllOrders }: { hasAllOrders: boolean }) {
  const shopify = useShopify();
  const { revalidate } = useRevalidator();
  const toast = useToast();
  const [isAsking, setIsAsking] = useState(false);

  async function ask() {
    if (!shopify) return;
    setIsAsking(true);
    try {
      const { result } = await shopify.scopes.request([SCOPE]);
      toast(
        result === "granted-all"
          ? "Thank you. We're reading the older orders."
          : "Nothing was changed.",
      );
      revalidate();
    } catch (error) {
      console.warn(error);
      toast("Shopify did not open the request. Try again later.", { isError: true });
    } finally {
      setIsAsking(false);
    }
  }

  if (hasAllOrders)
    return (
      <Card>
        <Text as="p">Shopify shares all your orders with us, however old they are.</Text>
      </Card>
    );
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="p">
          Shopify shares orders of the last 60 days. With your permission we also read older ones;
          new orders keep arriving either way.
        </Text>
        <InlineStack>
          <Button onClick={() => void ask()} loading={isAsking} disabled={!shopify}>
            Ask Shopify for older orders
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
