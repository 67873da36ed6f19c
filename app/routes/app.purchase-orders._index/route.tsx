import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, Page } from "@shopify/polaris";
import { ExportIcon } from "@shopify/polaris-icons";
import { listPurchaseOrders } from "#app/dropship/purchase-orders/list/list-purchase-orders.server.ts";
import {
  formatPurchaseOrderQuery,
  parsePurchaseOrderQuery,
} from "#app/dropship/purchase-orders/list/purchase-order-query.ts";
import { findRefusal, requireStaff } from "#app/shops/people/require-staff.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { NothingHere } from "#app/ui/nothing-here.tsx";
import { PageError } from "#app/ui/page-error.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { answerAct } from "./answer-act.server.ts";
import { PurchaseOrderFilters } from "./purchase-order-filters.tsx";
import { PurchaseOrderTable } from "./purchase-order-table.tsx";
import { QueueTabs } from "./queue-tabs.tsx";
import { useFile } from "./use-file.ts";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    const query = parsePurchaseOrderQuery(new URL(request.url).searchParams);
    const refusal = await findRefusal(deps, session, "approve");
    const page = await listPurchaseOrders(deps, session.shopId, query);
    return json({ query, page, refusal: refusal?.sentence ?? null });
  });

export const action = ({ context: { deps }, request }: ActionFunctionArgs) =>
  answerOutages(async () => {
    const session = await requireStaff(deps, request);
    return answerAct(deps, session, await request.formData());
  });

export default function PurchaseOrdersPage() {
  const { query, page, refusal } = useLoaderData<typeof loader>();
  const form = useJsonForm("/app/purchase-orders?index");
  const file = useFile();
  const isFiltered = query.search !== "" || query.supplierId !== null || query.queue !== "all";
  return (
    <Page
      fullWidth
      title="Purchase orders"
      backAction={{ content: "Suppliers", url: "/app/suppliers" }}
      secondaryActions={[
        {
          content: "Export CSV",
          icon: ExportIcon,
          loading: file.isStarting,
          onAction: () => void file.start({ file: "list", query: formatPurchaseOrderQuery(query) }),
        },
      ]}
    >
      <BlockStack gap="400">
        {refusal ? <Banner title="You can look, not send">{refusal}</Banner> : null}
        {form.refusal ? (
          <Banner tone="warning" title="Not everything was done">
            {form.refusal}
          </Banner>
        ) : null}
        <Card padding="0">
          <QueueTabs query={query} counts={page.counts} />
          <PurchaseOrderFilters query={query} suppliers={page.suppliers} />
          <PurchaseOrderTable
            key={`${query.queue}:${query.cursor ?? ""}`}
            page={page}
            isLocked={refusal !== null || form.isSaving}
            onAct={(act, ids) => form.send({ act, ids })}
            emptyState={isFiltered ? <NoneMatch /> : <NoneYet />}
          />
        </Card>
      </BlockStack>
    </Page>
  );
}

const NoneYet = () => (
  <NothingHere
    heading="Nothing to send."
    action={<Button url="/app/suppliers">See your suppliers</Button>}
  >
    New paid orders appear here within a minute.
  </NothingHere>
);

const NoneMatch = () => (
  <NothingHere
    heading="No purchase orders match"
    action={<Button url="/app/purchase-orders">Show all</Button>}
  >
    Nothing here waits for this, or fits your search.
  </NothingHere>
);

export const ErrorBoundary = PageError;
