import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, Layout, Page } from "@shopify/polaris";
import { useState } from "react";
import { findMessageSettings } from "#app/messages/settings-store.server.ts";
import {
  SHOPPER_EVENT_NAMES,
  shopperEvent,
  type EventGroup,
  type Owners,
} from "#app/messages/shopper-events.ts";
import {
  answerRefusal,
  findRefusal,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { FormSaveBar } from "#app/ui/form-save-bar.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { SettingsTabs } from "#app/ui/settings-tabs.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { GroupCard } from "./group-card.tsx";
import { saveWhoTells } from "./save-who-tells.server.ts";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await findRefusal(deps, session, "change_settings");
    const { owners } = await findMessageSettings(deps, session.shopId);
    return json({ owners, refusal: refusal?.sentence ?? null });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "change_settings", (message) => ({
      isSaved: false,
      message,
    }));
    if (refusal) return refusal;
    const { status, ...answer } = await saveWhoTells(deps, session, await request.formData());
    return json(answer, { status });
  });

const GROUPS: readonly { group: EventGroup; title: string; description: string }[] = [
  {
    group: "shipping",
    title: "Shipping",
    description: "Nothing we write says shipped before a carrier has scanned the parcel.",
  },
  {
    group: "order",
    title: "Order",
    description: "Shopify writes these by itself unless you switched them off there.",
  },
  { group: "money", title: "Money", description: "Shopify writes when it refunds." },
  {
    group: "return",
    title: "Returns",
    description: "Choose one writer for each step, so that nobody hears it twice.",
  },
  {
    group: "delay",
    title: "Delays",
    description: "Shopify has no such mail. In some countries the law asks for it.",
  },
];

export default function WhoTellsPage() {
  const { owners, refusal } = useLoaderData<typeof loader>();
  const [draft, setDraft] = useState<Owners>(owners);
  const form = useJsonForm("/app/settings/who-tells");
  const isDirty = SHOPPER_EVENT_NAMES.some((event) => draft[event] !== owners[event]);
  return (
    <Page title="Settings">
      <FormSaveBar
        id="who-tells-save-bar"
        isDirty={isDirty}
        isSaving={form.isSaving}
        onSave={() => form.send({ owners: draft })}
        onDiscard={() => setDraft(owners)}
      />
      <SettingsTabs>
        <Layout>
          <Layout.Section>
            {(form.refusal ?? refusal) ? (
              <Banner
                tone={form.refusal ? "critical" : "info"}
                title={form.refusal ? "Not saved" : "You can look, not change"}
              >
                {form.refusal ?? refusal}
              </Banner>
            ) : (
              <Banner title="Every event is told once">
                Where you choose Aftercare, switch the same mail off in Shopify or the other app.
                Aftercare writes only once shopper mail is live.
              </Banner>
            )}
          </Layout.Section>
          {GROUPS.map(({ group, title, description }) => (
            <Layout.AnnotatedSection key={group} title={title} description={description}>
              <GroupCard
                events={SHOPPER_EVENT_NAMES.filter((event) => shopperEvent(event).group === group)}
                owners={draft}
                isLocked={refusal !== null}
                onChange={(event, owner) => setDraft({ ...draft, [event]: owner })}
              />
            </Layout.AnnotatedSection>
          ))}
        </Layout>
      </SettingsTabs>
    </Page>
  );
}

export const ErrorBoundary = PageError;
