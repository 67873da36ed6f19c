import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useAskScope } from "#app/ui/use-ask-scope.ts";

// Source: https://shopify.dev/docs/api/usage/access-scopes#orders-permissions
const SCOPE = "read_all_orders";

/** Orders older than 60 days need a permission of their own, which the merchant grants in Shopify. */
export function OlderOrdersCard({ hasAllOrders }: { hasAllOrders: boolean }) {
  const { ask, isAsking } = useAskScope(SCOPE, "Thank you. We're reading the older orders.");
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
          <Button onClick={() => ask?.()} loading={isAsking} disabled={ask === null}>
            Ask Shopify for older orders
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
