import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, Layout, Page } from "@shopify/polaris";
import { z } from "zod";
import { allowAgain, listOutbox } from "#app/messages/list-outbox.server.ts";
import { parseOutboxQuery } from "#app/messages/outbox-query.ts";
import { changeRecorder } from "#app/shops/people/record-change.server.ts";
import {
  answerRefusal,
  findRefusal,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import { SettingsTabs } from "#app/ui/settings-tabs.tsx";
import type { FormAnswer } from "#app/ui/use-json-form.ts";
import { OutboxCard } from "./outbox-card.tsx";
import { SuppressionsCard } from "./suppressions-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const formSchema = z.object({ intent: z.literal("allow"), address: z.string().min(3).max(254) });

const refused = (status: number, code: string, message: string) =>
  json<FormAnswer>({ isSaved: false, code, message }, { status });

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const query = parseOutboxQuery(new URL(request.url).searchParams);
    const refusal = await findRefusal(deps, session, "change_settings");
    return json({
      ...(await listOutbox(deps, session.shopId, query)),
      filter: query.filter,
      isFirstPage: query.before === null,
      refusal: refusal?.sentence ?? null,
    });
  });

/** Allows an address again. */
export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(
      deps,
      session,
      "change_settings",
      (message): FormAnswer => ({ isSaved: false, message }),
    );
    if (refusal) return refusal;
    const form = formSchema.safeParse(readJsonForm(await request.formData()));
    if (!form.success)
      return refused(400, "form_unreadable", "The form could not be read. Reload and try again.");
    const record = changeRecorder(deps, session, "messages.suppression");
    const isAllowed = await allowAgain({ ...deps, record }, session.shopId, form.data.address);
    if (!isAllowed)
      return refused(
        404,
        "not_suppressed",
        "This address is not on the list any more. Reload the page.",
      );
    return json<FormAnswer>({ isSaved: true, message: null, done: "Mail may go there again" });
  });

export default function OutboxPage() {
  const outbox = useLoaderData<typeof loader>();
  return (
    <Page title="Settings">
      <SettingsTabs>
        <Layout>
          {outbox.refusal ? (
            <Layout.Section>
              <Banner title="You can look, not change">{outbox.refusal}</Banner>
            </Layout.Section>
          ) : null}
          <Layout.Section>
            <OutboxCard outbox={outbox} />
          </Layout.Section>
          <Layout.AnnotatedSection
            title="Addresses that get no mail"
            description="Their server gave mail back for good, so nothing more is sent there."
          >
            <SuppressionsCard
              suppressions={outbox.suppressions}
              count={outbox.suppressionCount}
              isLocked={outbox.refusal !== null}
            />
          </Layout.AnnotatedSection>
        </Layout>
      </SettingsTabs>
    </Page>
  );
}

export const ErrorBoundary = PageError;
