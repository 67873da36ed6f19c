import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Layout, Page } from "@shopify/polaris";
import { isAllowed } from "#app/shops/people/permissions.ts";
import { answerRefusal, requirePermission } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { FormSaveBar } from "#app/ui/form-save-bar.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { SettingsTabs } from "#app/ui/settings-tabs.tsx";
import { CeilingsCard } from "./ceilings-card.tsx";
import { getLimits, saveLimits } from "./limits.server.ts";
import type { LimitsAnswer } from "./limits-draft.ts";
import { RoleLimitsCard } from "./role-limits-card.tsx";
import { useLimitsForm } from "./use-limits-form.ts";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requirePermission(deps, request, "change_settings");
    const limits = await getLimits(deps, shopId);
    return json({ ...limits, canChange: isAllowed(staff.role, "change_limits") });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requirePermission(deps, request, "change_settings");
    const refusal = await answerRefusal(deps, session, "change_limits", (form): LimitsAnswer => ({
      isSaved: false,
      errors: { form },
    }));
    if (refusal) return refusal;
    const by = { shopId: session.shopId, staffId: session.staff.id };
    const answer = await saveLimits(deps, by, String((await request.formData()).get("draft")));
    return json<LimitsAnswer>(answer, { status: answer.isSaved ? 200 : 422 });
  });

export default function LimitsPage() {
  const { saved, ceilings, brakes, currency, canChange } = useLoaderData<typeof loader>();
  const form = useLimitsForm(saved);
  return (
    <Page title="Settings">
      <FormSaveBar
        id="limits-save-bar"
        isDirty={form.isDirty}
        isSaving={form.isSaving}
        onSave={form.save}
        onDiscard={form.discard}
      />
      <SettingsTabs>
        <BlockStack gap="400">
          {brakes.map(({ counter, sentence }) => (
            <Banner key={counter} tone="warning">
              {sentence}
            </Banner>
          ))}
          {form.errors.form ? (
            <Banner tone="critical" title="Not saved">
              {form.errors.form}
            </Banner>
          ) : null}
          {canChange ? null : (
            <Banner tone="info">Only owners can change limits. You can see them.</Banner>
          )}
          <Layout>
            <Layout.AnnotatedSection
              title="A day at most"
              description="The most Aftercare does by itself in one day of your store. At a limit it stops, tells the owner and goes on the next day. Nothing is lost."
            >
              <CeilingsCard form={form} ceilings={ceilings} isDisabled={!canChange} />
            </Layout.AnnotatedSection>
            <Layout.AnnotatedSection
              title="What a person may do alone"
              description="Anything above waits for the approval of somebody who may. Owners have no limit."
            >
              <RoleLimitsCard form={form} currency={currency} isDisabled={!canChange} />
            </Layout.AnnotatedSection>
          </Layout>
        </BlockStack>
      </SettingsTabs>
    </Page>
  );
}

export const ErrorBoundary = PageError;
