import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Layout, Page } from "@shopify/polaris";
import { getRulePage } from "#app/dropship/routing/rules/rule-page.server.ts";
import { VERSION_0 } from "#app/dropship/routing/rules/rule-body.ts";
import { isAllowed } from "#app/shops/people/permissions.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { FormSaveBar } from "#app/ui/form-save-bar.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import type { FormAnswer } from "#app/ui/use-json-form.ts";
import { answerRuleForm } from "./answer-rule-form.server.ts";
import { BacktestCard } from "./backtest-card.tsx";
import { ConditionsCard } from "./conditions-card.tsx";
import { DraftCard } from "./draft-card.tsx";
import { RankCard } from "./rank-card.tsx";
import { ReadingCard } from "./reading-card.tsx";
import { useRuleForm } from "./use-rule-form.ts";
import { VersionsCard } from "./versions-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requireStaff(deps, request);
    const asked = Number(new URL(request.url).searchParams.get("page") ?? "0");
    const page = Number.isInteger(asked) && asked >= 0 && asked < 1_000 ? asked : 0;
    const view = await getRulePage(deps, shopId, page);
    return json({ ...view, canChange: isAllowed(staff.role, "change_settings") });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(
      deps,
      session,
      "change_settings",
      (message): FormAnswer => ({
        isSaved: false,
        message,
      }),
    );
    if (refusal) return refusal;
    const { shopId, staff } = session;
    const { answer, status } = await answerRuleForm(
      deps,
      { shopId, staffId: staff.id },
      await request.formData(),
    );
    return json<FormAnswer>(answer, { status });
  });

export default function RoutingRulePage() {
  const view = useLoaderData<typeof loader>();
  const rule = view.rule ?? VERSION_0.body;
  const form = useRuleForm(rule, view.currency);
  const names = { currency: view.currency, suppliers: view.suppliers };
  return (
    <Page title="Rules" subtitle="Routing: which supplier ships what">
      <FormSaveBar
        id="routing-rule-save-bar"
        isDirty={form.isDirty}
        isSaving={form.isSaving}
        onSave={form.save}
        onDiscard={form.discard}
      />
      <BlockStack gap="400">
        {form.refusal ? (
          <Banner tone="critical" title="Not saved">
            {form.refusal}
          </Banner>
        ) : null}
        {view.canChange ? null : (
          <Banner tone="info">Owners and managers can change the rule. You can see it.</Banner>
        )}
        {view.lateCaptures.isMany && !rule.routesOnAuthorisation ? (
          <Banner tone="info" title="Many of your payments are captured later">
            {`${view.lateCaptures.late} of ${view.lateCaptures.orders} paid orders of the last 28 days were captured after more than an hour. Waiting for the capture delays these suppliers; you can route on authorisation below.`}
          </Banner>
        ) : null}
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              <ConditionsCard form={form} suppliers={view.suppliers} isDisabled={!view.canChange} />
              <RankCard form={form} isDisabled={!view.canChange} />
              <BacktestCard view={view} isDirty={form.isDirty} />
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <ReadingCard form={form} names={names} />
              <DraftCard view={view} isDirty={form.isDirty} />
              <VersionsCard versions={view.versions} />
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
