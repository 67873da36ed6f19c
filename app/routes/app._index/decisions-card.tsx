import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { EXCEPTION_FLAGS, type ExceptionThresholds } from "#app/orders/exception-flags.ts";
import { COUNT_LIMIT, type FlagCounts } from "#app/orders/views.ts";
import { countOf, groupDigits } from "#app/ui/describe-age.ts";
import { FLAG_WORDS } from "#app/ui/flag-words.ts";
import { meaningOf } from "#app/routes/app.orders._index/flag-legend.tsx";

type DecisionsCardProps = {
  counts: FlagCounts;
  thresholds: ExceptionThresholds;
  isImporting: boolean;
};

/** What needs a person now. Each number opens exactly that many orders. */
export function DecisionsCard({ counts, thresholds, isImporting }: DecisionsCardProps) {
  const open = EXCEPTION_FLAGS.filter((flag) => counts[flag] > 0);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Needs a decision now
          </Text>
          {counts.total > 0 ? (
            <Button url="/app/orders" variant="primary">
              {`Review ${describeCount(counts.total)}`}
            </Button>
          ) : null}
        </InlineStack>
        {open.length === 0 ? (
          <Text as="p" tone="subdued">
            {isImporting
              ? "Nothing so far. We're still reading your orders."
              : "Nothing is stuck. No order is late, lost or on its way back."}
          </Text>
        ) : null}
        {open.map((flag) => (
          <InlineStack key={flag} align="space-between" blockAlign="center" gap="200" wrap={false}>
            <BlockStack gap="050">
              <InlineStack gap="200" blockAlign="center">
                <Badge tone={FLAG_WORDS[flag].tone}>{FLAG_WORDS[flag].label}</Badge>
              </InlineStack>
              <Text as="p" tone="subdued">
                {meaningOf(flag, thresholds)}
              </Text>
            </BlockStack>
            <span className="ac-nowrap">
              <Button
                url={`/app/orders?flag=${flag}`}
                variant="plain"
                accessibilityLabel={`${describeCount(counts[flag])}: ${FLAG_WORDS[flag].label}`}
              >
                {describeCount(counts[flag])}
              </Button>
            </span>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}

function describeCount(amount: number) {
  return amount >= COUNT_LIMIT ? `${groupDigits(COUNT_LIMIT)}+ orders` : countOf(amount, "order");
}
