import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Layout, Page } from "@shopify/polaris";
import { isAlertEvent } from "#app/shops/alerts/events.ts";
import { findChoices, listAlerts } from "#app/shops/alerts/list-alerts.server.ts";
import { findWebhook } from "#app/shops/alerts/webhook.server.ts";
import { isAllowed } from "#app/shops/people/permissions.ts";
import { requireStaff } from "#app/shops/people/require-staff.server.ts";
import { listStaff } from "#app/shops/people/staff-store.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { SettingsTabs } from "#app/ui/settings-tabs.tsx";
import { AlertsCard } from "./alerts-card.tsx";
import { ChoicesCard } from "./choices-card.tsx";
import { saveAlertSettings } from "./save-alert-settings.server.ts";
import { WebhookCard } from "./webhook-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Everybody chooses for themselves; who may change settings also chooses for others. */
export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requireStaff(deps, request);
    const params = new URL(request.url).searchParams;
    const canChangeAll = isAllowed(staff.role, "change_settings");
    const asked = params.get("person") ?? "";
    const staffId = canChangeAll && asked !== "" ? asked : staff.id;
    const event = params.get("event") ?? "";
    const digest = params.get("digest") ?? "";
    const filter = {
      staffId,
      event: isAlertEvent(event) ? event : null,
      digestOn: DATE.test(digest) && !Number.isNaN(Date.parse(digest)) ? digest : null,
    };
    const [people, choices, alerts, webhook] = await Promise.all([
      listStaff(deps, shopId),
      findChoices(deps, shopId, staffId),
      listAlerts(deps, shopId, filter),
      canChangeAll ? findWebhook(deps, shopId) : null,
    ]);
    if (!choices) throw new Response("No such person", { status: 404 });
    return json({ people, choices, alerts, webhook, filter, reader: staff.id, canChangeAll });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const { status, ...answer } = await saveAlertSettings(deps, session, await request.formData());
    return json(answer, { status });
  });

export default function AlertsPage() {
  const { people, choices, alerts, webhook, filter, reader, canChangeAll } =
    useLoaderData<typeof loader>();
  const person = people.find(({ id }) => id === filter.staffId);
  const list = (
    <Layout.AnnotatedSection
      title="Alerts"
      description="What was raised in the last 90 days, newest first."
    >
      <AlertsCard alerts={alerts} filter={filter} isReader={filter.staffId === reader} />
    </Layout.AnnotatedSection>
  );
  // Who follows a count in a mail wants the list, not the choices.
  const isListFirst = filter.event !== null || filter.digestOn !== null;
  return (
    <Page title="Settings">
      <SettingsTabs>
        <Layout>
          {isListFirst ? list : null}
          <Layout.AnnotatedSection
            title="Who is told what"
            description="At once, or in one mail at 08:00 on your shop's clock. Each count in it opens its list."
          >
            <ChoicesCard
              key={filter.staffId}
              people={canChangeAll ? people : people.filter(({ id }) => id === reader)}
              staffId={filter.staffId}
              email={person?.email ?? null}
              saved={choices}
            />
          </Layout.AnnotatedSection>
          {canChangeAll ? (
            <Layout.AnnotatedSection
              title="Your own address"
              description="Alerts for the whole store as signed requests, for chat tools or your own systems."
            >
              <WebhookCard key={webhook?.url ?? ""} webhook={webhook} />
            </Layout.AnnotatedSection>
          ) : null}
          {isListFirst ? null : list}
        </Layout>
      </SettingsTabs>
    </Page>
  );
}

export const ErrorBoundary = PageError;
