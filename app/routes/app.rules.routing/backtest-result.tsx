import { Banner, BlockStack, InlineStack, Link, List, Pagination, Text } from "@shopify/polaris";
import { useSearchParams } from "@remix-run/react";
import type { RuleView } from "./draft-card.tsx";

type Backtest = NonNullable<RuleView["backtest"]>;

/** First what is useful whatever the draft says: where only one supplier stands behind a product. */
export function BacktestResult({
  backtest,
  isOfDraft,
}: {
  backtest: Backtest;
  isOfDraft: boolean;
}) {
  const { before, after, lines, secondSourced, ofToday, days, ordersDone, different } = backtest;
  return (
    <BlockStack gap="400">
      {isOfDraft ? null : (
        <Banner tone="info">This was another draft. Try the one of now to compare it.</Banner>
      )}
      <Text as="p">
        {`${secondSourced} of ${lines} lines have a second source. ${ordersDone.toLocaleString("en-US")} orders of ${days === 1 ? "1 day" : `${days} days`}${ofToday > 0 ? `; ${ofToday} lines with today's cost and stock, because those of their day are not known` : ""}.`}
      </Text>
      <SingleSources sources={backtest.singleSources} />
      <List>
        <List.Item>{`Cost ${before.cost} → ${after.cost} (${backtest.saved} less)`}</List.Item>
        <List.Item>{`Parcels ${before.parcels} → ${after.parcels}`}</List.Item>
        <List.Item>{`Held units ${before.held} → ${after.held} of ${after.units}`}</List.Item>
        <List.Item>{`Margin ${before.margin} → ${after.margin}`}</List.Item>
        <List.Item>{`Shipped in time, predicted ${before.onTime} → ${after.onTime}`}</List.Item>
      </List>
      <Text as="h3" variant="headingSm">
        {different === 0 ? "No order would be routed another way" : `${different} orders differ`}
      </Text>
      {backtest.differences.map(({ orderId, name, before: was, after: now }) => (
        <BlockStack key={orderId} gap="050">
          <Link url={`/app/orders/${orderId}`}>{name}</Link>
          <Text as="p" tone="subdued" breakWord>{`Now: ${was}`}</Text>
          <Text as="p" breakWord>{`Draft: ${now}`}</Text>
        </BlockStack>
      ))}
      <Pages backtest={backtest} />
    </BlockStack>
  );
}

function SingleSources({ sources }: { sources: Backtest["singleSources"] }) {
  if (sources.length === 0) return null;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        These products need a second source
      </Text>
      <List>
        {sources.map(({ variantGid, title, lines, sources: count }) => (
          <List.Item key={variantGid}>
            {`${title}: ${lines} lines, ${count === 0 ? "no supplier" : "one supplier"}`}
          </List.Item>
        ))}
      </List>
    </BlockStack>
  );
}

function Pages({ backtest: { page, hasMore } }: { backtest: Backtest }) {
  const [, setParams] = useSearchParams();
  if (page === 0 && !hasMore) return null;
  const go = (to: number) => setParams({ page: String(to) }, { preventScrollReset: true });
  return (
    <InlineStack align="center">
      <Pagination
        hasPrevious={page > 0}
        onPrevious={() => go(page - 1)}
        hasNext={hasMore}
        onNext={() => go(page + 1)}
      />
    </InlineStack>
  );
}
