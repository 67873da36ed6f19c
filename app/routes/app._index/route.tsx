import type { LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Layout, Page } from "@shopify/polaris";
import { findDataAge, findImportProgress } from "#app/orders/find-import-progress.server.ts";
import { listOrders } from "#app/orders/list-orders.server.ts";
import { listSavedViews } from "#app/orders/saved-views.server.ts";
import { findThresholds } from "#app/orders/thresholds.server.ts";
import { requireAdmin } from "#app/shopify/authenticate.server.ts";
import { getShopSettings } from "#app/shops/shop-settings.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { isImportNews, isImportRunning } from "./assess-import.ts";
import { DataAgeBadge } from "./data-age-badge.tsx";
import { DecisionsCard } from "./decisions-card.tsx";
import { ImportCard } from "./import-card.tsx";
import { listDays } from "./list-days.server.ts";
import { listSetupSteps } from "./list-setup-steps.ts";
import { ParkedJobsCard } from "./parked-jobs-card.tsx";
import { listParkedJobs } from "./parked-jobs.server.ts";
import { SetupGuide } from "./setup-guide.tsx";
import { useImportProgress } from "./use-import-progress.ts";
import { WeekCard } from "./week-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const NO_ORDERS = {
  view: "exceptions",
  search: "",
  filters: {},
  sort: "worst",
  cursor: null,
  pageSize: 1,
} as const;

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requireAdmin(deps, request);
    const [settings, thresholds, progress, age, board, savedViews, parkedJobs] = await Promise.all([
      getShopSettings(deps, shopId),
      findThresholds(deps, shopId),
      findImportProgress(deps, shopId),
      findDataAge(deps, shopId),
      listOrders(deps, shopId, NO_ORDERS),
      listSavedViews(deps, shopId),
      listParkedJobs(deps, shopId),
    ]);
    const days = await listDays(deps, shopId, { zone: settings.timeZone, thresholds });
    return json({
      now: deps.clock.now().toISOString(),
      isGuideDismissed: settings.guideDismissedAt !== null,
      steps: listSetupSteps({
        isImportFinished: progress?.state === "finished",
        savedViewCount: savedViews.length,
        workingDays: settings.workingDays,
        holidayCount: settings.holidays.length,
      }),
      thresholds,
      progress,
      age,
      counts: board.flagCounts,
      parkedJobs,
      days,
    });
  });

export default function HomePage() {
  const home = useLoaderData<typeof loader>();
  const progress = useImportProgress(home.progress);
  const isImporting = isImportRunning(progress);
  const hasStepsLeft = !home.isGuideDismissed && home.steps.some(({ isDone }) => !isDone);
  return (
    <Page title="Home" titleMetadata={<DataAgeBadge age={home.age} now={home.now} />}>
      <BlockStack gap="400">
        <Banner tone="info">
          Aftercare is watching. It won't email, order or refund anything until you switch that on.
        </Banner>
        {isImportNews(progress, home.now) ? <ImportCard progress={progress} /> : null}
        {hasStepsLeft ? <SetupGuide steps={home.steps} /> : null}
        <Layout>
          <Layout.Section>
            <DecisionsCard
              counts={home.counts}
              thresholds={home.thresholds}
              isImporting={isImporting}
            />
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <WeekCard days={home.days} />
              <ParkedJobsCard jobs={home.parkedJobs} />
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
