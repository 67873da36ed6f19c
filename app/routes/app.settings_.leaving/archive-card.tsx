import { Banner, BlockStack, Button, Card, InlineStack, ProgressBar, Text } from "@shopify/polaris";
import type { ArchiveView } from "#app/shops/leaving/archive.server.ts";
import { groupDigits } from "#app/ui/describe-age.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";
import { useArchive } from "./use-archive.ts";

export function ArchiveCard({ archive: loaded }: { archive: ArchiveView | null }) {
  const { archive, isStarting, isStalled, start, refusal } = useArchive(loaded);
  const isRunning = archive?.state === "running";
  return (
    <Card>
      <BlockStack gap="300">
        {refusal ? <Banner tone="critical">{refusal}</Banner> : null}
        <Text as="p">
          The archive is made while it is downloaded. Keep this page open until it ends. It holds
          names and addresses of your customers.
        </Text>
        <div aria-live="polite">
          <Progress archive={archive} />
          {isRunning && isStalled ? (
            <Text as="p">
              It has not moved for a minute. If your browser is not downloading any more, start it
              again.
            </Text>
          ) : null}
        </div>
        <InlineStack>
          <Button loading={isStarting} disabled={isRunning && !isStalled} onClick={start}>
            Download everything
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function Progress({ archive }: { archive: ArchiveView | null }) {
  if (!archive || archive.state === "waiting") return null;
  const { state, rowsDone, rowsTotal, finishedAt } = archive;
  if (state === "done")
    return (
      <Text as="p" tone="success">
        {`Complete: ${groupDigits(rowsDone)} rows, `}
        {finishedAt ? <ShopTime at={finishedAt} /> : null}
      </Text>
    );
  if (state === "broken")
    return (
      <Text as="p" tone="critical">
        The last download broke off before its end. Start it again.
      </Text>
    );
  if (rowsTotal === null) return <Text as="p">Counting rows…</Text>;
  const done = Math.min(rowsDone, rowsTotal);
  return (
    <BlockStack gap="200">
      <Text as="p" numeric id="archive-rows">
        {`${groupDigits(done)} of ${groupDigits(rowsTotal)} rows`}
      </Text>
      <ProgressBar
        size="small"
        progress={rowsTotal === 0 ? 100 : (100 * done) / rowsTotal}
        ariaLabelledBy="archive-rows"
      />
    </BlockStack>
  );
}
