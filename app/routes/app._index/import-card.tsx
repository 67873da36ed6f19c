import { Banner, BlockStack, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import type { ImportProgressView } from "#app/orders/views.ts";
import { countOf } from "#app/ui/describe-age.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { assessImport, describeImportFailure } from "./assess-import.ts";

/** How far the first read of the orders is. Numbers are orders stored, never a guess. */
export function ImportCard({ progress }: { progress: ImportProgressView | null }) {
  if (progress?.state === "failed") return <ImportFailed progress={progress} />;
  if (progress?.state === "finished") return <ImportDone progress={progress} />;
  const { percent, sentence } = assessImport(progress);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Reading your orders
        </Text>
        <ProgressBar progress={percent ?? 0} size="small" ariaLabelledBy="import-progress" />
        <div aria-live="polite">
          <Text as="p" id="import-progress" numeric>
            {sentence} You can work while we read.
          </Text>
        </div>
        {progress?.isWindowed ? <WindowNotice /> : null}
      </BlockStack>
    </Card>
  );
}

function ImportDone({ progress }: { progress: ImportProgressView }) {
  const { ordersRead, rowsRefused, finishedAt, isWindowed } = progress;
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          Your orders are in
        </Text>
        <Text as="p">
          {countOf(ordersRead, "order")} read
          {finishedAt ? (
            <>
              , finished <ShopTime at={finishedAt} />
            </>
          ) : null}
          . Changes arrive by themselves.
        </Text>
        {rowsRefused > 0 ? (
          <Text as="p">
            {`${countOf(rowsRefused, "row")} of Shopify's file could not be read. They are kept with the reason.`}
          </Text>
        ) : null}
        {isWindowed ? <WindowNotice /> : null}
      </BlockStack>
    </Card>
  );
}

function ImportFailed({ progress }: { progress: ImportProgressView }) {
  return (
    <Banner tone="warning" title="We couldn't read all your orders">
      <BlockStack gap="200">
        <p>
          {`${describeImportFailure(progress.reason)} ${countOf(progress.ordersRead, "order is", "orders are")} here already; nothing is lost.`}
        </p>
        <InlineStack>
          <Button url="/app/settings#older-orders">See what to do</Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}

function WindowNotice() {
  return (
    <InlineStack gap="200" blockAlign="center">
      <Text as="p" tone="subdued">
        Shopify shares the last 60 days; ask for older ones in Settings.
      </Text>
      <Button variant="plain" url="/app/settings#older-orders">
        Ask for older orders
      </Button>
    </InlineStack>
  );
}
