import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData, type ShouldRevalidateFunctionArgs } from "@remix-run/react";
import { Banner, Layout, Page } from "@shopify/polaris";
import { isLanguage } from "#app/messages/languages.ts";
import { findMessageSettings } from "#app/messages/settings-store.server.ts";
import { isShopperEvent, type ShopperEvent } from "#app/messages/shopper-events.ts";
import { listTemplateStates } from "#app/messages/templates-store.server.ts";
import {
  answerRefusal,
  findRefusal,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { SettingsTabs } from "#app/ui/settings-tabs.tsx";
import { isPreview } from "#app/ui/use-preview.ts";
import { BrandSection } from "./brand-section.tsx";
import { EventsCard } from "./events-card.tsx";
import { saveBrandForm } from "./save-brand-form.server.ts";

export const shouldRevalidate = ({
  formData,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) => (isPreview(formData) ? false : defaultShouldRevalidate);

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await findRefusal(deps, session, "change_templates");
    const [{ brand, owners }, states] = await Promise.all([
      findMessageSettings(deps, session.shopId),
      listTemplateStates(deps, session.shopId),
    ]);
    return json({ brand, owners, states, refusal: refusal?.sentence ?? null });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "change_templates", (message) => ({
      isSaved: false,
      message,
    }));
    if (refusal) return refusal;
    const { status, ...answer } = await saveBrandForm(deps, session, await request.formData());
    return json(answer, { status });
  });

export default function TemplatesPage() {
  const { brand, owners, states, refusal } = useLoaderData<typeof loader>();
  const known = states.flatMap(({ event, language, ...state }) =>
    isShopperEvent(event) && isLanguage(language) ? [{ event, language, ...state }] : [],
  );
  const isOurs = (event: ShopperEvent) => owners[event] === "aftercare";
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
            title="What mails say"
            description="Each text in five languages. A shopper reads the language of their order."
          >
            <EventsCard states={known} isOurs={isOurs} />
          </Layout.AnnotatedSection>
          <BrandSection saved={brand} isLocked={refusal !== null} />
        </Layout>
      </SettingsTabs>
    </Page>
  );
}

export const ErrorBoundary = PageError;
