import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { LeavingItem } from "#app/shops/leaving/leaving-part.ts";
import { groupDigits } from "#app/ui/describe-age.ts";
import type { LeavingPartView } from "./leaving-parts.server.ts";
import type { LeavingAnswer } from "./route.tsx";

// A page is not the place for more; the button takes all of them.
const MOST_SHOWN = 50;

export function PartCard({ part }: { part: LeavingPartView }) {
  const fetcher = useFetcher<LeavingAnswer>();
  const { code, items, verb } = part;
  const open = items.filter(({ isClosing }) => !isClosing);
  const close = (itemId: string) =>
    fetcher.submit({ code, itemId }, { method: "post", action: "/app/settings/leaving" });
  return (
    <Card>
      <BlockStack gap="300">
        {fetcher.data && fetcher.data.refused.length > 0 ? (
          <Banner tone="critical" title="Not everything was released">
            {fetcher.data.refused.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </Banner>
        ) : null}
        {items.length === 0 ? (
          <Text as="p" tone="subdued">
            None. There is nothing to let go of.
          </Text>
        ) : null}
        {items.slice(0, MOST_SHOWN).map((item) => (
          <Item
            key={item.itemId}
            item={item}
            verb={verb}
            isBusy={fetcher.state !== "idle"}
            onClose={() => close(item.itemId)}
          />
        ))}
        {items.length > MOST_SHOWN ? (
          <Text as="p" tone="subdued">{`And ${groupDigits(items.length - MOST_SHOWN)} more.`}</Text>
        ) : null}
        {open.length > 1 ? (
          <InlineStack>
            <Button loading={fetcher.state !== "idle"} onClick={() => close("")}>
              {`${verb} all ${groupDigits(open.length)}`}
            </Button>
          </InlineStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}

type ItemProps = { item: LeavingItem; verb: string; isBusy: boolean; onClose: () => void };

function Item({ item, verb, isBusy, onClose }: ItemProps) {
  return (
    <InlineStack align="space-between" blockAlign="center" gap="200">
      <BlockStack gap="050">
        <Text as="p" breakWord>
          {item.path ? <Link url={item.path}>{item.label}</Link> : item.label}
        </Text>
        {item.detail ? (
          <Text as="p" tone="subdued" breakWord>
            {item.detail}
          </Text>
        ) : null}
      </BlockStack>
      {item.isClosing ? (
        <Badge tone="info">On its way</Badge>
      ) : (
        <Button disabled={isBusy} accessibilityLabel={`${verb}: ${item.label}`} onClick={onClose}>
          {verb}
        </Button>
      )}
    </InlineStack>
  );
}
