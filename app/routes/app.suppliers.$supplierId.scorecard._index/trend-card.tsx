import { BlockStack, Box, Button, Card, Collapsible, InlineStack, Text } from "@shopify/polaris";
import { lazy, Suspense, useEffect, useState } from "react";
import type { TrendWeek } from "#app/dropship/scorecard/assess-trend.ts";
import { TrendTable } from "./trend-table.tsx";

// The chart's library is large and draws only in a browser.
const TrendChart = lazy(() => import("./trend-chart.tsx").catch(() => ({ default: NoChart })));

type TrendProps = { trend: readonly TrendWeek[] };

export function TrendCard({ trend }: TrendProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [isInBrowser, setIsInBrowser] = useState(false);
  useEffect(() => setIsInBrowser(true), []);
  if (trend.length === 0) return null;
  const room = <Box minHeight="240px" />;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" wrap>
          <Text as="h2" variant="headingMd">
            Shipped on time, by week
          </Text>
          <Button
            variant="plain"
            ariaExpanded={isOpen}
            ariaControls="trend-table"
            onClick={() => setIsOpen(!isOpen)}
          >
            {isOpen ? "Hide the table" : "Show as a table"}
          </Button>
        </InlineStack>
        <div aria-hidden="true">
          {isInBrowser ? (
            <Suspense fallback={room}>
              <TrendChart trend={trend} />
            </Suspense>
          ) : (
            room
          )}
        </div>
        <Collapsible id="trend-table" open={isOpen}>
          <TrendTable trend={trend} />
        </Collapsible>
        {isOpen ? null : (
          <div className="Polaris-Text--visuallyHidden">
            <TrendTable trend={trend} />
          </div>
        )}
      </BlockStack>
    </Card>
  );
}

/** The page goes on without its picture: the table says the same. */
const NoChart = (_props: TrendProps) => (
  <Text as="p" tone="subdued">
    The chart could not be loaded. The table says the same.
  </Text>
);
