import {
  BlockStack,
  Card,
  SkeletonBodyText,
  SkeletonDisplayText,
  SkeletonPage,
} from "@shopify/polaris";

/** What stands in for a page while the next one is being fetched. */
export function LoadingPage() {
  return (
    <div aria-busy="true" aria-label="Loading">
      <SkeletonPage fullWidth>
        <BlockStack gap="400">
          {[3, 6].map((lines) => (
            <Card key={lines}>
              <BlockStack gap="400">
                <SkeletonDisplayText size="small" />
                <SkeletonBodyText lines={lines} />
              </BlockStack>
            </Card>
          ))}
        </BlockStack>
      </SkeletonPage>
    </div>
  );
}
