import type { LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Layout, Page, Text } from "@shopify/polaris";
import { listComplianceRequests } from "#app/shops/compliance/list-compliance.server.ts";
import { isAllowed } from "#app/shops/people/permissions.ts";
import { requirePermission } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { SettingsTabs } from "#app/ui/settings-tabs.tsx";
import { RequestCard } from "./request-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requirePermission(deps, request, "answer_privacy");
    const requests = await listComplianceRequests(deps, shopId);
    return json({ requests, canLeave: isAllowed(staff.role, "leave") });
  });

export default function PrivacyPage() {
  const { requests, canLeave } = useLoaderData<typeof loader>();
  return (
    <Page title="Settings">
      <SettingsTabs>
        <Layout>
          <Layout.AnnotatedSection
            title="Privacy requests"
            description="Shopify passes on what customers ask by law. Aftercare answers by itself, within 30 days of asking."
          >
            <BlockStack gap="400">
              {requests.length === 0 ? (
                <Card>
                  <NothingHere heading="Nobody has asked">
                    When a customer asks Shopify for their data or to be forgotten, it appears here
                    with what was done.
                  </NothingHere>
                </Card>
              ) : (
                requests.map((one) => <RequestCard key={one.requestId} request={one} />)
              )}
            </BlockStack>
          </Layout.AnnotatedSection>
          <Layout.AnnotatedSection
            title="Everything of your store"
            description="All that Aftercare keeps for you belongs to you."
          >
            <Card>
              <BlockStack gap="300">
                <Text as="p">
                  One archive of every order, every entry of its history and every setting, in files
                  that other programs can read.
                </Text>
                {canLeave ? (
                  <InlineStack>
                    <Button url="/app/settings/leaving">Go to the download</Button>
                  </InlineStack>
                ) : (
                  <Text as="p" tone="subdued">
                    Only owners can download it.
                  </Text>
                )}
              </BlockStack>
            </Card>
          </Layout.AnnotatedSection>
        </Layout>
      </SettingsTabs>
    </Page>
  );
}

export const ErrorBoundary = PageError;
