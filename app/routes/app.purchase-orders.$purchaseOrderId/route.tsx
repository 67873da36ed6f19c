import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, InlineStack, Layout, Page } from "@shopify/polaris";
import { findPurchaseOrderView } from "#app/dropship/purchase-orders/list/find-purchase-order-view.server.ts";
import { answerAct } from "#app/routes/app.purchase-orders._index/answer-act.server.ts";
import { findRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { BreachBadge, PurchaseOrderBadge } from "#app/ui/purchase-order-badge.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { ActsCard } from "./acts-card.tsx";
import { CostsCard } from "./costs-card.tsx";
import { DocumentsCard } from "./documents-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { LinesCard } from "./lines-card.tsx";
import { DatesCard, ShipToCard } from "./ship-to-card.tsx";
import { TransmissionsCard } from "./transmissions-card.tsx";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

const OUR_ID = /^\d{1,18}$/;

export const loader = ({ context: { deps }, params, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const id = params["purchaseOrderId"] ?? "";
    const order = OUR_ID.test(id)
      ? await findPurchaseOrderView(deps, session.shopId, BigInt(id))
      : null;
    if (!order) throw new Response("No such purchase order", { status: 404 });
    const refusal = await findRefusal(deps, session, "approve");
    return json({ order, refusal: refusal?.sentence ?? null });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    return answerAct(deps, session, await request.formData());
  });

export default function PurchaseOrderPage() {
  const { order, refusal } = useLoaderData<typeof loader>();
  const form = useJsonForm(`/app/purchase-orders/${order.purchaseOrderId}`);
  return (
    <Page
      title={order.revision > 1 ? `${order.number} R${order.revision}` : order.number}
      titleMetadata={
        <InlineStack gap="100">
          <PurchaseOrderBadge state={order.state} />
          {order.breach ? <BreachBadge breach={order.breach} /> : null}
        </InlineStack>
      }
      subtitle={`${order.supplierName} · order ${order.orderName}`}
      backAction={{ content: "Purchase orders", url: "/app/purchase-orders" }}
      secondaryActions={[
        { content: "Order", url: `/app/orders/${order.orderId}` },
        { content: "Parcels", url: `/app/parcels/${order.purchaseOrderId}` },
        { content: "Supplier's words", url: `/app/supplier-answers/${order.purchaseOrderId}` },
        { content: "Supplier", url: `/app/suppliers/${order.supplierId}` },
      ]}
    >
      <BlockStack gap="400">
        {refusal ? <Banner title="You can look, not act">{refusal}</Banner> : null}
        {form.refusal ? (
          <Banner tone="warning" title="Nothing was done">
            {form.refusal}
          </Banner>
        ) : null}
        {order.reason ? (
          <Banner tone={order.state === "failed" ? "critical" : "info"}>{order.reason}</Banner>
        ) : null}
        {order.held && !order.reason ? <Banner tone="info">{order.held}</Banner> : null}
        <Layout>
          <Layout.Section>
            <BlockStack gap="400">
              <LinesCard lines={order.lines} />
              <CostsCard costs={order.costs} />
              <TransmissionsCard transmissions={order.transmissions} />
              <HistoryCard history={order.history} />
            </BlockStack>
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <BlockStack gap="400">
              <ActsCard order={order} isLocked={refusal !== null} form={form} />
              <ShipToCard order={order} />
              <DatesCard times={order.times} />
              <DocumentsCard purchaseOrderId={order.purchaseOrderId} isUnsent={order.isUnsent} />
            </BlockStack>
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
