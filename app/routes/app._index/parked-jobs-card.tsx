import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { countOf } from "#app/ui/describe-age.ts";
import { ShopTime } from "#app/ui/shop-time.tsx";

export type ParkedJobView = {
  readonly parkedJobId: string;
  /** what it was going to do, in words */
  readonly title: string;
  readonly attempts: number;
  readonly parkedAt: string;
};

/** Work that gave up. One click tries it again; nothing here was lost. */
export function ParkedJobsCard({ jobs }: { jobs: readonly ParkedJobView[] }) {
  if (jobs.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {`${countOf(jobs.length, "task")} stopped after several tries`}
        </Text>
        <Text as="p" tone="subdued">
          Nothing is lost. Try again; if a task stops again, write to support.
        </Text>
        {jobs.map((job) => (
          <ParkedJob key={job.parkedJobId} job={job} />
        ))}
      </BlockStack>
    </Card>
  );
}

function ParkedJob({ job }: { job: ParkedJobView }) {
  const fetcher = useFetcher<{ isRetried: boolean; sentence?: string }>();
  return (
    <InlineStack align="space-between" blockAlign="center" gap="200">
      <BlockStack gap="050">
        <Text as="p">{job.title}</Text>
        <Text as="p" tone="subdued">
          Stopped <ShopTime at={job.parkedAt} /> after {countOf(job.attempts, "try", "tries")}
        </Text>
        {fetcher.data?.sentence ? (
          <Text as="p" tone="critical">
            {fetcher.data.sentence}
          </Text>
        ) : null}
      </BlockStack>
      <fetcher.Form method="post" action="/app/jobs/retry">
        <input type="hidden" name="parkedJobId" value={job.parkedJobId} />
        <Button
          submit
          loading={fetcher.state !== "idle"}
          accessibilityLabel={`Retry: ${job.title}, stopped ${job.parkedAt}`}
        >
          Retry
        </Button>
      </fetcher.Form>
    </InlineStack>
  );
}
