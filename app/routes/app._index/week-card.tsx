import { Bleed, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import { lazy, Suspense, useEffect, useState } from "react";
import { countOf, groupDigits } from "#app/ui/describe-age.ts";
import { formatCalendarDate } from "#app/ui/format-instant.ts";

export type DayNumbers = {
  /** calendar date in the shop's zone, `YYYY-MM-DD` */
  readonly date: string;
  readonly orders: number;
  /** of those orders, how many show a flag now */
  readonly exceptions: number;
};

// The chart library is larger than the page; it comes after the numbers.
const WeekChart = lazy(() => import("./week-chart.tsx"));
const CHART_HEIGHT_PX = 160;

export function WeekCard({ days }: { days: readonly DayNumbers[] }) {
  const isAlive = useIsAlive();
  const orders = days.reduce((sum, day) => sum + day.orders, 0);
  const exceptions = days.reduce((sum, day) => sum + day.exceptions, 0);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          The last seven days
        </Text>
        <InlineStack gap="600">
          <Figure amount={orders} label={orders === 1 ? "order" : "orders"} />
          <Figure amount={exceptions} label="of them need a look" />
        </InlineStack>
        <Bleed marginInline="100">
          <div style={{ height: CHART_HEIGHT_PX }} aria-hidden="true">
            {isAlive ? (
              <Suspense fallback={null}>
                <WeekChart days={days} heightPx={CHART_HEIGHT_PX} />
              </Suspense>
            ) : null}
          </div>
        </Bleed>
        <ul className="Polaris-Text--visuallyHidden">
          {days.map(({ date, orders: placed, exceptions: flagged }) => (
            <li key={date}>
              {`${formatCalendarDate(date)}: ${countOf(placed, "order")}, ${groupDigits(flagged)} to look at`}
            </li>
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}

function Figure({ amount, label }: { amount: number; label: string }) {
  return (
    <BlockStack>
      <Text as="p" variant="headingLg" numeric>
        {groupDigits(amount)}
      </Text>
      <Text as="p" tone="subdued">
        {label}
      </Text>
    </BlockStack>
  );
}

function useIsAlive() {
  const [isAlive, setIsAlive] = useState(false);
  useEffect(() => setIsAlive(true), []);
  return isAlive;
}
