import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Page } from "@shopify/polaris";
import { isAllowed } from "#app/shops/people/permissions.ts";
import { answerRefusal, requirePermission } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { SettingsTabs } from "#app/ui/settings-tabs.tsx";
import { answerGoingLive, findLateCaptures, listWorkflowViews } from "./going-live.server.ts";
import type { GoingLiveAnswer } from "./going-live-views.ts";
import { WorkflowCard } from "./workflow-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requirePermission(deps, request, "change_settings");
    const workflows = await listWorkflowViews(deps, shopId);
    const lateCaptures = await findLateCaptures(deps, shopId);
    return json({ workflows, lateCaptures, canSwitch: isAllowed(staff.role, "go_live") });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requirePermission(deps, request, "change_settings");
    const form = await request.formData();
    const workflow = String(form.get("workflow"));
    const refusal = await answerRefusal(deps, session, "go_live", (sentence): GoingLiveAnswer => ({
      kind: "refused",
      workflow,
      field: "form",
      sentence,
    }));
    if (refusal) return refusal;
    const by = { shopId: session.shopId, staffId: session.staff.id };
    const { answer, status } = await answerGoingLive(deps, by, form);
    return json<GoingLiveAnswer>(answer, { status });
  });

export default function GoingLivePage() {
  const { workflows, lateCaptures, canSwitch } = useLoaderData<typeof loader>();
  return (
    <Page title="Settings">
      <SettingsTabs>
        <BlockStack gap="400">
          <Banner tone="info" title="One workflow at a time">
            Watching computes and shows, and does nothing. Asking waits for your yes on each batch.
            Acting goes by itself, within your limits. Orders placed before a workflow went live are
            yours to review by hand.
          </Banner>
          {canSwitch ? null : (
            <Banner tone="warning">
              Only owners can switch workflows. You can see their modes.
            </Banner>
          )}
          {workflows.map((workflow) => (
            <WorkflowCard
              key={workflow.workflow}
              workflow={workflow}
              canSwitch={canSwitch}
              lateCaptures={workflow.workflow === "routing" ? lateCaptures : null}
            />
          ))}
        </BlockStack>
      </SettingsTabs>
    </Page>
  );
}

export const ErrorBoundary = PageError;
