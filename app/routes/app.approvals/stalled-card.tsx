import { BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { StalledActs } from "#app/rails/list-asked.server.ts";
import { countOf, groupDigits } from "#app/ui/describe-age.ts";
import { ActText } from "./act-text.tsx";

/** What the machine gave up. There is no button: only the order itself tells what is left to do. */
export function StalledCard({ stalled: { count, acts } }: { stalled: StalledActs }) {
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Stopped: look at the order
          </Text>
          <Text as="span">{countOf(count, "action")}</Text>
        </InlineStack>
        <Text as="p">
          Aftercare does not go on with these by itself. Open the order in Shopify, see whether it
          happened, and do it there if it is still wanted.
        </Text>
        {acts.map((act) => (
          <ActText key={act.intentId} act={act} since="Decided" />
        ))}
        {count > acts.length ? (
          <Text as="p" tone="subdued">
            {`And ${groupDigits(count - acts.length)} more.`}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}
