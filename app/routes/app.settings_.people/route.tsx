import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Layout, Page } from "@shopify/polaris";
import { z } from "zod";
import { changeRole } from "#app/shops/people/change-role.server.ts";
import { isAllowed } from "#app/shops/people/permissions.ts";
import { listChanges } from "#app/shops/people/record-change.server.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { requirePermission } from "#app/shops/people/require-staff.server.ts";
import { ROLE_REFUSALS, ROLES } from "#app/shops/people/roles.ts";
import { listStaff } from "#app/shops/people/staff-store.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { SettingsTabs } from "#app/ui/settings-tabs.tsx";
import { ChangesCard } from "./changes-card.tsx";
import { PeopleCard } from "./people-card.tsx";
import { RolesCard } from "./roles-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requirePermission(deps, request, "change_settings");
    const [people, changes] = await Promise.all([
      listStaff(deps, shopId),
      listChanges(deps, shopId),
    ]);
    return json({
      people,
      changes,
      reader: staff.id,
      canChangeRoles: isAllowed(staff.role, "change_roles"),
    });
  });

const formSchema = z.object({
  staffId: z.string().regex(/^\d{1,20}$/),
  to: z.enum([...ROLES, "removed"]),
});

export type RoleAnswer = { readonly isSaved: boolean; readonly message: string | null };

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(deps, session, "change_roles", (message) => ({
      isSaved: false,
      message,
    }));
    if (refusal) return refusal;
    const form = formSchema.safeParse(Object.fromEntries(await request.formData()));
    if (!form.success)
      return answer({ message: "The form could not be read. Reload and try again.", status: 400 });
    const { shopId, staff } = session;
    const changed = await changeRole(deps, { shopId, by: staff.id, ...form.data });
    if (changed.ok) return json({ isSaved: true, message: null });
    const { status, sentence } = ROLE_REFUSALS[changed.refusal.code];
    return answer({ code: changed.refusal.code, message: sentence, status });
  });

const answer = ({ status, ...body }: { status: number; message: string; code?: string }) =>
  json({ isSaved: false, ...body }, { status });

export default function PeoplePage() {
  const { people, changes, reader, canChangeRoles } = useLoaderData<typeof loader>();
  return (
    <Page title="Settings">
      <SettingsTabs>
        <Layout>
          <Layout.AnnotatedSection
            title="People"
            description="Everybody who has opened Aftercare. Names come from Shopify, once a day."
          >
            <PeopleCard people={people} reader={reader} canChangeRoles={canChangeRoles} />
          </Layout.AnnotatedSection>
          <Layout.AnnotatedSection
            title="Roles"
            description="A store always has an owner: the first person who opens Aftercare is one, and so is whoever owns the Shopify account. Everybody else begins as an agent."
          >
            <RolesCard />
          </Layout.AnnotatedSection>
          <Layout.AnnotatedSection
            title="Changes"
            description="Who changed which setting, newest first. What concerns one order stands in its timeline."
          >
            <ChangesCard changes={changes} people={people} />
          </Layout.AnnotatedSection>
        </Layout>
      </SettingsTabs>
    </Page>
  );
}

export const ErrorBoundary = PageError;
