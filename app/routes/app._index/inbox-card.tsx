import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { countOf } from "#app/ui/describe-age.ts";

/** Whoever has waited for a day is told here until somebody answers. */
export function InboxCard({ lateCount }: { lateCount: number }) {
  if (lateCount === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {`${countOf(lateCount, "conversation")} unanswered for 24 hours`}
        </Text>
        <Text as="p" tone="subdued">
          Somebody wrote and waits for your answer.
        </Text>
        <InlineStack>
          <Button url="/app/inbox?filter=unanswered">Open the inbox</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
