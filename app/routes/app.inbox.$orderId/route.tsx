import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Badge, Layout, Page } from "@shopify/polaris";
import { listOrderContacts } from "#app/inbound-parts.server.ts";
import { findConversation } from "#app/messages/conversations/find-conversation.server.ts";
import { CaseCard } from "#app/routes/app.orders.$orderId/case-card.tsx";
import { findCase } from "#app/shops/people/cases/case.server.ts";
import { answerRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { readJsonForm } from "#app/ui/read-json-form.server.ts";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { answerInbox, type InboxAnswer } from "./answer-inbox.server.ts";
import { ConversationCard } from "./conversation-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const OUR_ID = /^\d{1,18}$/;

function readOrderId(text = ""): bigint {
  if (!OUR_ID.test(text)) throw new Response("No such order", { status: 404 });
  return BigInt(text);
}

export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requireStaff(deps, request);
    const orderId = readOrderId(params["orderId"]);
    const { db } = deps;
    const conversation = await findConversation(
      { db, listContacts: listOrderContacts },
      shopId,
      orderId,
    );
    if (!conversation) throw new Response("No such order", { status: 404 });
    const team = await findCase(deps, shopId, orderId);
    return json({ conversation, team, reader: staff });
  });

export const action = ({ context: { deps }, params, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const refusal = await answerRefusal(
      deps,
      session,
      "work_on_orders",
      (message): InboxAnswer => ({ isSaved: false, message }),
    );
    if (refusal) return refusal;
    const orderId = readOrderId(params["orderId"]);
    const asked = readJsonForm(await request.formData());
    const { status, ...answer } = await answerInbox(deps, session, orderId, asked);
    return json<InboxAnswer>(answer, { status });
  });

export default function ConversationPage() {
  const { conversation, team, reader } = useLoaderData<typeof loader>();
  const { orderId, orderName, customerName, state } = conversation;
  const form = useJsonForm(`/app/inbox/${orderId}`);
  const settle = (intent: "done" | "open") => form.send({ intent });
  return (
    <Page
      title={orderName}
      {...(customerName ? { subtitle: customerName } : {})}
      backAction={{ content: "Inbox", url: "/app/inbox" }}
      titleMetadata={state === "done" ? <Badge tone="success">Done</Badge> : null}
      {...(state === "open"
        ? {
            primaryAction: {
              content: "Mark as done",
              loading: form.isSaving,
              onAction: () => settle("done"),
            },
          }
        : {})}
      secondaryActions={[
        { content: "Open the order", url: `/app/orders/${orderId}` },
        ...(state === "done"
          ? [{ content: "Open again", loading: form.isSaving, onAction: () => settle("open") }]
          : []),
      ]}
    >
      <Layout>
        <Layout.Section>
          <ConversationCard key={orderId} conversation={conversation} names={team.names} />
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <CaseCard orderId={orderId} view={team} reader={reader} />
        </Layout.Section>
      </Layout>
    </Page>
  );
}

export const ErrorBoundary = PageError;
