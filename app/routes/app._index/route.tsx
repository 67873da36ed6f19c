import type { LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Layout, Page } from "@shopify/polaris";
import { findDataAge, findImportProgress } from "#app/orders/find-import-progress.server.ts";
import { findLastRound } from "#app/orders/reconcile/find-last-round.server.ts";
import { listSilentTopics } from "#app/orders/reconcile/list-silent-topics.server.ts";
import { listOrders } from "#app/orders/list-orders.server.ts";
import { findThresholds } from "#app/orders/thresholds.server.ts";
import { countLate } from "#app/messages/conversations/list-conversations.server.ts";
import { getRailsOverview } from "#app/rails/get-rails-overview.server.ts";
import { requireAdmin } from "#app/shopify/authenticate.server.ts";
import { getShopSettings } from "#app/shops/shop-settings.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { isImportNews, isImportRunning } from "./assess-import.ts";
import { DataAgeBadge } from "./data-age-badge.tsx";
import { DecisionsCard } from "./decisions-card.tsx";
import { findBeforeAftercare } from "./find-before-aftercare.server.ts";
import { findSetupFacts } from "./find-setup-facts.server.ts";
import { ImportCard } from "./import-card.tsx";
import { InboxCard } from "./inbox-card.tsx";
import { listDays } from "./list-days.server.ts";
import { listSetupSteps } from "./list-setup-steps.ts";
import { MirrorCard } from "./mirror-card.tsx";
import { ParkedJobsCard } from "./parked-jobs-card.tsx";
import { listParkedJobs } from "./parked-jobs.server.ts";
import { RailsBanners, RailsCard } from "./rails-card.tsx";
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
    const [settings, thresholds, progress, age, board, parkedJobs] = await Promise.all([
      getShopSettings(deps, shopId),
      findThresholds(deps, shopId),
      findImportProgress(deps, shopId),
      findDataAge(deps, shopId),
      listOrders(deps, shopId, NO_ORDERS),
      listParkedJobs(deps, shopId),
    ]);
    // Put away, the guide costs nothing.
    const isGuideDismissed = settings.guideDismissedAt !== null;
    const [days, rails, before, rounds, silentTopics, lateCount, facts] = await Promise.all([
      listDays(deps, shopId, { zone: settings.timeZone, thresholds }),
      getRailsOverview(deps, shopId),
      findBeforeAftercare(deps, shopId, settings.timeZone),
      findLastRound(deps, shopId),
      listSilentTopics(deps, shopId),
      countLate(deps, shopId),
      isGuideDismissed ? null : findSetupFacts(deps, shopId),
    ]);
    return json({
      now: deps.clock.now().toISOString(),
      steps: facts
        ? listSetupSteps({ ...facts, isImportFinished: progress?.state === "finished" })
        : [],
      thresholds,
      progress,
      age,
      counts: board.flagCounts,
      parkedJobs,
      days,
      rails,
      before,
      rounds,
      silentTopics,
      lateCount,
    });
  });

export default function HomePage() {
  const home = useLoaderData<typeof loader>();
  const progress = useImportProgress(home.progress);
  const isImporting = isImportRunning(progress);
  const hasStepsLeft = home.steps.some(({ isDone }) => !isDone);
  return (
    <Page title="Home" titleMetadata={<DataAgeBadge age={home.age} now={home.now} />}>
      <BlockStack gap="400">
        <RailsBanners rails={home.rails} before={home.before} />
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
              <InboxCard lateCount={home.lateCount} />
              <RailsCard rails={home.rails} />
              <WeekCard days={home.days} />
              <ParkedJobsCard jobs={home.parkedJobs} />
              <MirrorCard rounds={home.rounds} silentTopics={home.silentTopics} now={home.now} />
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
