import { Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import type { OfferTokenView } from "#app/dropship/suppliers/api/offer-tokens.server.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useJsonForm, type FormAnswer } from "#app/ui/use-json-form.ts";

type TokensCardProps = { tokens: readonly OfferTokenView[]; isLocked: boolean };

const ADDRESS = "/app/suppliers?index";

/** Keys for programs that send offers. A new one is shown this once. */
export function TokensCard({ tokens, isLocked }: TokensCardProps) {
  const fetcher = useFetcher<FormAnswer & { token?: string }>();
  const form = useJsonForm(ADDRESS);
  const { data } = fetcher;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Offers by API
        </Text>
        <Text as="p" tone="subdued">
          A program may send costs and stock to /api/offers with one of these keys.
        </Text>
        {data && !data.isSaved ? <Banner tone="critical">{data.message}</Banner> : null}
        {data?.token ? (
          <Banner tone="success" title="Copy it now: it is not shown again">
            <div className="ac-wrap">
              <code>{data.token}</code>
            </div>
          </Banner>
        ) : null}
        {tokens.map(({ tokenId, ending, createdAt, lastUsedAt }) => (
          <InlineStack key={tokenId} gap="300" blockAlign="center">
            <Text as="span">{`…${ending}`}</Text>
            <Text as="span" tone="subdued">
              made <ShopTime at={createdAt} />
              {lastUsedAt ? (
                <>
                  , last used <ShopTime at={lastUsedAt} />
                </>
              ) : (
                ", never used"
              )}
            </Text>
            <Button
              variant="tertiary"
              tone="critical"
              disabled={isLocked || form.isSaving}
              accessibilityLabel={`Revoke the key that ends in ${ending}`}
              onClick={() => form.send({ intent: "revoke_token", tokenId })}
            >
              Revoke
            </Button>
          </InlineStack>
        ))}
        <InlineStack>
          <Button
            disabled={isLocked}
            loading={fetcher.state !== "idle"}
            onClick={() =>
              fetcher.submit(
                { form: JSON.stringify({ intent: "create_token" }) },
                { method: "post", action: ADDRESS },
              )
            }
          >
            Make a key
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
