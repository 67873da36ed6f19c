import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData, type ShouldRevalidateFunctionArgs } from "@remix-run/react";
import { Banner, Layout, Page } from "@shopify/polaris";
import { isLanguage, type Language } from "#app/messages/languages.ts";
import { listPreviewOrders } from "#app/messages/preview-template.server.ts";
import { isShopperEvent, shopperEvent } from "#app/messages/shopper-events.ts";
import { findTemplateState } from "#app/messages/templates-store.server.ts";
import { findRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { isPreview } from "#app/ui/use-preview.ts";
import { answerTemplateForm } from "./answer-template-form.server.ts";
import { TemplateEditor } from "./template-editor.tsx";

export const shouldRevalidate = ({
  formData,
  defaultShouldRevalidate,
}: ShouldRevalidateFunctionArgs) => (isPreview(formData) ? false : defaultShouldRevalidate);

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request, params }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const { shopId } = session;
    const event = params["event"] ?? "";
    if (!isShopperEvent(event)) throw new Response("No such mail", { status: 404 });
    const asked = new URL(request.url).searchParams.get("language") ?? "";
    const language: Language = isLanguage(asked) ? asked : "en";
    const [state, orders, refusal] = await Promise.all([
      findTemplateState(deps, shopId, { event, language }),
      listPreviewOrders(deps, shopId),
      findRefusal(deps, session, "change_templates"),
    ]);
    const { current, draft, versions } = state;
    const words = draft ?? current;
    return json({
      event,
      language,
      orders,
      refusal: refusal?.sentence ?? null,
      saved: { subject: words.subject, body: words.body },
      current: { subject: current.subject, body: current.body },
      currentVersion: current.version,
      hasDraft: draft !== null,
      versions: versions.map(({ version, publishedAt, publishedBy, subject, body }) => ({
        version,
        publishedAt: publishedAt.toISOString(),
        publishedBy,
        subject,
        body,
      })),
    });
  });

export const action = ({ context: { deps }, request, params }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const event = params["event"] ?? "";
    if (!isShopperEvent(event)) throw new Response("No such mail", { status: 404 });
    const { status, ...answer } = await answerTemplateForm(
      deps,
      session,
      event,
      await request.formData(),
    );
    return json(answer, { status });
  });

export default function TemplatePage() {
  const { refusal, ...state } = useLoaderData<typeof loader>();
  const { title, when } = shopperEvent(state.event);
  return (
    <Page
      title={title}
      subtitle={when}
      backAction={{ content: "Templates", url: "/app/settings/templates" }}
    >
      <Layout>
        {refusal ? (
          <Layout.Section>
            <Banner title="You can look, not change">{refusal}</Banner>
          </Layout.Section>
        ) : null}
        <TemplateEditor
          // Another text; a saved or published one stays in its fields.
          key={`${state.event} ${state.language}`}
          isLocked={refusal !== null}
          {...state}
        />
      </Layout>
    </Page>
  );
}

export const ErrorBoundary = PageError;
