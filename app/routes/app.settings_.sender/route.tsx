import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, Layout, Page } from "@shopify/polaris";
import { mailDomainOf } from "#app/mail-parts.server.ts";
import { findSenderView } from "#app/messages/find-sender-view.server.ts";
import {
  answerRefusal,
  findRefusal,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { listStaff } from "#app/shops/people/staff-store.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { SettingsTabs } from "#app/ui/settings-tabs.tsx";
import { DomainCard } from "./domain-card.tsx";
import { NowCard } from "./now-card.tsx";
import { RecordsCard } from "./records-card.tsx";
import { saveSenderForm } from "./save-sender-form.server.ts";
import { TestCard } from "./test-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await findRefusal(deps, session, "change_settings");
    const mailDomain = mailDomainOf(deps.env);
    const view = await findSenderView({ ...deps, mailDomain }, session.shopId);
    const people = await listStaff(deps, session.shopId);
    return json({
      ...view,
      takesMail: deps.env.INBOUND_SMTP_PORT !== undefined,
      refusal: refusal?.sentence ?? null,
      readerEmail: people.find(({ id }) => id === session.staff.id)?.email ?? "",
    });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "change_settings", (message) => ({
      isSaved: false,
      message,
    }));
    if (refusal) return refusal;
    const { status, ...answer } = await saveSenderForm(deps, session, await request.formData());
    return json(answer, { status });
  });

export default function SenderPage() {
  const { now, own, records, refusal, readerEmail, takesMail } = useLoaderData<typeof loader>();
  const isLocked = refusal !== null;
  return (
    <Page title="Settings">
      <SettingsTabs>
        <Layout>
          {refusal ? (
            <Layout.Section>
              <Banner title="You can look, not change">{refusal}</Banner>
            </Layout.Section>
          ) : null}
          <Layout.AnnotatedSection
            title="Sender"
            description="From whom your shoppers get mail today."
          >
            <NowCard now={now} domain={own?.domain ?? null} takesMail={takesMail} />
          </Layout.AnnotatedSection>
          <Layout.AnnotatedSection
            title="Your own domain"
            description="Mail from an address your shoppers know is opened, and arrives. Until your records are found, we write from our own domain in your shop's name."
          >
            <DomainCard own={own} isLocked={isLocked} />
          </Layout.AnnotatedSection>
          {own ? (
            <Layout.AnnotatedSection
              title="Records"
              description="Add these where you manage the domain. It can take an hour until they are seen."
            >
              <RecordsCard records={records} checkedAt={own.checkedAt} isLocked={isLocked} />
            </Layout.AnnotatedSection>
          ) : null}
          <Layout.AnnotatedSection
            title="Try it"
            description="One mail, sent the way your shoppers' mail is sent."
          >
            <TestCard email={readerEmail} isLocked={isLocked} />
          </Layout.AnnotatedSection>
        </Layout>
      </SettingsTabs>
    </Page>
  );
}

export const ErrorBoundary = PageError;
