import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData, useParams } from "@remix-run/react";
import { Banner, Layout } from "@shopify/polaris";
import { findFeedPage } from "#app/dropship/suppliers/feeds/find-feed-page.server.ts";
import {
  answerRefusal,
  findRefusal,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { MappingCard } from "./mapping-card.tsx";
import { PullCard } from "./pull-card.tsx";
import { RunCard } from "./run-card.tsx";
import { saveFeedForm } from "./save-feed-form.server.ts";
import { UploadCard } from "./upload-card.tsx";
import { useRunProgress } from "./use-run-progress.ts";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const OUR_ID = /^\d{1,18}$/;

export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const id = params["supplierId"] ?? "";
    if (!OUR_ID.test(id)) throw new Response("No such supplier", { status: 404 });
    const refusal = await findRefusal(deps, session, "change_suppliers");
    const { shopId } = session;
    const view = await findFeedPage(deps, { shopId, supplierId: BigInt(id) });
    return json({ view, refusal: refusal?.sentence ?? null });
  });

export const action = ({ context: { deps }, params, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "change_suppliers", (message) => ({
      isSaved: false,
      message,
    }));
    if (refusal) return refusal;
    const id = params["supplierId"] ?? "";
    if (!OUR_ID.test(id)) throw new Response("No such supplier", { status: 404 });
    const by = { shopId: session.shopId, supplierId: BigInt(id), staffId: session.staff.id };
    const { status, ...answer } = await saveFeedForm(deps, by, await request.formData());
    return json(answer, { status });
  });

export default function FeedPage() {
  const { view, refusal } = useLoaderData<typeof loader>();
  const { supplierId = "" } = useParams();
  const address = `/app/suppliers/${supplierId}/feed`;
  const isLocked = refusal !== null;
  const { run, mapping } = view;
  useRunProgress(run?.state ?? null);
  return (
    <Layout>
      {refusal ? (
        <Layout.Section>
          <Banner title="You can look, not change">{refusal}</Banner>
        </Layout.Section>
      ) : null}
      <Layout.AnnotatedSection
        title="Send a price list"
        description="CSV or Excel, up to 50 MB. You see what would change before anything does."
      >
        <UploadCard {...{ address, supplierId, isLocked }} />
      </Layout.AnnotatedSection>
      {run ? (
        <Layout.AnnotatedSection
          title="The last file"
          description="New and changed offers, those that vanished, and rows that could not be taken."
        >
          <RunCard {...{ run, address, supplierId, isLocked }} />
        </Layout.AnnotatedSection>
      ) : null}
      {run?.layout && mapping ? (
        <Layout.AnnotatedSection
          title="What the columns mean"
          description="Remembered for this supplier's next file, by the headers' names."
        >
          <MappingCard
            key={JSON.stringify([mapping, view.vanished, run.runId])}
            {...{ mapping, address, isLocked }}
            layout={run.layout}
            vanished={view.vanished}
          />
        </Layout.AnnotatedSection>
      ) : null}
      <Layout.AnnotatedSection
        title="Fetch it by schedule"
        description="From the supplier's server, over HTTPS or SFTP."
      >
        <PullCard key={view.nextPullAt} {...{ view, address, isLocked }} />
      </Layout.AnnotatedSection>
    </Layout>
  );
}

export const ErrorBoundary = PageError;
