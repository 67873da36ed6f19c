import { BlockStack, Card, Text } from "@shopify/polaris";
import { ROLE_WORDS, ROLES } from "#app/shops/people/roles.ts";

/** What each role may do; limits on money are set under Limits. */
export function RolesCard() {
  return (
    <Card>
      <BlockStack gap="300">
        {ROLES.map((role) => (
          <BlockStack key={role} gap="050">
            <Text as="h3" variant="bodyMd" fontWeight="semibold">
              {ROLE_WORDS[role].label}
            </Text>
            <Text as="p" tone="subdued">
              {ROLE_WORDS[role].can}
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
    </Card>
  );
}
