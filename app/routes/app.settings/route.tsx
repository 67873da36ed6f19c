import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, Layout, Page } from "@shopify/polaris";
import { findThresholds } from "#app/orders/thresholds.server.ts";
import {
  answerRefusal,
  requirePermission,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { getShopSettings } from "#app/shops/shop-settings.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { FlipsCard } from "#app/ui/flips-card.tsx";
import { FormSaveBar } from "#app/ui/form-save-bar.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { SettingsTabs } from "#app/ui/settings-tabs.tsx";
import { OlderOrdersCard } from "./older-orders-card.tsx";
import { saveSettings } from "./save-settings.server.ts";
import { ShopCard } from "./shop-card.tsx";
import { ThresholdsCard } from "./thresholds-card.tsx";
import { useSettingsForm } from "./use-settings-form.ts";
import { WorkingTimeCard } from "./working-time-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requirePermission(deps, request, "change_settings");
    const [settings, thresholds] = await Promise.all([
      getShopSettings(deps, shopId),
      findThresholds(deps, shopId),
    ]);
    return json({ settings, thresholds, timeZones: Intl.supportedValuesOf("timeZone") });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "change_settings", (form) => ({
      isSaved: false,
      errors: { form },
    }));
    if (refusal) return refusal;
    const answer = await saveSettings(deps, session, await request.formData());
    return json(answer, { status: answer.isSaved || answer.flips ? 200 : 422 });
  });

export default function SettingsPage() {
  const { settings, thresholds, timeZones } = useLoaderData<typeof loader>();
  const form = useSettingsForm({ ...settings, thresholds });
  return (
    <Page title="Settings">
      <FormSaveBar
        id="settings-save-bar"
        isDirty={form.isDirty}
        isSaving={form.isSaving}
        onSave={form.save}
        onDiscard={form.discard}
      />
      <SettingsTabs>
        <Layout>
          {form.flips ? (
            <Layout.Section>
              <FlipsCard
                flips={form.flips}
                isSaving={form.isSaving}
                onSave={form.saveSeen}
                onCancel={form.discard}
              />
            </Layout.Section>
          ) : null}
          {form.errors.form ? (
            <Layout.Section>
              <Banner tone="critical" title="Not saved">
                {form.errors.form}
              </Banner>
            </Layout.Section>
          ) : null}
          <Layout.AnnotatedSection
            title="Store"
            description="Read from Shopify. What you change there follows here within a minute."
          >
            <ShopCard shop={settings} />
          </Layout.AnnotatedSection>
          <Layout.AnnotatedSection
            id="working-time"
            title="Time zone and working days"
            description="Dates are shown on this clock. Working days count for promises and deadlines."
          >
            <WorkingTimeCard
              draft={form.draft}
              errors={form.errors}
              timeZones={timeZones}
              shopifyTimeZone={settings.shopifyTimeZone}
              onChange={form.change}
            />
          </Layout.AnnotatedSection>
          <Layout.AnnotatedSection
            id="thresholds"
            title="Exceptions"
            description="After how many days an order is flagged. The board changes as soon as you save."
          >
            <ThresholdsCard draft={form.draft} errors={form.errors} onChange={form.change} />
          </Layout.AnnotatedSection>
          <Layout.AnnotatedSection
            id="older-orders"
            title="Older orders"
            description="How far back Aftercare can look."
          >
            <OlderOrdersCard hasAllOrders={settings.scopes.includes("read_all_orders")} />
          </Layout.AnnotatedSection>
        </Layout>
      </SettingsTabs>
    </Page>
  );
}

export const ErrorBoundary = PageError;
