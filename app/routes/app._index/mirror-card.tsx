import { Banner, BlockStack, Card, List, Text } from "@shopify/polaris";
import type { LastRoundView, SilentTopicView } from "#app/orders/reconcile/views.ts";
import { describeAge } from "#app/ui/describe-age.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { describeFailure, describeRound, describeSilence } from "./mirror-words.ts";

type MirrorCardProps = {
  rounds: LastRoundView;
  silentTopics: readonly SilentTopicView[];
  now: string;
};

/** How far what we show can be trusted: when it was last compared with Shopify, what that found, and who does not report. */
export function MirrorCard({ rounds, silentTopics, now }: MirrorCardProps) {
  const { comparedUntil, lastRound, lastNightly } = rounds;
  const failure = describeFailure(rounds);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Compared with Shopify
        </Text>
        {comparedUntil && lastRound ? (
          <BlockStack gap="050">
            <Text as="p">{`Equal to Shopify as of ${describeAge(comparedUntil, now)}`}</Text>
            <Text as="p" tone="subdued">
              {describeRound(lastRound)}
            </Text>
          </BlockStack>
        ) : (
          <Text as="p" tone="subdued">
            Not compared yet. The first comparison begins a few minutes after your orders are in.
          </Text>
        )}
        {lastNightly ? (
          <Text as="p" tone="subdued">
            Last night, <ShopTime at={lastNightly.finishedAt} style="short" />:{" "}
            {describeRound(lastNightly)}
          </Text>
        ) : null}
        {failure ? (
          <Text as="p" tone="critical">
            {failure}
          </Text>
        ) : null}
        <SilentTopics topics={silentTopics} />
      </BlockStack>
    </Card>
  );
}

function SilentTopics({ topics }: { topics: readonly SilentTopicView[] }) {
  if (topics.length === 0) return null;
  return (
    <Banner tone="warning" title="Shopify does not report some changes">
      <BlockStack gap="200">
        <Text as="p">
          They are found by comparing, a few minutes late. If this stays for a day, write to
          support.
        </Text>
        <List>
          {topics.map((silent) => (
            <List.Item key={silent.topic}>
              {describeSilence(silent)} since <ShopTime at={silent.silentSince} style="short" />
            </List.Item>
          ))}
        </List>
      </BlockStack>
    </Banner>
  );
}
