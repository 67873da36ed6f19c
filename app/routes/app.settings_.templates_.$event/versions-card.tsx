import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { ShopTime } from "#app/ui/shop-time.tsx";

export type VersionView = {
  readonly version: number;
  /** ISO instant */
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly subject: string;
  readonly body: string;
};

type VersionsCardProps = {
  versions: readonly VersionView[];
  currentVersion: number;
  isLocked: boolean;
  onUse: (words: { subject: string; body: string }) => void;
};

/** What was published, newest first. A version never changes; its words can be taken up again. */
export function VersionsCard({ versions, currentVersion, isLocked, onUse }: VersionsCardProps) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingSm">
          Versions
        </Text>
        {versions.length === 0 ? (
          <Text as="p" tone="subdued">
            None of your own yet: our words are sent. Change the text and publish it.
          </Text>
        ) : (
          versions.map(({ version, publishedAt, publishedBy, subject, body }) => (
            <InlineStack key={version} gap="300" align="space-between" blockAlign="center">
              <BlockStack gap="050">
                <Text as="p" fontWeight={version === currentVersion ? "semibold" : "regular"}>
                  {`Version ${version}${version === currentVersion ? ", sent now" : ""}`}
                </Text>
                <Text as="p" tone="subdued" variant="bodySm">
                  {publishedBy}, <ShopTime at={publishedAt} />
                </Text>
              </BlockStack>
              <Button
                disabled={isLocked}
                accessibilityLabel={`Use its words: version ${version}`}
                onClick={() => onUse({ subject, body })}
              >
                Use its words
              </Button>
            </InlineStack>
          ))
        )}
      </BlockStack>
    </Card>
  );
}
