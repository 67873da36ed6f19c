import type { LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData, useNavigation } from "@remix-run/react";
import { BlockStack, Card, Page } from "@shopify/polaris";
import { ExportIcon } from "@shopify/polaris-icons";
import { findImportProgress } from "#app/orders/find-import-progress.server.ts";
import { listOrders } from "#app/orders/list-orders.server.ts";
import { listSavedViews } from "#app/orders/saved-views.server.ts";
import { findThresholds } from "#app/orders/thresholds.server.ts";
import { requireAdmin } from "#app/shopify/authenticate.server.ts";
import { answerOutages } from "#app/ui/answer-outages.server.ts";
import { nameCountries } from "#app/ui/name-countries.server.ts";
import { PageError } from "#app/ui/page-error.tsx";
import { FlagLegend } from "./flag-legend.tsx";
import { OrderEmpty } from "./order-empty.tsx";
import { OrderIndexFilters } from "./order-index-filters.tsx";
import { parseOrderListParams } from "./order-list-params.ts";
import { OrderTable } from "./order-table.tsx";
import { useCsvExport } from "./use-csv-export.ts";
import { useOrderList } from "./use-order-list.ts";

export { adminHeaders as headers } from "#app/ui/admin-headers.ts";

export const loader = ({ context: { deps }, request }: LoaderFunctionArgs) =>
  answerOutages(async () => {
    const { shopId } = await requireAdmin(deps, request);
    const params = new URL(request.url).searchParams;
    const query = parseOrderListParams(params);
    const [page, savedViews, thresholds, progress] = await Promise.all([
      listOrders(deps, shopId, query),
      listSavedViews(deps, shopId),
      findThresholds(deps, shopId),
      findImportProgress(deps, shopId),
    ]);
    return json({
      query,
      page,
      savedViews,
      thresholds,
      savedViewId: params.get("saved"),
      countryNames: nameCountries([
        ...page.choices.countries,
        ...page.rows.map((row) => row.country),
      ]),
      isImporting: progress !== null && !["finished", "failed"].includes(progress.state),
    });
  });

export default function OrdersPage() {
  const { query, page, savedViewId, savedViews, thresholds, countryNames, isImporting } =
    useLoaderData<typeof loader>();
  const navigation = useNavigation();
  const isLoading =
    navigation.state === "loading" && navigation.location.pathname === "/app/orders";
  const list = useOrderList(query, savedViewId);
  const csv = useCsvExport(query);
  return (
    <Page
      fullWidth
      title="Orders"
      secondaryActions={[
        {
          content: "Export CSV",
          icon: ExportIcon,
          disabled: csv.isStarting || page.rows.length === 0,
          onAction: () => void csv.start(),
        },
        { content: "Thresholds", url: "/app/settings#thresholds" },
      ]}
    >
      <BlockStack gap="400">
        {query.view === "exceptions" ? (
          <FlagLegend
            counts={page.flagCounts}
            thresholds={thresholds}
            selected={query.filters.flag ?? null}
          />
        ) : null}
        <Card padding="0">
          <OrderIndexFilters
            {...{ query, savedViewId, savedViews, countryNames, list, isLoading }}
            choices={page.choices}
          />
          <OrderTable
            {...{ page, countryNames, isLoading }}
            emptyState={<OrderEmpty query={query} isImporting={isImporting} />}
            onCursor={list.setCursor}
          />
        </Card>
      </BlockStack>
    </Page>
  );
}

export const ErrorBoundary = PageError;
