import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, Layout, Page } from "@shopify/polaris";
import { z } from "zod";
import { findArchive } from "#app/shops/leaving/archive.server.ts";
import {
  answerRefusal,
  requirePermission,
  requireStaff,
} from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { SettingsTabs } from "#app/ui/settings-tabs.tsx";
import { ArchiveCard } from "./archive-card.tsx";
import { closeLeavingPart, listLeavingParts } from "./leaving-parts.server.ts";
import { PartCard } from "./part-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requirePermission(deps, request, "leave");
    const [parts, archive] = await Promise.all([
      listLeavingParts(deps, shopId),
      findArchive(deps, shopId),
    ]);
    return json({ parts, archive });
  });

const formSchema = z.object({ code: z.string().max(40), itemId: z.string().max(200) });

export type LeavingAnswer = { readonly begun: number; readonly refused: readonly string[] };

/** Lets go of one item, or of all of a part (`itemId` empty). */
export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "leave", (sentence) => ({
      begun: 0,
      refused: [sentence],
    }));
    if (refusal) return refusal;
    const form = formSchema.safeParse(Object.fromEntries(await request.formData()));
    if (!form.success) return unreadable();
    const { code, itemId } = form.data;
    const asked = { shopId: session.shopId, staffId: session.staff.id, code };
    const answer = await closeLeavingPart(deps, { ...asked, itemId: itemId || null });
    return answer ? json(answer, { status: answer.refused.length > 0 ? 409 : 200 }) : unreadable();
  });

const unreadable = () =>
  json(
    { begun: 0, refused: ["The form could not be read. Reload and try again."] },
    { status: 400 },
  );

export default function LeavingPage() {
  const { parts, archive } = useLoaderData<typeof loader>();
  const isOpen = parts.some(({ items }) => items.length > 0);
  return (
    <Page title="Settings">
      <SettingsTabs>
        <Layout>
          <Layout.Section>
            <Banner tone={isOpen ? "warning" : "success"} title="Before you go">
              {isOpen
                ? "Uninstalling ends our access at once: what we hold open then stays as it is. Let go of it here first, and take your data with you."
                : "Nothing of yours is held open by us. Take your data with you, then uninstall Aftercare in Shopify."}
            </Banner>
          </Layout.Section>
          {parts.map((part) => (
            <Layout.AnnotatedSection key={part.code} title={part.title} description={part.help}>
              <PartCard part={part} />
            </Layout.AnnotatedSection>
          ))}
          <Layout.AnnotatedSection
            title="Everything, as one file"
            description="Orders as a table, every row we keep, and the history of each order with a program that checks it without us."
          >
            <ArchiveCard archive={archive} />
          </Layout.AnnotatedSection>
        </Layout>
      </SettingsTabs>
    </Page>
  );
}

export const ErrorBoundary = PageError;
