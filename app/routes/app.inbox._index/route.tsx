import type { LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { BlockStack, Card, Page } from "@shopify/polaris";
import { INBOX_FILTERS, parseInboxQuery } from "#app/messages/conversations/inbox-query.ts";
import { listConversations } from "#app/messages/conversations/list-conversations.server.ts";
import { requireStaff } from "#app/shops/people/require-staff.server.ts";
import { listStaff } from "#app/shops/people/staff-store.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { TabRow } from "#app/ui/tab-row.tsx";
import { FILTER_WORDS, inboxPath } from "./inbox-words.ts";
import { InboxList } from "./inbox-list.tsx";
import { InboxSearch } from "./inbox-search.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requireStaff(deps, request);
    const query = parseInboxQuery(new URL(request.url).searchParams);
    const view = await listConversations(deps, shopId, { ...query, staffId: staff.id });
    const people = await listStaff(deps, shopId);
    return json({
      ...view,
      filter: query.filter,
      search: query.search,
      isFirstPage: query.cursor === null,
      names: Object.fromEntries(people.map(({ id, name }) => [id, name])),
    });
  });

export default function InboxPage() {
  const inbox = useLoaderData<typeof loader>();
  const { filter, search, counts } = inbox;
  const { state } = useNavigation();
  return (
    <Page title="Inbox">
      <BlockStack gap="400">
        <Card padding="0">
          <TabRow
            label="Conversations"
            selected={INBOX_FILTERS.indexOf(filter)}
            tabs={INBOX_FILTERS.map((one) => ({
              to: inboxPath({ filter: one, search }),
              label: FILTER_WORDS[one].label,
              count: counts[one],
            }))}
          />
          <InboxSearch key={`${filter} ${search}`} filter={filter} search={search} />
          <InboxList inbox={inbox} isLoading={state === "loading"} />
        </Card>
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
