import type { LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Layout, Page } from "@shopify/polaris";
import { ExternalIcon } from "@shopify/polaris-icons";
import { listOrderContacts } from "#app/inbound-parts.server.ts";
import { findConversation } from "#app/messages/conversations/find-conversation.server.ts";
import { findOrderRouting } from "#app/dropship/routing/find-order-routing.server.ts";
import { findOrder } from "#app/orders/find-order.server.ts";
import { ConversationCard } from "#app/routes/app.inbox.$orderId/conversation-card.tsx";
import { findCase } from "#app/shops/people/cases/case.server.ts";
import { isAllowed } from "#app/shops/people/permissions.ts";
import { requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { nameCountries } from "#app/ui/name-countries.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { CaseCard } from "./case-card.tsx";
import { CustomerCard } from "./customer-card.tsx";
import { DisputesCard } from "./disputes-card.tsx";
import { FulfillmentCards } from "./fulfillment-cards.tsx";
import { LinesCard } from "./lines-card.tsx";
import { MoneyCard } from "./money-card.tsx";
import { NotesCard } from "./notes-card.tsx";
import { OrderBadges } from "./order-badges.tsx";
import { PresenceBanner } from "./presence-banner.tsx";
import { RefundsCard } from "./refunds-card.tsx";
import { ReturnsCard } from "./returns-card.tsx";
import { RoutingCard } from "./routing-card.tsx";
import { TimelineCard } from "./timeline-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const OUR_ID = /^\d{1,19}$/;

export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId, staff } = await requireStaff(deps, request);
    const orderId = params["orderId"] ?? "";
    const order = OUR_ID.test(orderId) ? await findOrder(deps, shopId, orderId) : null;
    if (!order) throw new Response("No such order", { status: 404 });
    const country = order.shippingAddress?.country ?? order.country;
    const team = await findCase(deps, shopId, BigInt(order.orderId));
    const routing = await findOrderRouting(deps, shopId, BigInt(order.orderId));
    const canDecide = isAllowed(staff.role, "approve");
    const conversation = await findConversation(
      { db: deps.db, listContacts: listOrderContacts },
      shopId,
      BigInt(order.orderId),
    );
    return json({
      order,
      team,
      routing,
      canDecide,
      conversation,
      reader: staff,
      countryNames: nameCountries([country]),
    });
  });

export default function OrderPage() {
  const { order, team, routing, canDecide, conversation, reader, countryNames } =
    useLoaderData<typeof loader>();
  return (
    <Page
      title={order.name}
      titleMetadata={<OrderBadges order={order} />}
      backAction={{ content: "Orders", url: "/app/orders" }}
      secondaryActions={[
        {
          content: "Open in Shopify",
          icon: ExternalIcon,
          url: order.adminUrl,
          target: "_top",
        },
      ]}
    >
      <BlockStack gap="400">
        <PresenceBanner orderId={order.orderId} />
        {order.isDeleted ? (
          <Banner tone="warning" title="This order was deleted in Shopify">
            What we knew of it is kept here until your retention period ends.
          </Banner>
        ) : null}
        <DisputesCard disputes={order.disputes} adminUrl={order.adminUrl} />
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              <LinesCard lines={order.lines} />
              {routing ? (
                <RoutingCard orderId={order.orderId} routing={routing} canDecide={canDecide} />
              ) : null}
              <FulfillmentCards order={order} />
              <MoneyCard order={order} />
              <RefundsCard refunds={order.refunds} />
              <ReturnsCard returns={order.returns} />
              {conversation ? (
                <ConversationCard
                  key={`conversation-${order.orderId}`}
                  conversation={conversation}
                  names={team.names}
                />
              ) : null}
              <TimelineCard
                entries={order.timeline}
                currency={order.total.currency}
                names={team.names}
              />
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <CaseCard orderId={order.orderId} view={team} reader={reader} />
              <CustomerCard order={order} countryNames={countryNames} />
              <NotesCard order={order} />
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
