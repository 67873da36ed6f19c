import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, Page } from "@shopify/polaris";
import { inShop } from "#app/platform/db.server.ts";
import { listAsked, listStalled } from "#app/rails/list-asked.server.ts";
import { isAllowed } from "#app/shops/people/permissions.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { answerApprovals, type ApprovalsAnswer } from "./answer-approvals.server.ts";
import { AskedCard } from "./asked-card.tsx";
import { StalledCard } from "./stalled-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const UNREADABLE = "The answer could not be read. Reload and try again.";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requireStaff(deps, request);
    const waiting = await inShop(deps.db, shopId, async (tx) => ({
      groups: await listAsked(tx, shopId),
      stalled: await listStalled(tx, shopId),
    }));
    return json({ ...waiting, canAnswer: isAllowed(staff.role, "approve") });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "approve", (sentence): ApprovalsAnswer => ({
      kind: "refused",
      sentence,
    }));
    if (refusal) return refusal;
    const by = { shopId: session.shopId, staffId: session.staff.id };
    const text = String((await request.formData()).get("answer"));
    const answer = await answerApprovals(deps, by, text);
    if (!answer)
      return json<ApprovalsAnswer>({ kind: "refused", sentence: UNREADABLE }, { status: 422 });
    return json<ApprovalsAnswer>(answer);
  });

export default function ApprovalsPage() {
  const { groups, stalled, canAnswer } = useLoaderData<typeof loader>();
  return (
    <Page title="Waiting for you" backAction={{ content: "Home", url: "/app" }}>
      <BlockStack gap="400">
        {groups.length === 0 && stalled.count === 0 ? (
          <Card>
            <NothingHere
              heading="Nothing waits for a yes"
              action={<Button url="/app/settings/going-live">See how your workflows stand</Button>}
            >
              When a workflow asks before it acts, or somebody needs an approval, it appears here.
            </NothingHere>
          </Card>
        ) : null}
        {groups.length > 0 && !canAnswer ? (
          <Banner tone="info">
            Only owners and managers can confirm or refuse. You can see what waits.
          </Banner>
        ) : null}
        {groups.map((group) => (
          <AskedCard key={group.workflow} group={group} canAnswer={canAnswer} />
        ))}
        {stalled.count > 0 ? <StalledCard stalled={stalled} /> : null}
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
